import t, { type Test } from 'tap'
import { testApp, type Answer, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aHome,
  aLegalStatus,
  aPlacement,
  aPanelCase,
} from '../../support/builders.ts'

/** A placement put right by one call: boundaries, starts, ends, moves, Staying Put. */

let today = '2023-12-01'
const service = await testApp(t, { clock: () => new Date(`${today}T12:00:00Z`), listen: true })
const admin = await service.as('admin')
const any = { 'if-match': '*' }
const why = { reason: 'It was recorded wrongly.' }

const placementOf = async (id: string) => (await admin.get(`/v1/placements/${id}`)).body
const act = (id: string, action: string, body: object) =>
  admin.post(`/v1/placements/${id}/${action}`, body, any)
/** The fields of a record that say what is: not its version, nor what is derived from other records. */
const derivedFields = ['version', 'updatedAt', 'actions', 'corrections', 'gates', 'brokenMusts']
const content = (body: Body) =>
  Object.fromEntries(Object.entries(body).filter(([field]) => !derivedFields.includes(field)))
const correction = (body: Body, action: string) =>
  (body.corrections as { action: string; open: boolean; why: string | null }[]).find(
    (state) => state.action === action,
  )
const refuses = async (t: Test, answer: Promise<Answer<Body>>, words: RegExp) =>
  t.match(await answer, { status: 409, body: { type: '/problems/action-not-open', detail: words } })

/** A child moved on 2023-06-01 from one bed to another. */
async function aMove() {
  const { id: childId } = await aChild(admin)
  const [bed, second] = [await aBed(admin), await aBed(admin)]
  const placement = await aPlacement(admin, { childId, bedId: bed.id, startedOn: '2023-01-10' })
  const original = await placementOf(placement.id)
  const move = { on: '2023-06-01', bedId: second.id, reason: 'CARPL', planned: true, keepsSchool: true }
  const arrival = await act(placement.id, 'move', move)
  if (arrival.status !== 201) throw new Error(JSON.stringify(arrival.body))
  return { childId, bed, second, original, from: placement.id, to: arrival.body.id }
}

t.test('a boundary is moved by one call, either way, and no night is nowhere', async (t) => {
  const { childId, from, to } = await aMove()
  const night = async (day: string) =>
    (await admin.get(`/v1/placements?childId=${childId}&asAt=${day}`)).body.items.map(({ id }) => id)
  for (const day of ['2023-07-20', '2023-03-05']) {
    const result = await act(from, 'boundary', { on: day, ...why })
    t.match(result, { status: 200, body: { id: from, endedOn: day, endReason: 'CARPL', movedToId: to } })
    t.match(await placementOf(to), { startedOn: day, movedFromId: from })
    t.same([await night('2023-03-04'), await night(day)], [[from], [to]])
    t.same(await night('2023-07-19'), [day === '2023-07-20' ? from : to])
  }
  const versions = (await admin.get(`/v1/placements/${to}/versions`)).body.items
  t.match(versions.at(-1), {
    reason: why.reason,
    occurredOn: '2023-03-05',
    record: { startedOn: '2023-03-05' },
  })
})

t.test('both or neither: where a bed is taken, nothing moves', async (t) => {
  const { bed, from, to } = await aMove()
  const other = await aPlacement(admin, { bedId: bed.id, startedOn: '2023-06-05', endedOn: '2023-06-20' })
  const refusal = await act(from, 'boundary', { on: '2023-06-10', ...why })
  t.match(refusal, { status: 409, body: { type: '/problems/bed-in-use' } })
  t.match(await placementOf(from), { endedOn: '2023-06-01' })
  t.match(await placementOf(to), { startedOn: '2023-06-01' })
  t.match(await act(from, 'boundary', { on: '2023-06-05', ...why }), { status: 200 })
  t.match(await placementOf(other.id), { startedOn: '2023-06-05' })
})

t.test('a boundary leaves a night to each of the two, and is of what has happened', async (t) => {
  const { from, to } = await aMove()
  const faults = async (day: string) =>
    (await act(from, 'boundary', { on: day, ...why })).body.errors?.[0]?.code
  t.same(
    [await faults('2023-01-10'), await faults('2023-12-02'), await faults('2023-06-01')],
    ['no-night-left', 'in-future', 'no-change'],
  )
  await act(to, 'end', { on: '2023-09-01', planned: true })
  t.equal(await faults('2023-09-01'), 'no-night-left')
  await refuses(t, act(to, 'boundary', { on: '2023-08-01', ...why }), /No placement begins/)
})

