import t from 'tap'
import { STOCKPORT, testApp, type TestClient } from '../../support/app.ts'
import { aCarePeriod, aChild, aHome, aLegalStatus, aPlacement } from '../../support/builders.ts'
import { counts, figure, figures, freshClients, postcodesAt } from './support.ts'

const service = await testApp(t)
const fresh = freshClients(service)

type Stay = [from: string, to: string | null, fields?: Record<string, unknown>]

/** A child in care under a full care order over these dates, born on 1 June 2012 by default. */
async function lookedAfter(client: TestClient, from: string, to?: string, dateOfBirth = '2012-06-01') {
  const { id: childId } = await aChild(client, { dateOfBirth })
  await careAgain(client, childId, from, to)
  return childId
}

async function careAgain(client: TestClient, childId: string, from: string, to?: string) {
  const ending = to === undefined ? {} : { endedOn: to, endReason: 'E4A' }
  await aCarePeriod(client, { childId, startedOn: from, ...ending })
  await aLegalStatus(client, { childId, startedOn: from, endedOn: to })
}

async function addStays(client: TestClient, childId: string, stays: Stay[]) {
  for (const [startedOn, to, fields] of stays) {
    const ending = to === null ? {} : { endedOn: to, endReason: 'CARPL' }
    await aPlacement(client, { childId, placementType: 'ifa', startedOn, ...ending, ...fields })
  }
}

/** Numerator and denominator of `placements-3-plus` on a day. */
const many = async (client: TestClient, query: string) =>
  (await figure(client, `placements-3-plus?${query}`)).slice(0, 2)
const stable = async (client: TestClient, day: string) =>
  (await figure(client, `long-term-stability?asAt=${day}`)).slice(0, 2)

t.test('three placements in a year ending on 31 March: the one open on 1 April counts', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2022-01-10')
  await addStays(client, child, [
    ['2022-01-10', '2022-04-02'],
    ['2022-04-02', '2023-03-31'],
    ['2023-03-31', null],
  ])
  // The year ending 31 March 2023 begins on 1 April 2022, on which the first was open until the day after.
  t.same(await many(client, 'asAt=2023-03-31'), [1, 1])
  t.same(await many(client, 'asAt=2023-03-30'), [0, 1], 'the third has not begun')
  t.same(await many(client, 'asAt=2023-04-01'), [0, 1], 'in the year from 2 April 2022 the first is over')
  t.same(await counts(client, 'children-looked-after?by=placementsInYear&asAt=2023-04-01'), { '2': 1 })
  t.same(await counts(client, 'children-looked-after?by=placementsInYear&asAt=2022-03-01'), { '1': 1 })
})

t.test('five or more, and ten or more, in the year', async (t) => {
  const client = await fresh()
  const monthly = (count: number): Stay[] =>
    Array.from({ length: count }, (_, n): Stay => {
      const dayOf = (month: number) => `2022-${String(month).padStart(2, '0')}-10`
      return [dayOf(n + 3), n + 1 < count ? dayOf(n + 4) : null]
    })
  for (const count of [4, 5, 9, 10])
    await addStays(client, await lookedAfter(client, '2022-03-10'), monthly(count))
  // Of a child whose care began before 1 June 2022, a year is not known up to 1 June 2023.
  for (const count of [4, 5]) {
    const { id: childId } = await aChild(client, { dateOfBirth: '2012-06-01' })
    await aCarePeriod(client, { childId, startedOn: '2022-06-01', startedBefore: true })
    await aLegalStatus(client, { childId, startedOn: '2022-06-01' })
    await addStays(client, childId, monthly(count + 3).slice(3))
  }
  // From 1 April 2022 on, each of the four has all of theirs; of the two, the one with five has enough for the one, not for the other.
  t.same(await figure(client, 'placements-3-plus?asAt=2023-03-31'), [6, 6, 100, 0])
  t.same(await figure(client, 'placements-5-plus?asAt=2023-03-31'), [4, 5, 80, 1])
  t.same(await figure(client, 'placements-10-plus?asAt=2023-03-31'), [1, 4, 25, 2])
  // In the year from 2 June 2022 on, those with 9 and 10 have 7 and 8; the other two are wholly known, and the one has 5.
  t.same(await figure(client, 'placements-5-plus?asAt=2023-06-01'), [3, 6, 50, 0])
})

