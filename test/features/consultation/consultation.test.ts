import t from 'tap'
import { testApp } from '../../support/app.ts'
import {
  aCarePlan,
  aChild,
  aConsultation,
  aHome,
  aHomeContact,
  anIntroduction,
  aPlacement,
  aPlacementRequest,
  aWish,
} from '../../support/builders.ts'

/** What surrounds a match: each record says of whom and of what it is, and is of that child alone. */
const service = await testApp(t)
const officer = await service.as('placements')
const any = { 'if-match': '*' }
const refusal = (pointer: string, code: string, type = 'rule-broken') => ({
  status: type === 'period-overlaps' ? 409 : 422,
  body: { type: `/problems/${type}`, errors: [{ pointer, code }] },
})

t.test('a consultation is about a request or a placement of the child', async (t) => {
  const child = await aChild(officer)
  const request = await aPlacementRequest(officer, { childIds: [child.id] })
  const another = await aPlacement(officer)
  const consultation = {
    childId: child.id,
    party: 'carers',
    consultedOn: '2023-11-20',
    consultedBy: 'Placements officer',
    view: 'does-not-support',
    said: 'Three are enough.',
  }
  t.match(
    await officer.post('/v1/consultations', consultation),
    refusal('#/requestId', 'consultation-about-a-match'),
  )
  t.match(
    await officer.post('/v1/consultations', { ...consultation, placementId: another.id }),
    refusal('#/placementId', 'about-placement-of-child', 'unknown-reference'),
    'a placement of another child is none of this one',
  )
  t.match(
    await officer.post('/v1/consultations', {
      ...consultation,
      requestId: request.id,
      otherChildId: another.childId,
    }),
    refusal('#/otherChildId', 'other-child-of-a-social-worker'),
    'carers speak for no other child',
  )
  const creation = await officer.post('/v1/consultations', {
    ...consultation,
    requestId: request.id,
    party: 'other-childs-social-worker',
    otherChildId: another.childId,
  })
  t.equal(creation.status, 201)
  const { rows } = await service.ownerPool.query<{ child_ids: string[] }>(
    `select child_ids from access_log where action = 'POST /v1/consultations' order by id desc limit 1`,
  )
  t.same(rows[0]?.child_ids.toSorted(), [child.id, another.childId].toSorted(), 'both children are logged')
  const { body } = await officer.get(`/v1/consultations?requestId=${request.id}`)
  t.match(body.items, [{ id: creation.body.id, view: 'does-not-support' }])
})

t.test('a child has one plan at a time, and a parallel plan is another', async (t) => {
  const child = await aChild(officer)
  const plan = await aCarePlan(officer, { childId: child.id, agreedOn: '2023-03-01' })
  const next = { childId: child.id, plan: 'adoption', agreedOn: '2023-09-01', agreedBy: 'Permanence panel' }
  t.match(
    await officer.post('/v1/care-plans', next),
    refusal('#/agreedOn', 'one-care-plan-at-a-time', 'period-overlaps'),
  )
  t.match(
    await officer.post('/v1/care-plans', { ...next, agreedOn: '2022-01-01', parallelPlan: 'adoption' }),
    refusal('#/parallelPlan', 'parallel-plan-is-another'),
  )
  await officer.patch(`/v1/care-plans/${plan.id}`, { endedOn: '2023-09-01' }, any)
  t.equal((await officer.post('/v1/care-plans', next)).status, 201)
  const { body } = await officer.get(`/v1/care-plans?childId=${child.id}&asAt=2023-08-31`)
  t.match(body.items, [{ plan: 'long-term-fostering' }])
})