t.test('absences go with the placement in which they begin', async (t) => {
  const { childId, from, to } = await aMove()
  const stay = { childId, placementType: 'temporary', placeCode: 'T1' }
  await act(to, 'absences', {
    placementType: 'temporary',
    placeCode: 'T1',
    from: '2023-07-01',
    to: '2023-07-05',
  })
  const [absence] = (await admin.get(`/v1/placements?childId=${childId}&placementType=temporary`)).body.items
  t.match(absence, { ...stay, absenceFromId: to })
  await act(from, 'boundary', { on: '2023-07-04', ...why })
  t.match(await placementOf(absence?.id ?? ''), { absenceFromId: from, startedOn: '2023-07-01' })
  await act(from, 'boundary', { on: '2023-07-01', ...why })
  t.match(await placementOf(absence?.id ?? ''), { absenceFromId: to })
})

t.test('two placements that were recorded one after the other have a boundary too', async (t) => {
  const { id: childId } = await aChild(admin)
  const first = await aPlacement(admin, { childId, endedOn: '2023-06-01' })
  const second = await aPlacement(admin, { childId, startedOn: '2023-06-01' })
  t.match(await act(first.id, 'boundary', { on: '2023-05-01', ...why }), { body: { endedOn: '2023-05-01' } })
  t.match(await placementOf(second.id), { startedOn: '2023-05-01' })
})

t.test('an end undone: the child is there still; and whatever stands in the way is named', async (t) => {
  const placement = await aPlacement(admin, { bedId: (await aBed(admin)).id })
  await refuses(t, act(placement.id, 'end-undo', why), /has not ended/)
  await act(placement.id, 'end', { on: '2023-06-01', reason: 'ALLEG', planned: false })
  const result = await act(placement.id, 'end-undo', why)
  t.equal(result.status, 200, JSON.stringify(result.body))
  t.same(content(result.body), content(placement))
  await act(placement.id, 'end', { on: '2023-06-01', planned: true })
  await aPlacement(admin, { bedId: placement.bedId, startedOn: '2023-08-01' })
  t.match(await act(placement.id, 'end-undo', why), { status: 409, body: { type: '/problems/bed-in-use' } })
  const back = await aPlacement(admin, { childId: placement.childId, startedOn: '2023-06-01' })
  await refuses(t, act(placement.id, 'end-undo', why), /move the boundary/)
  t.match(correction(await placementOf(placement.id), 'end-undo'), { open: false, why: /move the boundary/ })
  t.equal((await admin.del(`/v1/placements/${back.id}`, any)).status, 204)
})

t.test('with the end of a placement the end of care on that day is undone, but not a death', async (t) => {
  const { id: childId } = await aChild(admin)
  const care = await aCarePeriod(admin, { childId })
  const status = await aLegalStatus(admin, { childId })
  const placement = await aPlacement(admin, { childId })
  const leave = async (endReason: string) => {
    await act(placement.id, 'end', { on: '2023-06-01', planned: true })
    await admin.patch(`/v1/legal-statuses/${status.id}`, { endedOn: '2023-06-01' }, any)
    await admin.patch(`/v1/care-periods/${care.id}`, { endedOn: '2023-06-01', endReason }, any)
  }
  await leave('E4A')
  t.equal((await act(placement.id, 'end-undo', why)).status, 200)
  t.match((await admin.get(`/v1/care-periods/${care.id}`)).body, { endedOn: null, endReason: null })
  t.match((await admin.get(`/v1/legal-statuses/${status.id}`)).body, { endedOn: null })
  await leave('E2')
  await refuses(t, act(placement.id, 'end-undo', why), /death/)
})

t.test('a start undone: planned again, in its bed', async (t) => {
  const placement = await aPlacement(admin, { bedId: (await aBed(admin)).id, plannedFrom: '2023-11-01' })
  const plan = await placementOf(placement.id)
  await refuses(t, act(placement.id, 'start-undo', why), /has not started/)
  t.equal((await act(placement.id, 'start', { on: '2023-11-02' })).status, 200)
  const result = await act(placement.id, 'start-undo', why)
  t.match(result, { status: 200, body: { status: 'planned', startedOn: null } })
  t.same(content(result.body), content(plan))
  await act(placement.id, 'start', { on: '2023-11-02' })
  await act(placement.id, 'absences', {
    placementType: 'temporary',
    placeCode: 'T2',
    from: '2023-11-10',
    to: null,
  })
  await refuses(t, act(placement.id, 'start-undo', why), /lies over it/)
})

