import t from 'tap'
import { testApp } from '../../support/app.ts'
import { addPlacement, counts, figure, freshClients, inCare } from './support.ts'

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
