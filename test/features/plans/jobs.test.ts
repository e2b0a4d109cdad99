import t from 'tap'
import { CHESHIRE_EAST } from '../../support/app.ts'
import { aBed, aChildInCare, aFee, aHome } from '../../support/builders.ts'
import { finishedPlan, planOf, plansApp, resultOf, valueOf, type Plan } from './support.ts'

/** Plans as jobs: cancelled while running, abandoned by a process that died, their events; and the caller's aim. */
const app = await plansApp(t)
const { officer, ownerPool } = app
const from = '2023-12-04'

/**
 * Two homes with a bed for each of 70 children, of whom 200 pairs must not live together. Placing as many as possible is
 * the maximum induced bipartite subgraph problem, which is NP-hard: the solver is still at work when it is cancelled.
 */
async function hardQuestion(): Promise<Record<string, unknown>> {
  const { rows } = await ownerPool.query<{ id: string }>(
    `with child as (
       insert into children (authority_code, reference, date_of_birth, sex)
       select $1, 'HARD-' || n, '2013-06-15', 'female' from generate_series(1, 70) n returning id),
     provider as (
       insert into providers (authority_code, name, sector) values ($1, 'Hard', 'private') returning id),
     home as (
       insert into homes (authority_code, provider_id, name, kind, postcode, opens_on, registered_on)
       select $1, provider.id, 'Hard ' || n, 'childrens-home', 'CW13CC', '2018-01-01', '2018-01-01' from provider, generate_series(1, 2) n
       returning id),
     bed as (
       insert into beds (authority_code, home_id, label, opens_on)
       select $1, home.id, 'Bed ' || n, '2018-01-01' from home, generate_series(1, 70) n)
     select id from child order by id`,
    [CHESHIRE_EAST],
  )
  const ids = rows.map(({ id }) => id)
  // Pseudo-random pairs, the same in every run.
  let chance = 1
  const anyOf = (count: number) => (chance = (chance * 16807) % 2147483647) % count
  const apart = new Map<string, [string, string]>()
  while (apart.size < 200) {
    const [one, other] = [anyOf(70), anyOf(70)]
    if (one !== other) apart.set([one, other].sort().join(), [ids[one]!, ids[other]!])
  }
  return {
    needs: ids.map((childId) => ({ children: [{ childId }], from })),
    apart: [...apart.values()],
    lastStart: from,
    seconds: 600,
  }
}