t.test('a disruption meeting follows an ending', async (t) => {
  const stay = await aPlacement(officer, { startedOn: '2023-01-10' })
  const meeting = { placementId: stay.id, heldOn: '2023-06-01', lessons: 'Respite came too late.' }
  t.match(
    await officer.post('/v1/disruption-meetings', meeting),
    refusal('#/heldOn', 'meeting-after-ending'),
    'it has not ended',
  )
  await officer.post(
    `/v1/placements/${stay.id}/end`,
    { on: '2023-05-20', reason: 'CREQB', planned: false },
    any,
  )
  t.match(
    await officer.post('/v1/disruption-meetings', { ...meeting, heldOn: '2023-05-19' }),
    refusal('#/heldOn', 'meeting-after-ending'),
    'it had not ended then',
  )
  const actions = [{ what: 'Offer respite', ownerRole: 'Fostering manager', dueOn: '2023-07-01' }]
  t.match(await officer.post('/v1/disruption-meetings', { ...meeting, actions }), {
    status: 201,
    body: { childId: stay.childId, actions: [{ what: 'Offer respite', doneOn: null }] },
  })
})

t.test('a placement shows what surrounds it and the request that it answers', async (t) => {
  const child = await aChild(officer)
  const request = await aPlacementRequest(officer, { childIds: [child.id] })
  const link = { childId: child.id, requestId: request.id }
  const stay = await aPlacement(officer, { ...link, placementType: 'residential' })
  const wish = await aWish(officer, { childId: child.id, placementId: stay.id })
  await aWish(officer, { childId: child.id, wish: 'A bicycle.' })
  const consultation = await aConsultation(officer, link)
  const visit = await anIntroduction(officer, { childId: child.id, placementId: stay.id })
  await anIntroduction(officer, { childId: child.id })
  const { body } = await officer.get(`/v1/placements/${stay.id}`)
  const surroundings = body.surroundings as Record<string, { id: string }[]>
  const ids = (name: string) => surroundings[name]?.map(({ id }) => id)
  t.same(ids('wishes'), [wish.id], 'and not those about something else')
  t.same(ids('consultations'), [consultation.id])
  t.same(ids('introductions'), [visit.id])
  t.same(ids('disruptionMeetings'), [])
})

t.test('visits and wishes are kept with their history and published', async (t) => {
  const child = await aChild(officer)
  const visit = await anIntroduction(officer, { childId: child.id })
  const wish = await aWish(officer, { childId: child.id })
  await officer.patch(`/v1/introductions/${visit.id}`, { outcome: 'went-well' }, any)
  const { body } = await officer.get(`/v1/introductions/${visit.id}/versions`)
  t.match(body.items, [{ record: { outcome: null } }, { record: { outcome: 'went-well' } }])
  const events = await service.ownerPool.query<{ type: string }>(
    `select type from events where record_id = any($1) order by id`,
    [[visit.id, wish.id]],
  )
  t.same(
    events.rows.map(({ type }) => type),
    ['introduction.recorded', 'wish.recorded', 'introduction.changed'].map(
      (name) => `uk.sufficiency.${name}.v1`,
    ),
  )
})

t.test('a contact can be reached', async (t) => {
  const home = await aHome(officer)
  t.match(
    await officer.post('/v1/home-contacts', {
      homeId: home.id,
      office: 'Registered manager',
      purpose: 'Placements',
    }),
    refusal('#/phone', 'contact-can-be-reached'),
  )
})

t.test('others see the contacts of a shared home, but not of a shared household', async (t) => {
  const other = await service.as('placements', 'E08000007')
  const house = await aHome(officer, { shared: true })
  const household = await aHome(officer, {
    shared: true,
    kind: 'fostering-household',
    confidential: true,
  })
  const contact = await aHomeContact(officer, { homeId: house.id })
  await aHomeContact(officer, { homeId: household.id })
  t.match((await other.get(`/v1/home-contacts?homeId=${house.id}`)).body.items, [{ id: contact.id }])
  t.same((await other.get(`/v1/home-contacts?homeId=${household.id}`)).body.items, [])
  t.match(await other.patch(`/v1/home-contacts/${contact.id}`, { purpose: 'Ours' }, any), { status: 404 })
  await aConsultation(other, { homeId: house.id })
})

t.test('an address is shown to those who must drive there', async (t) => {
  const address = '12 Mill Lane, Crewe'
  const home = await aHome(officer, { kind: 'fostering-household', confidential: true, address })
  t.match((await officer.get(`/v1/homes/${home.id}`)).body, { address: null, postcode: null })
  t.match((await (await service.as('duty')).get(`/v1/homes/${home.id}`)).body, { address })
})