t.test('one that ended on 1 April has no night in the year that begins then', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2022-01-10')
  await addStays(client, child, [
    ['2022-01-10', '2022-04-01'],
    ['2022-04-01', '2022-09-01'],
    ['2022-09-01', null],
  ])
  t.same(await many(client, 'asAt=2023-03-31'), [0, 1])
  t.same(
    await many(client, 'asAt=2023-03-30'),
    [1, 1],
    'the night of 31 March 2022 is in the year to 30 March',
  )
})

t.test('a placement of less than 24 hours, in on a day and out on it, does not count', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2022-01-10')
  await addStays(client, child, [
    ['2022-01-10', '2022-06-01'],
    ['2022-06-01', '2022-06-01'],
    ['2022-06-01', null],
  ])
  t.same(await many(client, 'asAt=2022-12-31'), [0, 1])
  const other = await lookedAfter(client, '2022-01-10')
  await addStays(client, other, [
    ['2022-01-10', '2022-06-01'],
    ['2022-06-01', '2022-06-02'],
    ['2022-06-02', null],
  ])
  t.same(await many(client, 'asAt=2022-12-31'), [1, 2], 'of one night it does')
})

t.test('the same carer (RNE T or U), and the same home, is the same placement', async (t) => {
  const client = await fresh()
  const [first, second] = [await aHome(client), await aHome(client)]
  const carer = await lookedAfter(client, '2022-01-10')
  await addStays(client, carer, [
    ['2022-01-10', '2022-06-01'],
    ['2022-06-01', '2022-08-01', { sameCarer: true }],
    ['2022-08-01', null],
  ])
  const home = await lookedAfter(client, '2022-01-10')
  await addStays(client, home, [
    ['2022-01-10', '2022-06-01', { homeId: first.id }],
    ['2022-06-01', '2022-08-01', { homeId: first.id }],
    ['2022-08-01', null, { homeId: second.id }],
  ])
  const back = await lookedAfter(client, '2022-01-10')
  await addStays(client, back, [
    ['2022-01-10', '2022-06-01', { homeId: first.id }],
    ['2022-06-01', '2022-08-01', { homeId: second.id }],
    ['2022-08-01', null, { homeId: first.id }],
  ])
  // Two, two, and three: to come back to a home is to move again.
  t.same(await many(client, 'asAt=2022-12-31'), [1, 3])
})

t.test(
  'adoption by the foster carers with whom the child is (A3, A5) is no move; by others it is',
  async (t) => {
    const client = await fresh()
    for (const placeCode of ['A3', 'A5', 'A4', 'A6']) {
      const child = await lookedAfter(client, '2022-01-10')
      await addStays(client, child, [
        ['2022-01-10', '2022-05-01', { placementType: 'residential' }],
        ['2022-05-01', '2022-09-01'],
        ['2022-09-01', null, { placementType: 'placed-for-adoption', placeCode }],
      ])
    }
    t.same(await many(client, 'asAt=2022-12-31'), [2, 4])
  },
)

t.test('temporary stays count only where that is asked for; short breaks never', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2022-01-10')
  await addStays(client, child, [
    ['2022-01-10', '2022-06-01'],
    ['2022-06-01', null],
    ['2022-07-01', '2022-07-05', { placementType: 'temporary', placeCode: 'T4' }],
    ['2022-08-01', '2022-08-05', { placementType: 'short-break' }],
  ])
  t.same(await many(client, 'asAt=2022-12-31'), [0, 1])
  t.same(await many(client, 'asAt=2022-12-31&temporaryStays=not-counted'), [0, 1], 'as without saying')
  t.same(await many(client, 'asAt=2022-12-31&temporaryStays=counted'), [1, 1])
  t.same(await many(client, 'asAt=2022-07-01&temporaryStays=counted'), [1, 1], 'from its first night')
  t.same(await many(client, 'asAt=2022-06-30&temporaryStays=counted'), [0, 1])
})