const solving = async (id: string): Promise<Plan> => {
  for (;;) {
    const { body } = await officer.get<Plan>(`/v1/plans/${id}`)
    if (body.status !== 'queued' && body.status !== 'running') return body
    if ((body.progress as { step: string } | null)?.step === 'solving') return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
const eventsOf = async (id: unknown) => {
  const { rows } = await ownerPool.query<{ type: string; data: object }>(
    `select type, data from events where record_type = 'plans' and record_id = $1 order by id`,
    [id],
  )
  return rows.map(({ type, data }) => [type.split('.')[3], data] as const)
}

await t.test('a plan that the solver is at work on is stopped, and the next is made at once', async (t) => {
  const plan = await officer.post('/v1/plans', { ...(await hardQuestion()) })
  t.equal(plan.status, 202)
  const { id } = plan.body
  t.match(await solving(id), { status: 'running', progress: { step: 'solving', objective: 'placed' } })
  const child = await aChildInCare(officer)
  const next = await officer.post('/v1/plans', {
    needs: [{ children: [{ childId: child.id }], from }],
    lastStart: from,
  })
  t.match((await officer.get(`/v1/plans/${next.body.id}`)).body, { status: 'queued' }, 'one at a time')
  t.match(await officer.post(`/v1/plans/${id}/cancel`), { status: 200, body: { status: 'cancelled' } })
  t.equal(
    (await finishedPlan(officer, next.body.id)).status,
    'done',
    'long before the ten minutes of the first',
  )
  t.match((await officer.get(`/v1/plans/${id}`)).body, { status: 'cancelled', result: null, progress: null })
  t.same(
    (await eventsOf(id)).map(([type]) => type),
    ['requested', 'started', 'cancelled'],
  )
})

await t.test('what is made of a plan is told as it goes, and nothing of any child', async (t) => {
  const child = await aChildInCare(officer)
  const plan = await planOf(officer, { needs: [{ children: [{ childId: child.id }], from }] })
  t.same(await eventsOf(plan.id), [
    ['requested', { id: plan.id, version: 1 }],
    ['started', { id: plan.id, version: 2 }],
    ['finished', { id: plan.id, version: 3 }],
  ])
})

await t.test('a plan whose process died is told as failed, and can be asked for again', async (t) => {
  const child = await aChildInCare(officer)
  const needs = [{ children: [{ childId: child.id }], from }]
  const deadPlan = async (heartbeatAgo: string) => {
    const { rows } = await ownerPool.query<{ id: string }>(
      `insert into plans (authority_code, requested_by, asked, status, started_at, heartbeat_at)
       values ($1, 'someone', '{}', 'running', now() - interval '1 hour', now() - $2::interval) returning id`,
      [CHESHIRE_EAST, heartbeatAgo],
    )
    return rows[0]!.id
  }
  const [dead, alive] = [await deadPlan('31 seconds'), await deadPlan('20 seconds')]
  t.match((await officer.get(`/v1/plans/${dead}`)).body, { status: 'failed', detail: /Ask for it again/ })
  t.same((await eventsOf(dead)).at(-1)?.[0], 'failed')
  t.match((await officer.get(`/v1/plans/${alive}`)).body, { status: 'running' }, 'its process may be busy')
  t.equal((await planOf(officer, { needs })).status, 'done')
})

await t.test('the caller says what a good plan is', async (t) => {
  /**
   * Near is 0 miles from home at £5,000 a week, Far 2.5 miles at £3,000, each with one bed. One child, from 1 April 2024
   * on, when both open: nearest is Near, cheapest Far. With 10 a child, 1 a mile and 0.001 a pound, a week in Near is
   * worth 10 − 0 − 5 = 5 and in Far 10 − 2.5 − 3 = 4.5; with 0.002 a pound 0 and 1.5.
   */
  const where = { kind: 'childrens-home', capabilities: ['epilepsy'] }
  const nearHome = await aHome(officer, { ...where, name: 'Near', postcode: 'CW1 3CC' })
  const points = await ownerPool.query<{ postcode: string }>(
    `insert into postcodes (postcode, authority_code, country, easting, northing)
     select 'CW999ZZ', authority_code, 'E', easting + 4023, northing from postcodes where postcode = 'CW13CC'
     returning postcode`,
  )
  const far = await aHome(officer, { ...where, name: 'Far', postcode: points.rows[0]?.postcode })
  for (const [{ id: homeId }, weeklyFee] of [
    [nearHome, 5000],
    [far, 3000],
  ] as const) {
    await aBed(officer, { homeId, opensOn: '2024-04-01' })
    await aFee(officer, { homeId, weeklyFee })
  }
  const child = await aChildInCare(officer, { homePostcode: 'CW1 3CC' })
  const needs = [{ children: [{ childId: child.id, capabilities: ['epilepsy'] }], from: '2024-04-01' }]
  const planFor = async (aim: object) => {
    const result = await resultOf(officer, { needs, lastStart: '2024-04-01', aim })
    return [result.assignments[0]?.home, valueOf(result, 'distance'), valueOf(result, 'cost')]
  }
  t.same(await planFor({ order: ['placed', 'distance', 'cost'] }), ['Near', 0, 5000])
  t.same(await planFor({ order: ['placed', 'cost', 'distance'] }), ['Far', 2.5, 3000])
  t.same(await planFor({ weights: { placed: 10, distance: 1, cost: 0.001 } }), ['Near', 0, 5000])
  t.same(await planFor({ weights: { placed: 10, distance: 1, cost: 0.002 } }), ['Far', 2.5, 3000])
  const dear = { weights: { placed: 1, cost: 0.001 } } // 1 − 3 is less than nothing
  const none = await resultOf(officer, { needs, lastStart: '2024-04-01', aim: dear })
  t.match(none, { assignments: [], unplaced: [{ reason: 'not-worth-it' }] })
})
