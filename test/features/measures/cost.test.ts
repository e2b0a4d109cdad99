import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aBed, aFee, aHome, aVoid } from '../../support/builders.ts'
import { addPlacement, counts, figure, figures, freshClients, inCare } from './support.ts'

/** What placements cost over a period, worked by hand. */

const service = await testApp(t)
const fresh = freshClients(service)
const june = 'asAt=2023-06-30&period=month'

t.test('cost of a night, and the average weekly fee, are of the nights whose cost is known', async (t) => {
  const client = await fresh()
  const [short, long, unknown] = [
    await inCare(client, '2023-06-01'),
    await inCare(client, '2023-06-01'),
    await inCare(client, '2023-06-01'),
  ]
  const residential = { placementType: 'residential', providerCode: 'PR4', weeklyCost: 7000 }
  await addPlacement(client, short, '2023-06-21', '2023-06-26', residential) // 5 nights at £1,000
  await addPlacement(client, long, '2023-06-01', null, { providerCode: 'PR4', weeklyCost: 700 }) // 30 nights at £100
  await addPlacement(client, unknown, '2023-06-01', null, { providerCode: 'PR1' })
  // £5,000 and £3,000 for 35 nights: £228.57 a night, £1,600 a week. Not known: 30 nights, and 25 without a placement.
  t.same(await figure(client, `placement-spend?${june}`), [8000, null, 8000, 55])
  const [pounds, nights, perNight] = await figure(client, `cost-per-night?${june}`)
  t.same([pounds, nights, perNight], [8000, 35, 228.5714])
  const [, , perWeek] = await figure(client, `average-weekly-fee?${june}`)
  t.equal(perWeek, 1600)
  t.same(await counts(client, `cost-per-night?${june}&by=placementType`), {
    residential: 5000,
    ifa: 3000,
    unknown: 0,
  })
  const { body } = await client.get<{ items: { group: object; value: number | null; unknown: number }[] }>(
    `/v1/measures/average-weekly-fee?${june}&by=providerSector`,
  )
  t.match(body.items, [
    { group: { providerSector: 'own' }, value: null, unknown: 30 },
    { group: { providerSector: 'private' }, value: 1600, unknown: 0 },
    { group: { providerSector: 'unknown' }, value: null, unknown: 25 },
  ])
})

t.test('the lowest and the highest weekly fee of a period, with how many nights they are of', async (t) => {
  const client = await fresh()
  const [one, other] = [await inCare(client, '2023-05-01'), await inCare(client, '2023-05-01')]
  const residential = { placementType: 'residential', providerCode: 'PR4' }
  await addPlacement(client, one, '2023-05-01', '2023-06-02', { ...residential, weeklyCost: 4000.5 }) // one night of June
  await addPlacement(client, one, '2023-06-02', null, { ...residential, weeklyCost: 5000 }) // 29
  await addPlacement(client, other, '2023-05-01', '2023-06-01', { providerCode: 'PR4', weeklyCost: 1 }) // none
  await addPlacement(client, other, '2023-06-01', '2023-06-11', { providerCode: 'PR4', weeklyCost: 700 }) // 10
  await addPlacement(client, other, '2023-06-11', null, { providerCode: 'PR4' }) // 20 nights, not known
  t.same(await figure(client, `lowest-weekly-fee?${june}`), [40, null, 700, 20])
  t.same(await figure(client, `highest-weekly-fee?${june}`), [40, null, 5000, 20])
  t.same(await figure(client, `lowest-weekly-fee?${june}&placementType=residential`), [30, null, 4000.5, 0])
  t.same(await figure(client, `highest-weekly-fee?asAt=2023-05-31&period=month`), [62, null, 4000.5, 0])
  t.same(
    await figure(client, `lowest-weekly-fee?asAt=2023-04-30&period=month`),
    [0, null, null, 0],
    'none is not £0',
  )
  const series = 'lowest-weekly-fee/series?from=2023-05-01&to=2023-06-30&every=month&period=month'
  t.same(
    (await figures(client, series)).map(({ value }) => value),
    [1, 700],
  )
})

t.test('void beds, and those kept empty for the child already there, cost the fee of the home', async (t) => {
  const client = await fresh()
  const { id: homeId } = await aHome(client, { opensOn: '2022-01-01' })
  await aFee(client, { homeId, weeklyFee: 700, startsOn: '2022-04-01' })
  const [repairBed, soloBed] = [await aBed(client, { homeId }), await aBed(client, { homeId })]
  await aVoid(client, { bedId: repairBed.id, reason: 'repair', startsOn: '2023-05-20', endsOn: '2023-06-06' }) // 5 nights of June
  await aVoid(client, {
    bedId: soloBed.id,
    reason: 'solo-occupancy',
    startsOn: '2023-06-11',
    endsOn: '2023-08-01',
  }) // 20
  const otherBed = await aBed(client, { homeId: (await aHome(client, { opensOn: '2022-01-01' })).id })
  await aVoid(client, { bedId: otherBed.id, reason: 'repair', startsOn: '2023-06-01', endsOn: '2023-06-04' }) // 3, not known
  // At £100 a night.
  t.same(await figure(client, `void-cost?${june}`), [2500, null, 2500, 3])
  t.same(await figure(client, `solo-use-cost?${june}`), [2000, null, 2000, 0])
})