t.test('a move undone, from either end: the child is where it was', async (t) => {
  for (const end of ['from', 'to'] as const) {
    const { from, to, second, original } = await aMove()
    const result = await act(end === 'from' ? from : to, end === 'from' ? 'end-undo' : 'start-undo', why)
    t.equal(result.status, 200, JSON.stringify(result.body))
    t.same(content(result.body), content(original))
    t.equal((await admin.get(`/v1/placements/${to}`)).status, 404)
    t.match((await admin.get(`/v1/placements/${to}/versions`)).body.items.at(-1), {
      change: 'removed',
      ...why,
    })
    await aPlacement(admin, { bedId: second.id, startedOn: '2023-06-02' })
  }
})

t.test('a move to an agreed placement undone leaves that agreed', async (t) => {
  const { id: childId } = await aChild(admin)
  const placement = await aPlacement(admin, { childId, plannedTo: '2023-11-20' })
  const plan = await aPlacement(admin, {
    childId,
    bedId: (await aBed(admin)).id,
    plannedFrom: '2023-11-20',
    keepsSchool: true,
  })
  const move = { on: '2023-11-20', placementId: plan.id, reason: 'CARPL', planned: true }
  t.equal((await act(placement.id, 'move', move)).status, 201)
  t.equal((await act(placement.id, 'end-undo', why)).status, 200)
  t.match(await placementOf(plan.id), { status: 'planned', startedOn: null, movedFromId: null })
  t.match(await placementOf(placement.id), { endedOn: null, movedToId: null, status: 'overdue' })
})

t.test('a move is not undone under what stands on it', async (t) => {
  const { childId, from, to } = await aMove()
  await act(to, 'end', { on: '2023-07-01', planned: true })
  await refuses(t, act(from, 'end-undo', why), /ended as well: undo that end first/)
  await refuses(t, act(to, 'start-undo', why), /has ended: undo that first/)
  await act(to, 'end-undo', why)
  const panelCase = await aPanelCase(admin, { childId })
  const decision = { outcome: 'agreed', reasons: 'Settled', chairRole: 'Head of service', on: '2023-12-01' }
  for (const [action, body] of Object.entries({
    options: { direction: 'stability', from: '2023-12-04' },
    decision,
    links: { placementId: to },
  })) {
    const answer = await admin.post(`/v1/panel-cases/${panelCase.id}/${action}`, body, any)
    t.ok(answer.status < 300, JSON.stringify(answer.body))
  }
  await refuses(t, act(from, 'end-undo', why), /panel decision links/)
  await refuses(t, act(to, 'start-undo', why), /panel decision links/)
})

/** A young person in foster care who is 18 on 2024-03-01. */
async function aFosteredYoungPerson() {
  const home = await aHome(admin, { kind: 'fostering-household', confidential: true, registeredPlaces: 2 })
  const bed = await aBed(admin, { homeId: home.id })
  const { id: childId } = await aChild(admin, { dateOfBirth: '2006-03-01' })
  const care = await aCarePeriod(admin, { childId })
  const status = await aLegalStatus(admin, { childId })
  const foster = await aPlacement(admin, { childId, bedId: bed.id, placementType: 'ifa' })
  return {
    childId,
    bed,
    careUrl: `/v1/care-periods/${care.id}`,
    statusUrl: `/v1/legal-statuses/${status.id}`,
    foster,
  }
}

