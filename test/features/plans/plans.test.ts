import { randomUUID } from 'node:crypto'
import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, type Body } from '../../support/app.ts'
import {
  aBed,
  aChildInCare,
  aHome,
  aPlacement,
  aPlacementRequest,
  aSiblingGroup,
} from '../../support/builders.ts'
import { moves, planOf, plansApp, resultOf, valueOf } from './support.ts'

/**
 * Three homes in Crewe, each with beds from 2018:
 *   Girls   two beds, takes girls alone, registered for 2
 *   Boys    one bed, takes boys alone, registered for 1
 *   Siblings two beds and a third from 2023-12-20, anyone, registered for 3
 */
const app = await plansApp(t)
const { officer } = app
const postcode = 'CW1 3CC'
const girls = await aHome(officer, { postcode, accepts: 'female', registeredPlaces: 2, ageFrom: 8 })
const boys = await aHome(officer, { postcode, accepts: 'male', registeredPlaces: 1, ageFrom: 8 })
const both = await aHome(officer, { postcode, registeredPlaces: 3, ageFrom: 8 })
const bedsOf = async (homeId: string, ...opens: string[]) => {
  const beds: Body[] = []
  for (const opensOn of opens) beds.push(await aBed(officer, { homeId, opensOn }))
  return beds.map(({ id }) => id)
}
const girlBeds = await bedsOf(girls.id, '2018-01-01', '2018-01-01')
const [boyBed] = await bedsOf(boys.id, '2018-01-01')
const [firstBed, secondBed, laterBed] = await bedsOf(both.id, '2018-01-01', '2018-01-01', '2023-12-20')

const girl = (fields = {}) => aChildInCare(officer, { sex: 'female', homePostcode: postcode, ...fields })
const boy = (fields = {}) => aChildInCare(officer, { sex: 'male', homePostcode: postcode, ...fields })
const from = '2023-12-04'
const needOf = (...children: Body[]) => ({ children: children.map(({ id }) => ({ childId: id })), from })

await t.test(
  'every child assigned is one to whom an ordinary search offers that bed on that day',
  async (t) => {
    const children = [await girl(), await girl(), await boy(), await boy(), await boy()]
    const result = await resultOf(officer, { needs: children.map((child) => needOf(child)) })
    // Six beds, four of them open to the boys: all five children fit, one of the boys not before 20 December.
    t.equal(valueOf(result, 'placed'), 5)
    t.equal(result.status, 'best')
    t.equal(new Set(result.assignments.map(({ bedId }) => bedId)).size, 5, 'no bed used twice')
    for (const { childId, bedId, from: day, score } of result.assignments) {
      const search = { children: [{ childId }], from: day, limit: 100 }
      const { body } = await officer.post<{ items: { bed: { id: string }; score: number }[] }>(
        '/v1/vacancy-searches',
        search,
      )
      const option = body.items.find(({ bed }) => bed.id === bedId)
      t.equal(option?.score, score, 'with the points that the search gives')
    }
  },
)

await t.test(
  'siblings go to one home on one day, unless they are listed apart and told to be as listed',
  async (t) => {
    const group = await aSiblingGroup(officer)
    const [sister, brother] = [
      await girl({ siblingGroupId: group.id }),
      await boy({ siblingGroupId: group.id }),
    ]
    const needs = [needOf(sister), needOf(brother)]
    const together = await resultOf(officer, { needs })
    t.same(
      together.assignments.map(({ homeId, from: day }) => [homeId, day]),
      [
        [both.id, from],
        [both.id, from],
      ],
    )
    t.same(together.assignments.map(({ bedId }) => bedId).sort(), [firstBed, secondBed].sort())
    const placedOf = async (...types: string[][]) =>
      valueOf(
        await resultOf(officer, { needs: needs.map((need, index) => ({ ...need, types: types[index] })) }),
        'placed',
      )
    t.equal(await placedOf(['residential', 'ifa'], ['residential']), 2, 'in what both may be offered')
    t.equal(await placedOf(['residential'], ['ifa']), 0, 'where they share nothing, in nothing')
    const third = await boy()
    const full = { needs: [...needs, needOf(third), needOf(await boy())], lastStart: '2023-12-10' }
    const apart = await resultOf(officer, { ...full, siblings: 'as-listed' })
    t.equal(valueOf(apart, 'placed'), 4, 'the sister with the girls makes room for another boy')
    t.equal(valueOf(await resultOf(officer, full), 'placed'), 3)
  },
)

