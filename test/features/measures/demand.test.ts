import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { demandMeasures } from '../../../src/domain/measures/demand.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacementRequest, aProvider } from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'
import { find, insertPostcodes } from '../vacancies/fixture.ts'
import { recordsOf } from './records/support.ts'
import { counts, figure, figures } from './support.ts'

/**
 * Makes a dozen requests, some searched for and some placed, and keeps a list of them (`demands`). Every figure is then
 * compared with a count over that list by plain loops. Searches are dated today, so the service runs on the real clock.
 */
const app = await testApp(t, { clock: () => new Date() })
await insertPostcodes(app.ownerPool, {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  CW981AA: { authority: CHESHIRE_EAST, easting: 371000, northing: 355000 },
  SK991AA: { authority: STOCKPORT, easting: 375000, northing: 355000 },
})
const admin = await app.as('admin')
const own = await aProvider(admin, { sector: 'own' })
const company = await aProvider(admin, { sector: 'private' })
const homes = {
  near: await aHome(admin, { name: 'Near', providerId: own.id, postcode: 'CW99 1AA', ageTo: 12 }),
  far: await aHome(admin, { name: 'Far', providerId: company.id, postcode: 'SK99 1AA', ageTo: 12 }),
}
const bedIn = async (home: keyof typeof homes) => (await aBed(admin, { homeId: homes[home].id })).id
for (const home of ['near', 'far'] as const) for (let n = 0; n < 10; n++) await bedIn(home)

interface Demand {
  age: number
  district: string
  capability: string
  type: string
  urgency: string
  isFound: boolean
  firstRule: string
  nearestMiss: string
  /** Days from request to start; null where not placed. */
  days: number | null
  daysWaited: number
  placedIn: 'near' | 'far' | null
  withdrawn: boolean
  isSearched: boolean
  firstChoice: boolean | null
}
const demands: Demand[] = []
/** For each demand, an instant after it was recorded and before the next one. */
const instants: string[] = []

for (let n = 0; n < 12; n++) {
  const age = [3, 9, 14][n % 3] as number
  const homePostcode = n % 2 === 0 ? 'CW99 1AA' : 'CW98 1AA'
  const born = inDays(-age * 365 - 100)
  const child = await aChild(admin, { dateOfBirth: born, homePostcode })
  const receivedOn = inDays(-n)
  const urgency = n % 4 === 0 ? 'emergency' : 'planned'
  const request = await aPlacementRequest(admin, {
    ...{ childIds: [child.id], urgency, receivedOn, neededFrom: TODAY },
  })
  const isSearched = n !== 7
  const capability = n === 4 ? 'autism' : 'none'
  const type = n % 5 === 2 ? 'residential' : 'any'
  const answer = isSearched
    ? await find(admin, {
        ...{ requestId: request.id, stay: 'placement' },
        ...(capability !== 'none' && { children: [{ childId: child.id, capabilities: [capability] }] }),
        ...(type !== 'any' && { types: [type] }),
      })
    : null
  const isFound = (answer?.found ?? 0) > 0
  const placedIn = isFound && n % 2 === 0 ? (n % 6 === 0 ? 'near' : 'far') : null
  const withdrawn = n === 5
  if (placedIn) {
    const placements = await admin.post('/v1/placements', {
      recordedAsHappened: 'As it was, whatever stood before it.',
      ...{
        placementType: 'residential',
        childId: child.id,
        bedId: await bedIn(placedIn),
        startedOn: TODAY,
        requestId: request.id,
      },
    })
    if (placements.status !== 201) throw new Error(JSON.stringify(placements.body))
  }
  if (withdrawn) {
    const body = { on: TODAY, reason: 'No longer needed' }
    await admin.post(`/v1/placement-requests/${request.id}/withdrawal`, body, { 'if-match': '*' })
  }
  const [nearest] = answer?.nearMisses ?? []
  demands.push({
    ...{
      age,
      district: homePostcode.slice(0, 4),
      capability,
      type,
      urgency,
      isFound,
      isSearched,
      placedIn,
      withdrawn,
    },
    firstRule: answer?.firstRule ?? 'found',
    nearestMiss: nearest ? (nearest.cures[0]?.kind ?? nearest.inTheWay.criterion) : 'none',
    days: placedIn ? n : null,
    daysWaited: n,
    firstChoice: placedIn ? answer?.items[0]?.home.name.toLowerCase() === placedIn : null,
  })
  await sleep(5)
  instants.push(new Date().toISOString())
  await sleep(5)
}

