import t from 'tap'
import {
  aBed,
  aChildInCare,
  aHome,
  aPlacementRequest,
  aRestriction,
  aSiblingGroup,
} from '../../support/builders.ts'
import { inHours } from '../../support/placing.ts'
import { plansApp, planOf, type Plan } from './support.ts'

/**
 * Two homes in Crewe that take anyone from 8 to 17: Pair has two beds, Single one. Ann and Ben are brother and sister,
 * of two requests; Cat waits for a home as well. So the plan is Ann and Ben to Pair, and Cat to Single.
 */
const app = await plansApp(t)
const { officer } = app
const postcode = 'CW1 3CC'
const pair = await aHome(officer, { name: 'Pair', postcode, ageFrom: 8 })
const single = await aHome(officer, { name: 'Single', postcode, ageFrom: 8 })
for (const label of ['One', 'Two']) await aBed(officer, { homeId: pair.id, label })
const singleBed = await aBed(officer, { homeId: single.id, label: 'Only' })
const group = await aSiblingGroup(officer)
const ann = await aChildInCare(officer, { siblingGroupId: group.id, homePostcode: postcode })
const ben = await aChildInCare(officer, { siblingGroupId: group.id, homePostcode: postcode, sex: 'male' })
const cat = await aChildInCare(officer, { homePostcode: postcode })
const requests = new Map<string, string>()
for (const { id } of [ann, ben, cat])
  requests.set(id, (await aPlacementRequest(officer, { childIds: [id] })).id)

interface Held {
  held: { id: string; href: string; childIds: string[]; bedIds: string[]; requestId: string; from: string }[]
  stale: { childIds: string[]; code: string; detail: string }[]
}
const hold = (plan: Plan, fields: Record<string, unknown> = {}) =>
  officer.post<Held>(`/v1/plans/${plan.id}/holds`, { expiresAt: inHours(1), ...fields })
const release = async ({ held: proposals }: Held) => {
  for (const { id } of proposals) await officer.post(`/v1/holds/${id}/release`, {}, { 'if-match': '*' })
}
const holds = async () => (await officer.get('/v1/holds?status=held')).body.items.length
const planWaiting = () => planOf(officer, { waiting: true, lastStart: '2023-12-10' })

await t.test('what a plan proposes is held, each child for its own request, and can be agreed', async (t) => {
  const plan = await planWaiting()
  t.equal(plan.result?.assignments.length, 3)
  const answer = await hold(plan)
  t.equal(answer.status, 201, JSON.stringify(answer.body))
  t.same(answer.body.stale, [])
  t.same(
    new Map(answer.body.held.map(({ childIds, requestId }) => [childIds[0], requestId])),
    requests,
    'brother and sister in two holds, since they are of two requests',
  )
  const ofCat = answer.body.held.find(({ childIds }) => childIds[0] === cat.id)
  t.same(ofCat?.bedIds, [singleBed.id])
  const holdOfCat = await officer.get(ofCat?.href ?? '')
  t.match(holdOfCat.body, { status: 'held', from: '2023-12-04', beds: [{ childId: cat.id }] })
  t.match(await hold(plan), { status: 409 }, 'nobody waits any more')
  const agreement = await officer.post(`${ofCat?.href}/agreement`, {}, { 'if-match': '*' })
  const [placement] = agreement.body.placements as { id: string }[]
  await officer.post(
    `/v1/placements/${placement?.id}/withdrawal`,
    { on: '2023-12-01', reason: 'A test' },
    { 'if-match': '*' },
  )
  await release(answer.body)
})

await t.test('who goes together is held together, and only whom the plan places', async (t) => {
  const plan = await planWaiting()
  t.match(await hold(plan, { childIds: [cat.id, ann.id] }), {
    status: 422,
    body: { errors: [{ pointer: '#/childIds/1', code: 'together' }] },
  })
  t.match(await hold(plan, { childIds: [(await aChildInCare(officer)).id] }), {
    status: 422,
    body: { errors: [{ pointer: '#/childIds/0', code: 'not-placed' }] },
  })
  t.match(await hold(plan, { expiresAt: inHours(-1) }), {
    status: 422,
    body: { errors: [{ pointer: '#/expiresAt' }] },
  })
  t.equal(await holds(), 0)
  const both = await hold(plan, { childIds: [ben.id, ann.id] })
  t.same(both.body.held.flatMap(({ childIds }) => childIds).sort(), [ann.id, ben.id].sort())
  await release(both.body)
})

await t.test('a bed taken meanwhile is a conflict that names it, and nothing is held', async (t) => {
  const plan = await planWaiting()
  const otherHold = await officer.post('/v1/holds', {
    beds: [{ bedId: singleBed.id, childId: (await aChildInCare(officer)).id }],
    from: '2023-12-05',
    to: '2023-12-06',
    expiresAt: inHours(1),
  })
  const refusal = await hold(plan)
  t.match(refusal, { status: 409, body: { errors: [{ code: 'in-use' }] } })
  t.match(JSON.stringify(refusal.body), /Single, Only, from 4 December 2023/)
  for (const { id } of [ann, ben, cat]) t.notMatch(JSON.stringify(refusal.body), id, 'no child is named')
  t.equal(await holds(), 1, 'but the other')
  const rest = await hold(plan, { onlyWhatStands: true })
  t.equal(rest.status, 201)
  t.match(rest.body.stale, [{ childIds: [cat.id], code: 'in-use' }])
  t.same(rest.body.held.flatMap(({ childIds }) => childIds).sort(), [ann.id, ben.id].sort())
  await release(rest.body)
  await officer.post(`/v1/holds/${otherHold.body.id}/release`, {}, { 'if-match': '*' })
})

await t.test('a home suspended meanwhile, or children kept apart, no longer stand', async (t) => {
  const plan = await planWaiting()
  const restriction = await aRestriction(officer, { homeId: single.id })
  t.match(await hold(plan), { status: 409, body: { errors: [{ detail: /a rule keeps it out/ }] } })
  await officer.del(`/v1/home-restrictions/${restriction.id}`, { 'if-match': '*' })
  const separation = { childId: ann.id, otherChildId: ben.id, category: 'harm', fromOn: '2023-01-01' }
  t.equal((await officer.post('/v1/separations', separation)).status, 201)
  const rest = await hold(plan, { onlyWhatStands: true })
  t.match(rest.body, { held: [{ childIds: [cat.id] }], stale: [{ code: 'conflict' }] })
  t.same([...(rest.body.stale[0]?.childIds ?? [])].sort(), [ann.id, ben.id].sort())
})

await t.test('only who may place holds; a plan that is not done proposes nothing', async (t) => {
  const plan = await planWaiting()
  const panel = await app.as('panel')
  t.equal((await panel.post(`/v1/plans/${plan.id}/holds`, { expiresAt: inHours(1) })).status, 403)
  const stockport = await app.as('placements', 'E08000007')
  t.equal((await stockport.post(`/v1/plans/${plan.id}/holds`, { expiresAt: inHours(1) })).status, 404)
  await app.ownerPool.query(`update plans set status = 'failed', result = null, detail = 'x' where id = $1`, [
    plan.id,
  ])
  t.match(await hold(plan), { status: 409, body: { detail: 'The plan is failed.' } })
})