t.test('placements under short breaks alone (V3, V4) are no placements of the year', async (t) => {
  const client = await fresh()
  const { id: childId } = await aChild(client, { dateOfBirth: '2012-06-01' })
  await aCarePeriod(client, { childId, startedOn: '2022-01-10' })
  await aLegalStatus(client, { childId, status: 'V4', startedOn: '2022-01-10', endedOn: '2022-06-01' })
  await aLegalStatus(client, { childId, status: 'V2', startedOn: '2022-06-01' })
  await addStays(client, childId, [
    ['2022-01-10', '2022-06-01'],
    ['2022-06-01', '2022-08-01'],
    ['2022-08-01', null],
  ])
  t.same(await many(client, 'asAt=2022-12-31'), [0, 1])
})

t.test('who comes back into care brings the placements of the year along', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2022-01-10', '2022-05-01')
  await addStays(client, child, [
    ['2022-01-10', '2022-03-01'],
    ['2022-03-01', '2022-05-01'],
  ])
  await careAgain(client, child, '2022-10-01')
  await addStays(client, child, [['2022-10-01', null]])
  t.same(await many(client, 'asAt=2022-12-31'), [1, 1])
  t.same(await many(client, 'asAt=2022-06-01'), [0, 0], 'at home meanwhile')
})

t.test('a year that ends on 29 February begins on 1 March', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2022-01-10')
  await addStays(client, child, [
    ['2022-01-10', '2023-03-01'],
    ['2023-03-01', '2023-10-01'],
    ['2023-10-01', null],
  ])
  t.same(await many(client, 'asAt=2024-02-28'), [0, 1], 'from 1 March 2023, when the second began')
  t.same(await many(client, 'asAt=2024-02-27'), [1, 1], 'from 28 February 2023, the first’s last night')
  t.same(await many(client, 'asAt=2024-02-29'), [0, 1])
})

t.test('three placements in two years: those open on the first day count', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2021-01-10')
  await addStays(client, child, [
    ['2021-01-10', '2021-06-02'],
    ['2021-06-02', '2022-01-10'],
    ['2022-01-10', null],
    ['2022-02-01', '2022-02-04', { placementType: 'temporary', placeCode: 'T4' }],
  ])
  const inTwoYears = async (day: string) =>
    (await figure(client, `placements-3-plus-in-two-years?asAt=${day}`)).slice(0, 2)
  // The two years to 31 May 2023 begin on 1 June 2021, the last night of the first placement.
  // Looked after on 10 January 2021, so a year before 10 January 2022, and not before 9 January 2022.
  t.same(await inTwoYears('2022-01-09'), [0, 0])
  t.same(await inTwoYears('2022-01-10'), [1, 1])
  t.same(await inTwoYears('2023-05-31'), [1, 1])
  t.same(await inTwoYears('2023-06-01'), [0, 1])
  const again = await lookedAfter(client, '2020-01-10', '2021-05-01')
  await careAgain(client, again, '2021-09-01')
  await addStays(client, again, [['2021-09-01', null]])
  t.same(await inTwoYears('2022-04-30'), [1, 2], 'also in care on 30 April 2021, with a break meanwhile')
  t.same(await inTwoYears('2022-05-01'), [1, 1], 'at home on 1 May 2021')
  t.same(await inTwoYears('2022-08-31'), [1, 1])
  t.same(await inTwoYears('2022-09-01'), [1, 2])
  t.same(await many(client, 'asAt=2022-07-01'), [0, 2], 'two in the year')
  t.same(await counts(client, 'children-looked-after?by=movesInYear&asAt=2022-01-09'), { '0': 1, '1': 1 })
  t.same(await counts(client, 'children-looked-after?by=movesInYear&asAt=2022-01-10'), { '0': 1, '2': 1 })
  t.same(await counts(client, 'children-looked-after?by=movesInYear&asAt=2023-05-31'), { '0': 2 })
})