const searches = demands.filter(({ isSearched }) => isSearched)
const placements = demands.filter(({ placedIn }) => placedIn !== null)

/** The number of items by code. */
function tally(list: readonly Demand[], code: (one: Demand) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of list) counts[code(one)] = (counts[code(one)] ?? 0) + 1
  return counts
}
const band = ({ age }: Demand) => (age < 5 ? '0-4' : age < 11 ? '5-10' : age < 16 ? '11-15' : '16+')
const share = (part: readonly unknown[], whole: readonly unknown[]) =>
  whole.length === 0 ? null : Math.round((1e6 * part.length) / whole.length) / 1e4
const mean = (numbers: readonly number[]) =>
  Math.round((1e4 * numbers.reduce((sum, number) => sum + number, 0)) / numbers.length) / 1e4
const year = 'period=rolling-year'
const value = async (id: string, filter = '') => (await figure(admin, `${id}?${year}${filter}`))[2]
const countsBy = (id: string, dimension: string) => counts(admin, `${id}?${year}&by=${dimension}`)

t.test('the list has something of everything', async (t) => {
  t.ok(searches.some(({ isFound }) => isFound) && searches.some(({ isFound }) => !isFound))
  t.ok(
    placements.some(({ placedIn }) => placedIn === 'near') &&
      placements.some(({ placedIn }) => placedIn === 'far'),
  )
})

t.test('searches are counted by what was asked, what stood in the way and what became of it', async (t) => {
  t.same(await countsBy('searches', 'ageBand'), tally(searches, band))
  t.same(
    await countsBy('searches', 'homeDistrict'),
    tally(searches, ({ district }) => district),
  )
  t.same(
    await countsBy('searches', 'capability'),
    tally(searches, ({ capability }) => capability),
  )
  t.same(
    await countsBy('searches', 'typeAsked'),
    tally(searches, ({ type }) => type),
  )
  t.same(
    await countsBy('searches', 'firstRule'),
    tally(searches, ({ firstRule }) => firstRule),
  )
  t.same(
    await countsBy('searches', 'nearestMiss'),
    tally(searches, ({ nearestMiss }) => nearestMiss),
  )
  const outcome = ({ placedIn, withdrawn }: Demand) =>
    placedIn ? 'placed-there' : withdrawn ? 'withdrawn' : 'open'
  t.same(await countsBy('searches', 'searchOutcome'), tally(searches, outcome))
  const nothing = searches.filter(({ isFound }) => !isFound)
  t.equal(await value('searches-found-nothing'), share(nothing, searches))
  const autism = searches.filter(({ capability }) => capability === 'autism')
  t.equal(
    await value('searches-found-nothing', '&capability=autism'),
    share(
      autism.filter(({ isFound }) => !isFound),
      autism,
    ),
  )
})

t.test('requests are counted by what was found for them and how they were met', async (t) => {
  t.same(
    await countsBy('requests', 'urgency'),
    tally(demands, ({ urgency }) => urgency),
  )
  const outcome = ({ placedIn, withdrawn }: Demand) =>
    placedIn ? 'placed' : withdrawn ? 'withdrawn' : 'open'
  t.same(await countsBy('requests', 'requestOutcome'), tally(demands, outcome))
  t.equal(
    await value('requests-found-nothing'),
    share(
      searches.filter(({ isFound }) => !isFound),
      searches,
    ),
  )
  t.equal(await value('days-request-to-start'), mean(placements.map(({ days }) => days ?? 0)))
  t.equal(await value('days-waited'), mean(demands.map(({ daysWaited }) => daysWaited)))
  t.equal(
    await value('requests-same-day'),
    share(
      placements.filter(({ days }) => days === 0),
      placements,
    ),
  )
  const placedNear = placements.filter(({ placedIn }) => placedIn === 'near')
  t.equal(await value('requests-met-in-house'), share(placedNear, placements))
  t.equal(await value('requests-met-in-authority'), share(placedNear, placements))
  t.equal(
    await value('requests-first-choice'),
    share(
      placements.filter(({ firstChoice }) => firstChoice),
      placements,
    ),
  )
})