await t.test('two children who must not live together never do, on record or as the plan says', async (t) => {
  const [one, other] = [await boy(), await boy()]
  const needs = [one, other].map((child) => ({ ...needOf(child), types: ['residential'] }))
  const question = { needs: [...needs, needOf(await boy())], lastStart: '2023-12-10' }
  t.equal(valueOf(await resultOf(officer, question), 'placed'), 3)
  const resultApart = await resultOf(officer, { ...question, apart: [[one.id, other.id]] })
  const homes = new Map(resultApart.assignments.map(({ childId, homeId }) => [childId, homeId]))
  t.not(homes.get(one.id), homes.get(other.id))
  t.equal(valueOf(resultApart, 'placed'), 3, 'one of them goes to the boys')
  const separation = await officer.post('/v1/separations', {
    childId: one.id,
    otherChildId: other.id,
    category: 'assessment',
    fromOn: '2023-01-01',
  })
  t.equal(separation.status, 201, JSON.stringify(separation.body))
  const resultOnRecord = await resultOf(officer, question)
  const then = new Map(resultOnRecord.assignments.map(({ childId, homeId }) => [childId, homeId]))
  t.not(then.get(one.id), then.get(other.id))
})

await t.test(
  'who stays unplaced is told why: what rules them out, or who has what they could have',
  async (t) => {
    const young = await boy({ dateOfBirth: '2020-01-01' })
    const boysAll = [await boy(), await boy(), await boy(), await boy(), await boy()]
    const result = await resultOf(officer, { needs: [...boysAll, young].map((child) => needOf(child)) })
    t.equal(valueOf(result, 'placed'), 4, 'one bed for boys, and three for anyone')
    const reasons = new Map(result.unplaced.map((entry) => [entry.childIds[0], entry]))
    const reason = reasons.get(young.id)
    t.match(reason, { reason: 'ruled-out', options: 0 })
    t.equal(reason?.excluded[0]?.criterion, 'age-within-registration')
    const [takenReason] = [...reasons.values()].filter(({ childIds }) => childIds[0] !== young.id)
    t.match(takenReason, { reason: 'taken', inTheWay: [{ rule: 'bed-in-one-use' }] })
    const others = boysAll.map(({ id }) => id).filter((id) => id !== takenReason?.childIds[0])
    t.same([...(takenReason?.inTheWay[0]?.childIds ?? [])].sort(), others.sort())
  },
)

await t.test(
  'a child who is asked to move leaves the bed to another from that day; nobody else is disturbed',
  async (t) => {
    const lodger = await boy()
    const resident = await girl()
    await aPlacement(officer, { childId: lodger.id, bedId: firstBed, startedOn: '2023-01-10' })
    await aPlacement(officer, { childId: resident.id, bedId: secondBed, startedOn: '2023-01-10' })
    const group = await aSiblingGroup(officer)
    const boysTogether = [await boy({ siblingGroupId: group.id }), await boy({ siblingGroupId: group.id })]
    const pair = { ...needOf(...boysTogether), waitingSince: '2023-01-01' }
    const planResult = await resultOf(officer, { needs: [pair] })
    t.same(moves(planResult), [], 'one bed of the home is free for two')
    const result = await resultOf(officer, { needs: [pair, needOf(lodger)] })
    const where = Object.fromEntries(result.assignments.map(({ childId, bedId }) => [childId, bedId]))
    t.equal(where[lodger.id], boyBed)
    t.same(boysTogether.map(({ id }) => where[id]).sort(), [firstBed, laterBed].sort())
    t.notOk(result.assignments.some(({ bedId }) => bedId === secondBed))
    // Greedy places those who have waited longest first, before the bed is vacated.
    t.equal(result.greedy.find(({ objective }) => objective === 'placed')?.value, 1)
    t.equal(valueOf(result, 'placed'), 3)
  },
)

await t.test('what if a home opened: what it adds is told, and nothing is recorded', async (t) => {
  const children = [await girl(), await girl(), await girl(), await girl()]
  const open = { name: 'New', kind: 'childrens-home', postcode, beds: 2, from: '2023-12-11', weeklyFee: 4000 }
  const result = await resultOf(officer, {
    needs: children.map((child) => needOf(child)),
    lastStart: '2023-12-15',
    alternatives: [{ title: 'Two more beds', open: [open] }],
  })
  // The two beds for girls are free; in the home for anyone two beds are taken, and the third opens too late.
  t.equal(valueOf(result, 'placed'), 2)
  const [more] = result.alternatives
  t.equal(more?.difference.find(({ objective }) => objective === 'placed')?.difference, 2)
  t.equal(more?.newlyPlaced.length, 2)
  t.ok(
    more?.assignments
      .filter(({ supposed: isSupposed }) => isSupposed)
      .every(
        ({ home, from: day, weeklyCost }) => home === 'New' && day === '2023-12-11' && weeklyCost === 4000,
      ),
  )
  t.same(result.assignments.map(({ bedId }) => bedId).sort(), [...girlBeds].sort())
  const homes = await officer.get<{ items: Body[] }>('/v1/homes?limit=500')
  t.notOk(homes.body.items.some(({ name }) => name === 'New'))
})