t.test('matched for the long term: U1 and U4, of foster placements', async (t) => {
  const client = await fresh()
  const places = { U1: 'connected-carer', U4: 'ifa', U2: 'connected-carer', U5: 'ifa', U6: 'ifa', A3: 'placed-for-adoption', K2: 'residential' } // prettier-ignore
  for (const [placeCode, placementType] of Object.entries(places))
    await addStays(client, await lookedAfter(client, '2022-01-10'), [
      ['2022-01-10', null, { placementType, placeCode }],
    ])
  await addStays(client, await lookedAfter(client, '2022-01-10'), [['2022-01-10', null]])
  // Two of five in foster placements with a code; of the sixth it is not known.
  t.same(await figure(client, 'long-term-matched?asAt=2022-12-31'), [2, 5, 40, 1])
  t.same(await counts(client, 'long-term-matched?asAt=2022-12-31&by=placementType'), {
    'connected-carer': 1,
    ifa: 1,
  })
})

t.test('long-term stability: two and a half years in care, two in the placement, to the day', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2020-01-31')
  await addStays(client, child, [
    ['2020-01-31', '2020-09-30'],
    ['2020-09-30', null],
  ])
  // 31 January 2020 + 30 months = 31 July 2022; 30 September 2020 + 24 months = 30 September 2022.
  t.same(await stable(client, '2022-07-30'), [0, 0])
  t.same(await stable(client, '2022-07-31'), [0, 1])
  t.same(await stable(client, '2022-09-29'), [0, 1])
  t.same(await stable(client, '2022-09-30'), [1, 1])
})

t.test('a day that a month does not have is the first of the next', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2020-02-29')
  await addStays(client, child, [['2020-02-29', null]])
  // 29 February 2020 + 24 months: 2022 has none, so 1 March; + 30 months: 29 August 2022.
  const time = (day: string) => counts(client, `children-looked-after?by=timeInPlacement&asAt=${day}`)
  t.same(await time('2022-02-28'), { 'under-2-years': 1 })
  t.same(await time('2022-03-01'), { '2-years+': 1 })
  t.same(await stable(client, '2022-08-28'), [0, 0])
  t.same(await stable(client, '2022-08-29'), [1, 1])
})

t.test('on the sixteenth birthday a child is no longer asked after', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2018-01-01', undefined, '2006-06-15')
  await addStays(client, child, [['2018-01-01', null]])
  t.same(await stable(client, '2022-06-14'), [1, 1])
  t.same(await stable(client, '2022-06-15'), [0, 0])
})

t.test('placed for adoption: that placement and the one before it together', async (t) => {
  const client = await fresh()
  for (const placementType of ['placed-for-adoption', 'ifa']) {
    const child = await lookedAfter(client, '2019-01-01')
    await addStays(client, child, [
      ['2019-01-01', '2020-06-01', { placementType: 'residential' }],
      ['2020-06-01', '2022-03-01'],
      ['2022-03-01', null, { placementType, placeCode: placementType === 'ifa' ? 'U4' : 'A4' }],
    ])
  }
  // From 1 June 2020, of the placement before, two years are over on 1 June 2022; of the other child on 1 March 2024.
  t.same(await stable(client, '2022-05-31'), [0, 2])
  t.same(await stable(client, '2022-06-01'), [1, 2])
  t.same(await stable(client, '2024-03-01'), [2, 2])
})

t.test('a break in care begins the count again; so do nights of short breaks alone', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2018-01-01', '2021-01-01')
  await careAgain(client, child, '2021-01-02')
  await addStays(client, child, [
    ['2018-01-01', '2021-01-01'],
    ['2021-01-02', null],
  ])
  t.same(await stable(client, '2020-12-31'), [1, 1])
  t.same(await stable(client, '2021-01-02'), [0, 0])
  t.same(await stable(client, '2023-07-01'), [0, 0])
  t.same(await stable(client, '2023-07-02'), [1, 1], '2 January 2021 + 30 months')
})

/** A child in one placement, at £700 a week, under these legal statuses; its nights in the placement by a dimension. */
async function nightsUnder(
  client: TestClient,
  statuses: [status: string, from: string, to: string | null][],
) {
  const { id: childId } = await aChild(client, { dateOfBirth: '2012-06-01' })
  const startedOn = statuses[0]?.[1] ?? ''
  await aCarePeriod(client, { childId, startedOn })
  for (const [status, from, to] of statuses)
    await aLegalStatus(client, { childId, status, startedOn: from, endedOn: to })
  await addStays(client, childId, [[startedOn, null, { weeklyCost: 700 }]])
  return async (dimension: string, from: string, to: string) => {
    const items = await figures(client, `average-weekly-fee?from=${from}&asAt=${to}&by=${dimension}`)
    return Object.fromEntries(
      items.map(({ group, denominator }): [string, number | null] => [String(group[dimension]), denominator]),
    )
  }
}

