import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacement, aProvider, aVoid } from '../../support/builders.ts'
import { counts, figure, figures } from './support.ts'

// The service's clock stands at 1 December 2023.

async function addPlacement(client: TestClient, bedId: string, fields: Record<string, unknown>) {
  const child = await aChild(client)
  return aPlacement(client, { childId: child.id, bedId, ...fields })
}

t.test('occupancy is occupied over available, utilisation occupied over open', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const home = await aHome(client)
  const beds = []
  for (let n = 0; n < 8; n++) beds.push((await aBed(client, { homeId: home.id })).id)
  // Eight beds: three occupied, one committed, two void, so two vacant; available 8 − 2 = 6.
  for (const bed of beds.slice(0, 3)) await addPlacement(client, bed, { startedOn: '2023-11-01' })
  await addPlacement(client, beds[3] as string, { plannedFrom: '2023-11-30', plannedTo: '2024-03-01' })
  await aVoid(client, { bedId: beds[4], reason: 'repair', startsOn: '2023-11-20', endsOn: '2024-01-01' })
  await aVoid(client, { bedId: beds[5], reason: 'staff-vacancy', startsOn: '2023-11-20', endsOn: null })
  t.same(await figure(client, 'open-beds'), [8, null, 8, 0])
  t.same(await figure(client, 'available-beds'), [6, null, 6, 0])
  t.same(await figure(client, 'vacant-beds'), [2, null, 2, 0])
  t.same(await figure(client, 'occupancy'), [3, 6, 50, 0])
  t.same(await figure(client, 'utilisation'), [3, 8, 37.5, 0])
  t.same(await figure(client, 'void-beds'), [2, 8, 25, 0])
  t.same(await counts(client, 'open-beds?by=bedState'), { void: 2, occupied: 3, committed: 1, vacant: 2 })
  t.same(await counts(client, 'open-beds?by=voidReason'), { repair: 1, 'staff-vacancy': 1, 'not-void': 6 })
  t.same(await counts(client, 'open-beds?by=voidGroup'), { building: 1, staffing: 1, 'not-void': 6 })
})

t.test('over a period, beds are counted by the night: 332 of 1,460', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const { id: homeId } = await aHome(client)
  const beds: string[] = []
  for (let n = 0; n < 4; n++) beds.push((await aBed(client, { homeId, opensOn: '2020-01-01' })).id)
  const [first = '', second = '', third] = beds
  // From 1 April 2022, 275 nights until the new year and 25 more; then 2 nights of February and 30 of March: 332 in all.
  await addPlacement(client, first, { startedOn: '2022-04-01', endedOn: '2023-01-26', endReason: 'CARPL' })
  await addPlacement(client, second, { startedOn: '2023-02-27', endedOn: '2023-03-31', endReason: 'CARPL' })
  await aVoid(client, { bedId: third, reason: 'repair', startsOn: '2022-06-01', endsOn: '2022-07-31' }) // 60 nights
  const ofYear = (id: string) => figure(client, `${id}?asAt=2023-03-31`)
  t.same(await ofYear('utilisation-over-period'), [332, 1460, 22.7397, 0])
  t.same(await ofYear('occupancy-over-period'), [332, 1400, 23.7143, 0])
  t.same(await ofYear('utilisation'), [0, 4, 0, 0], 'on the last night alone, none')
  t.same(
    await figure(client, 'utilisation-over-period?asAt=2023-02-28&period=month'),
    [2, 4 * 28, 1.7857, 0],
    'February',
  )
})

t.test('nights are half-open: void from its first day, vacant on the day it ends', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await aVoid(client, { startsOn: '2023-06-10', endsOn: '2023-06-12' })
  const state = (day: string) => counts(client, `open-beds?by=bedState&asAt=${day}`)
  t.same(await state('2023-06-09'), { vacant: 1 })
  t.same(await state('2023-06-10'), { void: 1 })
  t.same(await state('2023-06-11'), { void: 1 })
  t.same(await state('2023-06-12'), { vacant: 1 })
})

t.test('one leaves and another arrives on the same day: the bed is occupied once', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const bed = await aBed(client)
  await addPlacement(client, bed.id, { startedOn: '2023-06-01', endedOn: '2023-06-20', endReason: 'CARPL' })
  await addPlacement(client, bed.id, { startedOn: '2023-06-20', endedOn: '2023-06-25', endReason: 'CARPL' })
  const occupancyOn = (day: string) => figure(client, `occupancy?asAt=${day}`)
  t.same(await occupancyOn('2023-05-31'), [0, 1, 0, 0])
  t.same(await occupancyOn('2023-06-20'), [1, 1, 100, 0])
  t.same(await occupancyOn('2023-06-24'), [1, 1, 100, 0])
  t.same(await occupancyOn('2023-06-25'), [0, 1, 0, 0])
})