await t.test('every request that waits is planned, and the same is planned again', async (t) => {
  const waitingChild = await girl()
  await aPlacementRequest(officer, { childIds: [waitingChild.id] })
  const late = await aPlacementRequest(officer, { childIds: [(await girl()).id], neededFrom: '2024-06-01' })
  const first = await resultOf(officer, { waiting: true })
  t.ok(first.assignments.some(({ childId }) => childId === waitingChild.id))
  t.same(
    first.skipped.map(({ requestId }) => requestId),
    [late.id],
  )
  t.same(moves(await resultOf(officer, { waiting: true })), moves(first))
})

await t.test('a plan is seen by its authority alone, and made once for a key', async (t) => {
  const body = { needs: [needOf(await girl())], lastStart: '2024-01-31' }
  const key = { 'idempotency-key': randomUUID() }
  const plan = await officer.post('/v1/plans', body, key)
  t.equal(plan.headers.location, `/v1/plans/${plan.body.id}`)
  t.equal((await officer.post('/v1/plans', body, key)).body.id, plan.body.id)
  const other = await app.as('placements', STOCKPORT)
  t.equal((await other.get(`/v1/plans/${plan.body.id}`)).status, 404)
  t.equal((await other.post(`/v1/plans/${plan.body.id}/cancel`)).status, 404)
  t.same((await other.get('/v1/plans')).body.items, [])
  t.equal((await (await app.as('bi', CHESHIRE_EAST)).get(`/v1/plans/${plan.body.id}`)).status, 403)
})

await t.test('what cannot be planned is told with its field', async (t) => {
  const child = await girl()
  const faults: [body: Record<string, unknown>, status: number, pointer: string][] = [
    [{ needs: [] }, 400, '#/needs'],
    [{ needs: [needOf(child), needOf(child)] }, 422, '#/needs/1/children/0/childId'],
    [{ needs: [{ ...needOf(child), children: [{ age: 9, sex: 'male' }] }] }, 400, '#/needs/0/children'],
    [{ needs: [needOf({ ...child, id: randomUUID() })] }, 422, '#/needs/0/children/0/childId'],
    [{ needs: [needOf(child)], aim: { order: ['distance', 'placed'] } }, 400, '#/aim/order'],
    [{ needs: [needOf(child)], aim: { weights: { cost: 1 } } }, 400, '#/aim/weights'],
    [{ needs: [needOf(child)], lastStart: '2023-12-01' }, 400, '#/lastStart'],
  ]
  for (const [body, status, pointer] of faults) {
    const answer = await officer.post('/v1/plans', { lastStart: '2024-01-31', ...body })
    t.equal(answer.status, status, JSON.stringify(answer.body))
    t.ok(
      answer.body.errors.some((error) => error.pointer === pointer),
      pointer,
    )
  }
})

await t.test('a plan that is cancelled stays so; one that is done cannot be', async (t) => {
  const needs = [needOf(await girl())]
  const first = await officer.post('/v1/plans', { needs, lastStart: '2024-01-31' })
  const second = await officer.post('/v1/plans', { needs, lastStart: '2024-01-31' })
  const cancellation = await officer.post(`/v1/plans/${second.body.id}/cancel`)
  t.match(cancellation, { status: 200, body: { status: 'cancelled', result: null } })
  t.equal((await officer.post(`/v1/plans/${second.body.id}/cancel`)).status, 200)
  const finishedPlan = await planOf(officer, { needs })
  t.equal(finishedPlan.status, 'done')
  t.equal((await officer.get(`/v1/plans/${second.body.id}`)).body.status, 'cancelled')
  t.match(await officer.post(`/v1/plans/${String(finishedPlan.id)}/cancel`), { status: 409 })
  t.equal((await officer.get(`/v1/plans/${first.body.id}`)).body.status, 'done')
  const { body } = await officer.get<{ inputs: { needs: unknown[] } }>(
    `/v1/plans/${String(finishedPlan.id)}/inputs`,
  )
  t.equal(body.inputs.needs.length, 1)
})
