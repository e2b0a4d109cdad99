import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { withoutHistory as factSetsWithoutHistory } from '../../../src/domain/measures/fact-sets.ts'
import type { Measure } from '../../../src/domain/measures/measure.ts'
import { measures } from '../../../src/domain/measures/measures.ts'
import { testApp } from '../../support/app.ts'
import { aBed, aChild, aChildInCare, aHome, aPlacement, aVoid } from '../../support/builders.ts'
import { inHours, inSeconds, TODAY } from '../../support/placing.ts'
import { counts, figure } from './support.ts'

/** Measures of facts whose earlier versions are not kept. */
const withoutHistory = Object.entries<Measure>(measures).flatMap(([id, measure]) =>
  factSetsWithoutHistory.includes(measure.of) ? [id] : [],
)

const anyVersion = { 'if-match': '*' }

/** An instant after everything recorded so far and before anything recorded later. */
async function pauseForInstant(): Promise<string> {
  await sleep(5)
  const instant = new Date().toISOString()
  await sleep(5)
  return instant
}

t.test('a correction moves the figure of a past day, and never what was known of it', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const beforeAnything = await pauseForInstant()
  const { id: childId } = await aChildInCare(client)
  const placement = await aPlacement(client, {
    childId,
    placementType: 'residential',
    startedOn: '2022-01-10',
  })
  const asRecorded = await pauseForInstant()

  // Recorded late: the child moved to a foster carer on 1 June 2023.
  await client.patch(
    `/v1/placements/${placement.id}`,
    { endedOn: '2023-06-01', endReason: 'CARPL' },
    anyVersion,
  )
  await aPlacement(client, { childId, placementType: 'ifa', startedOn: '2023-06-01' })
  const asCorrected = await pauseForInstant()
  // And then found to have been recorded under the wrong sex.
  await client.patch(`/v1/children/${childId}`, { sex: 'male' }, anyVersion)

  const types = (query: string) => counts(client, `children-looked-after?by=placementType&${query}`)
  t.same(await types('asAt=2023-07-01'), { ifa: 1 }, 'as it was')
  t.same(await types(`asAt=2023-07-01&knownAt=${asRecorded}`), { residential: 1 }, 'as it was believed to be')
  t.same(await types(`asAt=2023-05-31&knownAt=${asCorrected}`), { residential: 1 })
  t.same(await types(`asAt=2023-07-01&knownAt=${beforeAnything}`), {}, 'nobody had heard of the child')

  const sexes = (query: string) => counts(client, `children-looked-after?by=sex&asAt=2023-07-01${query}`)
  t.same(await sexes(''), { male: 1 })
  t.same(await sexes(`&knownAt=${asCorrected}`), { female: 1 })
})

t.test('the nights of beds are known as they were recorded, too', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const { id: homeId } = await aHome(client)
  const [first, second] = [await aBed(client, { homeId }), await aBed(client, { homeId })]
  const empty = await pauseForInstant()
  const child = await aChildInCare(client)
  const placement = await aPlacement(client, { childId: child.id, bedId: first.id, startedOn: '2023-01-01' })
  const repair = await aVoid(client, { bedId: second.id, startsOn: '2023-01-01', endsOn: '2023-03-01' })
  const usedInstant = await pauseForInstant()
  await client.del(`/v1/voids/${repair.id}`, anyVersion)
  await client.patch(
    `/v1/placements/${placement.id}`,
    { endedOn: '2023-01-15', endReason: 'CARPL' },
    anyVersion,
  )

  const states = (query: string) => counts(client, `open-beds?by=bedState&asAt=2023-02-01${query}`)
  t.same(await states(''), { vacant: 2 })
  t.same(await states(`&knownAt=${usedInstant}`), { occupied: 1, void: 1 })
  t.same(await states(`&knownAt=${empty}`), { vacant: 2 })
  t.same(
    await figure(client, `occupancy?asAt=2023-02-01&knownAt=${usedInstant}`),
    [1, 1, 100, 0],
    '1 of 2 − 1 void',
  )
})

t.test('asked as known now, every figure is the figure', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const { id: homeId } = await aHome(client)
  const child = await aChildInCare(client)
  const { id: bedId } = await aBed(client, { homeId })
  await aVoid(client, {
    startsOn: '2023-11-01',
    endsOn: undefined,
    bedId: (await aBed(client, { homeId })).id,
  })
  await aPlacement(client, { childId: child.id, bedId, startedOn: '2023-01-01', plannedTo: '2023-06-01' })
  const now = await pauseForInstant()
  const catalogue = (await client.get('/v1/measures')).body.items
  for (const { id } of catalogue) {
    if (withoutHistory.includes(id)) {
      const refusal = await client.get(`/v1/measures/${id}?knownAt=${now}`)
      t.match(
        refusal.body.errors,
        [{ pointer: '#/query/knownAt', code: 'no-history' }],
        'nothing older is kept',
      )
      continue
    }
    for (const day of ['2022-12-31', '2023-05-31', '2023-06-01', '2023-11-30']) {
      const path = `${id}?asAt=${day}`
      t.same(await figure(client, `${path}&knownAt=${now}`), await figure(client, path), path)
    }
  }
})

t.test('a hold counts as committed at the instants at which it ran, whatever became of it', async (t) => {
  const client = await (await testApp(t, { clock: () => new Date() })).as('admin')
  const { id: homeId } = await aHome(client)
  const beds = []
  for (let n = 0; n < 4; n++) beds.push((await aBed(client, { homeId })).id)
  const empty = await pauseForInstant()
  const runsOut = inSeconds(5)
  const holds: { id: string }[] = []
  for (const [n, expiresAt] of [inHours(1), inHours(1), runsOut].entries()) {
    const holdBeds = [{ bedId: beds[n], childId: (await aChild(client)).id }]
    holds.push((await client.post('/v1/holds', { beds: holdBeds, from: TODAY, expiresAt })).body)
  }
  const running = await pauseForInstant()
  await client.post(`/v1/holds/${holds[0]?.id}/release`, {}, anyVersion)
  const agreement = await client.post(`/v1/holds/${holds[1]?.id}/agreement`, {}, anyVersion)
  t.equal(agreement.status, 200)
  const endInstant = await pauseForInstant()
  await sleep(Math.max(0, Date.parse(runsOut) - Date.now()) + 50)
  const lapseInstant = await pauseForInstant()
  const [placement] = agreement.body.placements as { id: string }[]
  await client.post(`/v1/placements/${placement?.id}/start`, { on: TODAY }, anyVersion)

  const tonight = (query = '') => counts(client, `open-beds?by=bedState&asAt=${TODAY}${query}`)
  t.same(await tonight(`&knownAt=${empty}`), { vacant: 4 })
  t.same(await tonight(`&knownAt=${running}`), { committed: 3, vacant: 1 })
  t.same(
    await tonight(`&knownAt=${endInstant}`),
    { committed: 2, vacant: 2 },
    'one agreed, one that still runs',
  )
  t.same(await tonight(`&knownAt=${lapseInstant}`), { committed: 1, vacant: 3 }, 'the one agreed')
  t.same(await tonight(), { occupied: 1, vacant: 3 }, 'and started')
})
