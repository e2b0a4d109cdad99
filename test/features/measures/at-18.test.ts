import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aChild, aHome, aSiblingGroup } from '../../support/builders.ts'
import { addPlacement, careOf, counts, figure, freshClients, inCare, ratio } from './support.ts'

/** At 18 care ends in every figure and list, whatever is still recorded. */
const service = await testApp(t, { clock: () => new Date('2023-12-01T09:00:00Z') })
const freshClient = freshClients(service)
/** 18 on 1 June 2023. */
const bornOn = { dateOfBirth: '2005-06-01' }

t.test('who is looked after in a list is who is looked after in the figure', async (t) => {
  const client = await freshClient()
  const group = await aSiblingGroup(client)
  const adult = await inCare(client, '2020-06-01', undefined, { ...bornOn, siblingGroupId: group.id })
  const young = await inCare(client, '2020-06-01', undefined, { siblingGroupId: group.id })
  // Two moves in the year put both on the stability watch.
  for (const childId of [adult, young]) {
    const { id: homeId } = await aHome(client, { kind: 'fostering-household', confidential: true })
    for (const [from, to] of [
      ['2023-02-01', '2023-03-01'],
      ['2023-03-01', '2023-04-01'],
      ['2023-04-01', null],
    ] as const)
      await addPlacement(client, childId, from, to, to === null ? { homeId } : {})
  }
  interface List {
    items: { id?: string; childId?: string }[]
  }
  const idsOn = async (path: string, day: string) => {
    const { body } = await client.get<List>(`${path}?asAt=${day}`)
    return body.items.map(({ id, childId }) => childId ?? id).sort()
  }
  for (const path of ['/v1/children', '/v1/stability-watch']) {
    t.same(await idsOn(path, '2023-05-31'), [adult, young].sort(), `${path} on the day before`)
    t.same(await idsOn(path, '2023-06-01'), [young], `${path} on the birthday`)
  }
  t.same(
    await Promise.all(
      ['2023-05-31', '2023-06-01'].map((day) => figure(client, `children-looked-after?asAt=${day}`)),
    ),
    [
      [2, null, 2, 0],
      [1, null, 1, 0],
    ],
  )
  // Nor is the young adult any more a sibling in care who is placed apart.
  t.same(await ratio(client, 'siblings-apart?asAt=2023-05-31'), [1, 1])
  t.same(await ratio(client, 'siblings-apart?asAt=2023-06-01'), [0, 0])
  t.same(await counts(client, 'children-looked-after?asAt=2023-06-01&by=placementsInYear'), { '3+': 1 })
})

t.test('one whose care was never ended left it on the 18th birthday, and is followed up', async (t) => {
  const client = await freshClient()
  const home = await aHome(client, { kind: 'fostering-household', confidential: true })
  const leave = async (ending?: [day: string, reason: string]) => {
    const { id: childId } = await aChild(client, { dateOfBirth: '2005-01-10' })
    await careOf(client, childId, '2018-01-10', ending?.[0], ending?.[1])
    await addPlacement(client, childId, '2018-01-10', '2023-01-10', { homeId: home.id })
    return childId
  }
  const stays = await leave()
  await leave(['2023-02-20', 'E5']) // recorded as ended six weeks late
  await leave(['2022-12-20', 'E4A']) // left before 18: not followed up
  await addPlacement(client, stays, '2023-01-10', null, { placementType: 'staying-put', homeId: home.id })
  // Three months after the birthday, 10 April 2023, one of the two is Staying Put.
  t.same(await ratio(client, 'staying-put-18?from=2023-04-01&asAt=2023-04-30'), [1, 2])
  t.same(await counts(client, 'ceased-care?from=2022-12-01&asAt=2023-03-31&by=careEndReason'), {
    E4A: 1,
    E5: 1,
    unknown: 1,
  })
  t.same(
    (await figure(client, 'ceased-care?from=2023-01-10&asAt=2023-01-10'))[0],
    2,
    'both on the birthday itself',
  )
})

t.test('the cost, the nights and the stock of a young adult end with the birthday', async (t) => {
  const client = await freshClient()
  const childId = await inCare(client, '2023-05-01', undefined, bornOn)
  await addPlacement(client, childId, '2023-05-01', null, { weeklyCost: 700 })
  // 31 nights of May at £100.
  t.equal((await figure(client, 'placement-spend?from=2023-05-01&asAt=2023-11-30'))[0], 3100)
  const stock = await client.get<{ items: { numerator: number }[] }>(
    '/v1/measures/children-looked-after/series?from=2023-05-31&to=2023-06-02&every=day',
  )
  t.same(
    stock.body.items.map(({ numerator }) => numerator),
    [1, 0, 0],
  )
})
