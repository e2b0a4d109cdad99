import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aBed, aPlacement, aVoid } from '../../support/builders.ts'
import { counts, figure, freshClients } from './support.ts'

/** Empty beds, worked by hand. The service's clock stands at 1 December 2023. */

const service = await testApp(t)
const fresh = freshClients(service)

t.test('how long nobody has been in a bed: a week is seven nights, months are by the calendar', async (t) => {
  const client = await fresh()
  const { id: bedId } = await aBed(client, { opensOn: '2023-01-01' })
  await aPlacement(client, { bedId, startedOn: '2023-02-01', endedOn: '2023-05-10', endReason: 'CARPL' })
  // Void for a while: nobody has been in it since 10 May all the same.
  await aVoid(client, { bedId, reason: 'repair', startsOn: '2023-06-01', endsOn: '2023-07-01' })
  const timeEmptyOn = async (day: string) =>
    Object.keys(await counts(client, `empty-beds?by=timeEmpty&asAt=${day}`)).join()
  const days: [day: string, timeEmpty: string][] = [
    ['2023-01-01', 'up-to-week'], // from the day on which it opened
    ['2023-01-07', 'up-to-week'], // the seventh night
    ['2023-01-08', 'up-to-month'],
    ['2023-01-31', 'up-to-month'],
    ['2023-02-01', ''], // somebody is in it
    ['2023-05-09', ''],
    ['2023-05-10', 'up-to-week'],
    ['2023-05-17', 'up-to-month'],
    ['2023-06-09', 'up-to-month'],
    ['2023-06-10', 'up-to-3-months'],
    ['2023-08-09', 'up-to-3-months'],
    ['2023-08-10', 'up-to-6-months'],
    ['2023-11-09', 'up-to-6-months'],
    ['2023-11-10', 'over-6-months'],
  ]
  for (const [day, timeEmpty] of days) t.equal(await timeEmptyOn(day), timeEmpty, day)
  t.same(await counts(client, 'empty-beds?by=bedState,voidReason,timeEmpty&asAt=2023-06-15'), {
    'void repair up-to-3-months': 1,
  })
  t.same(await figure(client, 'empty-beds?bedState=vacant&asAt=2023-06-15'), [0, null, 0, 0])
})

t.test('nights vacant and nights void over a period, by reason and by how long', async (t) => {
  const client = await fresh()
  const { id: bedId, homeId } = await aBed(client, { opensOn: '2022-01-01' })
  await aPlacement(client, { bedId, startedOn: '2022-02-01', endedOn: '2023-04-11', endReason: 'CARPL' })
  await aVoid(client, { bedId, reason: 'repair', startsOn: '2023-04-21', endsOn: '2023-05-01' })
  const { id: other } = await aBed(client, { homeId, opensOn: '2022-01-01' })
  await aVoid(client, { bedId: other, reason: 'solo-occupancy', startsOn: '2023-04-01', endsOn: null })
  // April 2023: the first bed is occupied for 10 nights, vacant for 10 (11 to 20 April) and void for 10; the other void for 30.
  const april = 'asAt=2023-04-30&period=month'
  t.same(await figure(client, `vacant-nights?${april}`), [10, null, 10, 0])
  t.same(await counts(client, `vacant-nights?${april}&by=timeEmpty`), { 'up-to-week': 7, 'up-to-month': 3 })
  t.same(await counts(client, `void-nights?${april}&by=voidReason`), { repair: 10, 'solo-occupancy': 30 })
  t.same(await counts(client, `void-nights?${april}&by=voidGroup`), { building: 10, matching: 30 })
  t.same(await figure(client, `utilisation-over-period?${april}`), [10, 60, 16.6667, 0], '10 + 10 + 10 + 30')
})

t.test('a bed kept for a child who has not come yet is empty, and committed', async (t) => {
  const client = await fresh()
  const { id: bedId } = await aBed(client, { opensOn: '2023-11-01' })
  await aPlacement(client, { bedId, plannedFrom: '2023-11-20', plannedTo: '2024-05-01' })
  t.same(await counts(client, 'empty-beds?by=bedState,timeEmpty&asAt=2023-11-25'), {
    'committed up-to-month': 1,
  })
})