t.test('a search counts in the period that it is made in', async (t) => {
  t.same(await figure(admin, `searches?${year}&asAt=${inDays(-1)}`), [0, null, 0, 0])
  t.same(
    await figure(admin, `requests?${year}&asAt=${inDays(-3)}`),
    [9, null, 9, 0],
    'received three days ago or more',
  )
})

t.test('what became of a request is told as known on the day asked of, without hindsight', async (t) => {
  // All placements and withdrawals are of today: yesterday, all that had been received were open, and none searched for.
  const yesterday = `${year}&asAt=${inDays(-1)}`
  t.same(await counts(admin, `requests?${yesterday}&by=requestOutcome`), { open: 11 })
  t.same(await counts(admin, `requests?${yesterday}&by=requestFound`), { 'not-searched': 11 })
  t.same(await counts(admin, `requests?${yesterday}&by=placementType`), { unknown: 11 })
  t.same(await figure(admin, `days-request-to-start?${yesterday}`), [0, 0, null, 0])
  // Request n was received n days ago, and by yesterday had waited n − 1 days: 0 to 10, in all 55.
  t.same(await figure(admin, `days-waited?${yesterday}`), [55, 11, 5, 0])
  // In a series each day has its own knowledge.
  const days = `from=${inDays(-2)}&to=${TODAY}&every=day&requestOutcome=open`
  const open = (await figures(admin, `requests/series?period=rolling-year&${days}`)).map(
    ({ numerator }) => numerator,
  )
  const openToday = demands.filter(({ placedIn, withdrawn }) => placedIn === null && !withdrawn).length
  t.same(open, [10, 11, openToday])
})

t.test('records of searches and requests add up to every figure of them', async (t) => {
  for (const id of Object.keys(demandMeasures)) {
    const [whole] = await figures(admin, `${id}?${year}`)
    for (const part of ['numerator', 'denominator', 'unknown'] as const) {
      if (part === 'denominator' && whole?.denominator === null) continue
      const records = await recordsOf(admin, `${id}?${year}`, part, 5)
      t.equal(
        records.reduce((sum, { adds }) => sum + adds, 0),
        whole?.[part],
        `${id} ${part}`,
      )
      t.ok(records.every(({ children, records }) => children.length === 1 && records.requestId !== null))
    }
  }
})

t.test('demand is known as it was at any instant: nothing of what was recorded later is in it', async (t) => {
  for (const [n, instant] of instants.entries()) {
    const then = demands.slice(0, n + 1)
    const searchedThen = then.filter(({ isSearched }) => isSearched)
    const placedThen = then.filter(({ placedIn }) => placedIn !== null)
    const knownAtQuery = `&knownAt=${instant}`
    t.equal((await figure(admin, `searches?${year}${knownAtQuery}`))[0], searchedThen.length)
    t.equal((await figure(admin, `requests?${year}${knownAtQuery}`))[0], then.length)
    const placedAs = await counts(admin, `requests?${year}&by=requestOutcome${knownAtQuery}`)
    t.equal(placedAs.placed ?? 0, placedThen.length)
    t.equal(placedAs.withdrawn ?? 0, then.filter(({ withdrawn }) => withdrawn).length)
    t.equal(
      await value('days-request-to-start', knownAtQuery),
      placedThen.length === 0 ? null : mean(placedThen.map(({ days }) => days ?? 0)),
    )
    t.equal(
      await value('requests-found-nothing', knownAtQuery),
      share(
        searchedThen.filter(({ isFound }) => !isFound),
        searchedThen,
      ),
    )
  }
  // Between request and placement: request 0 had been made and searched for before its child was placed.
  const { rows } = await app.ownerPool.query<{ at: string }>(
    `select to_json(min(recorded_at) - interval '1 microsecond') #>> '{}' as at from record_versions
      where record_type = 'placements' and change = 'created'`,
  )
  const instant = encodeURIComponent(rows[0]?.at ?? '')
  t.same(await counts(admin, `requests?${year}&by=requestOutcome&knownAt=${instant}`), { open: 1 })
})

t.test('no child is in it, and nobody else’s', async (t) => {
  const theirs = await app.as('bi', STOCKPORT)
  t.same(await figure(theirs, `searches?${year}`), [0, null, 0, 0])
  const response = await admin.get(`/v1/measures/searches?homeDistrict=CW99 1AA`)
  t.equal(response.status, 400)
})