t.test('a child who has stayed past the planned end occupies the bed still', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const bed = await aBed(client)
  await addPlacement(client, bed.id, { startedOn: '2023-10-01', plannedTo: '2023-11-15' })
  t.same(await figure(client, 'occupancy?asAt=2023-11-14'), [1, 1, 100, 0])
  t.same(await figure(client, 'occupancy?asAt=2023-11-15'), [1, 1, 100, 0])
  t.same(await figure(client, 'occupancy?asAt=2023-12-01'), [1, 1, 100, 0])
})

t.test('a stay is planned for one night at least, so that its bed is never kept for none', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const [bed, child] = [await aBed(client), await aChild(client)]
  const stay = { childId: child.id, bedId: bed.id, placementType: 'residential', startedOn: '2023-11-01' }
  const refusal = await client.post('/v1/placements', { ...stay, plannedTo: '2023-11-01' })
  t.equal(refusal.status, 422)
  t.match(refusal.body.errors, [{ pointer: '#/plannedTo', detail: /after startedOn/ }])
  t.equal((await client.post('/v1/placements', { ...stay, plannedTo: '2023-11-02' })).status, 201)
  t.same(await figure(client, 'occupancy'), [1, 1, 100, 0], 'and overdue since then')
})

t.test('on a day to come, a bed is occupied up to the planned end', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const bed = await aBed(client)
  await addPlacement(client, bed.id, { startedOn: '2023-10-01', plannedTo: '2023-12-20' })
  t.same(await figure(client, 'occupancy?asAt=2023-12-19'), [1, 1, 100, 0])
  t.same(await figure(client, 'occupancy?asAt=2023-12-20'), [0, 1, 0, 0])
})

t.test('a placement that was called off leaves the bed vacant', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const bed = await aBed(client)
  await addPlacement(client, bed.id, {
    plannedFrom: '2023-11-01',
    plannedTo: '2024-01-01',
    withdrawnOn: '2023-10-20',
  })
  t.same(await counts(client, 'open-beds?by=bedState'), { vacant: 1 })
})

t.test('a bed counts on its open nights alone', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await aBed(client, { opensOn: '2023-02-01', closesOn: '2023-08-01' })
  const open = async (day: string) => (await figure(client, `open-beds?asAt=${day}`))[0]
  t.same(await Promise.all(['2023-01-31', '2023-02-01', '2023-07-31', '2023-08-01'].map(open)), [0, 1, 1, 0])
  t.same(await figure(client, 'occupancy?asAt=2023-08-01'), [0, 0, null, 0], 'no beds, no occupancy')
})

t.test('a placement without a bed is counted with the children and not with the beds', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await aBed(client)
  const child = await aChild(client)
  await aPlacement(client, { childId: child.id })
  t.same(await figure(client, 'utilisation'), [0, 1, 0, 0])
})

t.test('beds are divided by what their home is', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const own = await aProvider(client, { sector: 'own' })
  const agency = await aProvider(client, { sector: 'voluntary' })
  const household = { kind: 'fostering-household', confidential: true }
  for (const home of [{ providerId: own.id, ...household }, { providerId: agency.id, ...household }, {}]) {
    const { id: homeId } = await aHome(client, home)
    await aBed(client, { homeId, kind: 'emergency' })
    await aBed(client, { homeId })
  }
  t.same(await counts(client, 'open-beds?by=placementType'), { 'internal-foster': 2, ifa: 2, residential: 2 })
  t.same(await counts(client, 'open-beds?by=careFamily,providerSector'), {
    'fostering own': 2,
    'fostering voluntary': 2,
    'residential private': 2,
  })
  t.same(await counts(client, 'open-beds?by=bedKind'), { standard: 3, emergency: 3 })
  t.same(await figure(client, 'open-beds?placementType=ifa&bedKind=emergency'), [1, null, 1, 0])
})

t.test("another authority's beds are not counted, though it shares the home", async (t) => {
  const service = await testApp(t)
  const [ours, theirs] = [await service.as('admin'), await service.as('admin', 'E08000007')]
  const home = await aHome(ours, { shared: true })
  await aBed(ours, { homeId: home.id })
  t.same(await figure(ours, 'open-beds'), [1, null, 1, 0])
  t.same(await figure(theirs, 'open-beds'), [0, null, 0, 0])
  t.same(await figures(theirs, 'open-beds?by=homeKind'), [])
})