t.test(
  'Staying Put agreed at 17½ begins by itself at 18, in every list and figure; undone, it never was',
  async (t) => {
    const { childId, bed, careUrl, statusUrl, foster } = await aFosteredYoungPerson()
    const counts = async () => {
      const body = (await admin.get(`/v1/measures/children-looked-after?asAt=${today}`)).body
      return (body.items[0]?.numerator ?? 0) as number
    }
    const list = async () =>
      (await admin.get(`/v1/placements?childId=${childId}`)).body.items
        .map(({ placementType, status }) => `${placementType as string} ${status as string}`)
        .sort()
    today = '2023-08-31'
    await refuses(t, act(foster.id, 'staying-put', { on: '2024-03-01' }), /17½/)
    today = '2023-12-01'
    const others = (await counts()) - 1
    t.match(await act(foster.id, 'staying-put', { on: '2024-02-01' }), { status: 422 })
    t.match(await act(foster.id, 'staying-put', { on: '2024-03-02' }), { status: 422 })
    const original = await placementOf(foster.id)
    const decision = await act(foster.id, 'staying-put', { on: '2024-03-01' })
    t.match(decision, {
      status: 201,
      body: { status: 'planned', placementType: 'staying-put', bedId: bed.id },
    })
    t.same(await list(), ['ifa current', 'staying-put planned'])
    t.equal((await counts()) - others, 1)
    t.equal(
      (await admin.get(`/v1/children?asAt=${today}&limit=500`)).body.items.some(({ id }) => id === childId),
      true,
    )

    today = '2024-02-29'
    t.same(await list(), ['ifa current', 'staying-put planned'])
    t.equal((await counts()) - others, 1)
    today = '2024-03-01'
    t.same(await list(), ['ifa ended', 'staying-put current'])
    t.equal((await counts()) - others, 0)
    t.match((await admin.get(careUrl)).body, { endedOn: '2024-03-01', endReason: 'E17' })

    today = '2023-12-01'
    const result = await act(decision.body.id, 'staying-put-undo', why)
    t.equal(result.status, 200, JSON.stringify(result.body))
    t.same(content(result.body), content(original))
    t.match((await admin.get(careUrl)).body, { endedOn: null, endReason: null })
    t.match((await admin.get(statusUrl)).body, { endedOn: null })
    t.same(await list(), ['ifa current'])
    today = '2024-03-02'
    t.same(await list(), ['ifa current'])
    today = '2023-12-01'
  },
)

t.test(
  'while Staying Put is agreed, the young person may be in hospital, but not moved: it is undone first',
  async (t) => {
    const { foster } = await aFosteredYoungPerson()
    const decision = await act(foster.id, 'staying-put', { on: '2024-03-01' })
    await refuses(t, act(foster.id, 'end', { on: '2023-12-01', planned: true }), /undo that first/)
    await refuses(t, act(foster.id, 'end-undo', why), /Staying Put follows it/)
    await refuses(t, act(foster.id, 'boundary', { on: '2023-11-01', ...why }), /undo that instead/)
    await refuses(t, act(decision.body.id, 'start-undo', why), /undo that instead/)
    const hospital = { placementType: 'temporary', placeCode: 'T1', from: '2023-12-01', to: null }
    t.equal((await act(foster.id, 'absences', hospital)).status, 201)
  },
)

t.test('a boundary with Staying Put takes the end of care along, not before 18', async (t) => {
  const { careUrl, statusUrl, foster } = await aFosteredYoungPerson()
  today = '2024-04-15'
  const stays = await act(foster.id, 'staying-put', { on: '2024-04-01' })
  t.equal(stays.status, 201, JSON.stringify(stays.body))
  for (const day of ['2024-04-10', '2024-03-01']) {
    t.equal((await act(foster.id, 'boundary', { on: day, ...why })).status, 200)
    t.match((await admin.get(careUrl)).body, { endedOn: day, endReason: 'E17' })
    t.match((await admin.get(statusUrl)).body, { endedOn: day })
    t.match(await placementOf(stays.body.id), { startedOn: day })
  }
  t.match(await act(foster.id, 'boundary', { on: '2024-02-29', ...why }), {
    status: 422,
    body: { errors: [{ pointer: '#/on', code: 'under-18' }] },
  })
  today = '2023-12-01'
})

t.test('of two corrections at once, one is made and the other told that it changed', async (t) => {
  for (let round = 0; round < 6; round++) {
    const { from, to, childId } = await aMove()
    const [v, w] = [(await placementOf(from)).version, (await placementOf(to)).version]
    const answers = await Promise.all([
      admin.post(`/v1/placements/${from}/boundary`, { on: '2023-07-01', ...why }, { 'if-match': `"v${v}"` }),
      admin.post(`/v1/placements/${from}/end-undo`, why, { 'if-match': `"v${v}"` }),
      admin.post(`/v1/placements/${to}/start-undo`, why, { 'if-match': `"v${w}"` }),
    ])
    t.equal(
      answers.filter(({ status }) => status === 200).length,
      1,
      answers.map(({ status }) => status).join(),
    )
    t.same(
      answers.filter(({ status }) => status >= 500),
      [],
    )
    const items = (await admin.get(`/v1/placements?childId=${childId}&asAt=2023-08-01`)).body.items
    t.equal(items.length, 1, 'the child is in one place')
  }
})
