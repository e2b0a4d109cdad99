import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aBed, aChild, aContract, aHome, aPlacement } from '../../support/builders.ts'
import { counts, figure, freshClients, type Fields } from './support.ts'

/** Care leavers aged 18 to 25 and the beds they use, worked by hand. The service's clock stands at 1 December 2023. */

const service = await testApp(t)
const fresh = freshClients(service)

async function anAdult(client: TestClient, dateOfBirth: string, stay: Fields) {
  const { id: childId } = await aChild(client, { dateOfBirth })
  return aPlacement(client, { childId, startedOn: '2021-01-01', ...stay })
}

t.test('from the 18th birthday to the day before the 26th, wherever they are recorded', async (t) => {
  const client = await fresh()
  const accommodation = { placementType: 'supported-accommodation' }
  await anAdult(client, '2005-06-10', accommodation) // stays on past the 18th birthday, 10 June 2023
  await anAdult(client, '1997-06-10', { placementType: 'independent-living' }) // 26 on 10 June 2023
  await anAdult(client, '2004-01-01', { placementType: 'staying-put', startedOn: '2022-01-01' })
  const byAge = (day: string) =>
    counts(client, `care-leavers-in-placements?by=placementType,adultAgeInYears&asAt=${day}`)
  t.same(await byAge('2023-06-09'), { 'independent-living 25': 1, 'staying-put 19': 1 })
  t.same(await byAge('2023-06-10'), { 'supported-accommodation 18': 1, 'staying-put 19': 1 })
})

t.test('which beds they use, of what category, and how the home is bought', async (t) => {
  const client = await fresh()
  const { id: homeId } = await aHome(client, {
    ...{ kind: 'supported-accommodation', accommodationCategory: 'single-occupancy', ageFrom: 16, ageTo: 25 },
  })
  const beds = [(await aBed(client, { homeId })).id, (await aBed(client, { homeId })).id]
  await aContract(client, { homeId, kind: 'block', bedsBought: 4, startsOn: '2023-04-01' })
  const accommodation = { placementType: 'supported-accommodation' }
  await anAdult(client, '2005-04-11', { ...accommodation, bedId: beds[0] }) // 18 on 11 April 2023
  await anAdult(client, '2006-12-31', { ...accommodation, bedId: beds[1], startedOn: '2023-04-01' }) // 16
  await anAdult(client, '2004-01-01', { placementType: 'staying-close' }) // no home recorded
  const groups = (dimensions: string, day = '2023-04-30') =>
    counts(client, `care-leavers-in-placements?by=${dimensions}&asAt=${day}`)
  t.same(await groups('accommodationCategory'), { 'single-occupancy': 1, unknown: 1 })
  t.same(await groups('contractKind,hasBed'), { 'block yes': 1, 'unknown no': 1 })
  t.same(
    await groups('contractKind', '2023-03-31'),
    { unknown: 1 },
    'before the 18th birthday, the other alone',
  )
  // April: 30 nights of four beds bought are 120. The one is 18 on 20 of them; both beds are occupied on 30.
  const april = 'asAt=2023-04-30&period=month'
  t.same(await figure(client, `block-contracts-used-by-leavers?${april}`), [20, 120, 16.6667, 0])
  t.same(await figure(client, `block-contracts-used?${april}`), [60, 120, 50, 0])
})

t.test('one who has stayed past the planned end uses the bed still', async (t) => {
  const client = await fresh()
  const { id: homeId } = await aHome(client, { kind: 'supported-accommodation', ageFrom: 16, ageTo: 25 })
  const { id: bedId } = await aBed(client, { homeId })
  await aContract(client, { homeId, kind: 'block', bedsBought: 1, startsOn: '2023-10-01' })
  const stay = { placementType: 'supported-accommodation', bedId, plannedTo: '2023-10-11' }
  await anAdult(client, '2004-01-01', stay)
  const october = 'asAt=2023-10-31&period=month'
  t.same(await figure(client, `block-contracts-used-by-leavers?${october}`), [31, 31, 100, 0])
})