t.test('nights of short breaks in the midst of a placement are part of it, others are not', async (t) => {
  const client = await fresh()
  const nights = await nightsUnder(client, [
    ['V3', '2020-01-05', '2020-01-10'],
    ['C2', '2020-01-10', '2022-01-05'],
    ['V3', '2022-01-05', '2022-01-15'],
    ['C2', '2022-01-15', null],
  ])
  // Two years from 10 January 2020, the first night under the care order: of the short breaks of 2022 five nights are sooner.
  t.same(await nights('timeInPlacement', '2022-01-05', '2022-01-14'), { 'under-2-years': 5, '2-years+': 5 })
  t.same(await nights('timeInPlacement', '2020-01-05', '2020-01-14'), { unknown: 5, 'under-2-years': 5 })
  t.same(await counts(client, 'children-looked-after?by=timeInPlacement&asAt=2022-01-15'), { '2-years+': 1 })
  t.same(await counts(client, 'children-looked-after?by=timeInCare&asAt=2022-01-15'), {
    'under-2.5-years': 1,
  })
})

t.test('a placement counts in a year of short breaks in its midst', async (t) => {
  const client = await fresh()
  const nights = await nightsUnder(client, [
    ['C2', '2020-01-10', '2021-01-05'],
    ['V4', '2021-01-05', '2022-06-01'],
    ['C2', '2022-06-01', '2023-01-05'],
    ['V4', '2023-01-05', null],
  ])
  // All of the year that ends on 1 March 2022 is of short breaks: one placement, no move.
  t.same(await nights('movesInYear', '2022-03-01', '2022-03-05'), { '0': 5 })
  t.same(
    await nights('timeInPlacement', '2023-01-04', '2023-01-08'),
    { '2-years+': 1, unknown: 4 },
    'and not after the last',
  )
})

t.test('a temporary stay does not end the placement', async (t) => {
  const client = await fresh()
  const child = await lookedAfter(client, '2019-01-01')
  await addStays(client, child, [
    ['2019-01-01', null],
    ['2021-12-01', '2021-12-20', { placementType: 'temporary', placeCode: 'T1' }],
  ])
  t.same(await stable(client, '2021-12-10'), [1, 1])
  t.same(await stable(client, '2021-12-20'), [1, 1])
})

t.test('a child whose placement is not recorded is left out, and counted as unknown', async (t) => {
  const client = await fresh()
  await lookedAfter(client, '2019-01-01')
  t.same(await figure(client, 'long-term-stability?asAt=2023-01-01'), [0, 0, null, 1])
  t.same(await figure(client, 'placements-3-plus?asAt=2023-01-01'), [0, 0, null, 1])
})

t.test('a switch that the measure does not have, or a choice, is refused', async (t) => {
  const client = await fresh()
  for (const [query, code] of [
    ['fostered?temporaryStays=counted', 'unsuitable-switch'],
    ['placements-3-plus?temporaryStays=perhaps', 'unknown-code'],
  ]) {
    const { status, body } = await client.get(`/v1/measures/${query}`)
    t.equal(status, 400)
    t.match(body.errors, [{ pointer: '#/query/temporaryStays', code }])
  }
})

t.test('distance with unaccompanied children or without', async (t) => {
  const client = await fresh()
  // 40,000 m ÷ 1.6093 = 24.9 miles.
  await postcodesAt(service.ownerPool, STOCKPORT, { ZZ70AA: 0, ZZ70AB: 40_000 })
  for (const uasc of [true, false]) {
    const { id: childId } = await aChild(client, { uasc, homePostcode: 'ZZ7 0AA' })
    await careAgain(client, childId, '2022-01-10')
    await aPlacement(client, { childId, postcode: 'ZZ7 0AB' })
  }
  t.same(await figure(client, 'over-20-miles'), [2, 2, 100, 0])
  t.same(await figure(client, 'over-20-miles?unaccompanied=excluded'), [1, 1, 100, 0])
})
