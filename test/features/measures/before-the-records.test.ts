import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aCarePeriod, aChild, aLegalStatus, aPlacement } from '../../support/builders.ts'
import { figure, freshClients, figures } from './support.ts'

const fresh = freshClients(await testApp(t))

type Stay = [from: string, to: string | null, fields?: Record<string, unknown>]

/** A child in care since before a day, which is the first on record; born on 1 June 2012. */
async function sinceBefore(client: TestClient, from: string, stays: Stay[], to?: string) {
  const { id: childId } = await aChild(client, { dateOfBirth: '2012-06-01' })
  const ending = to === undefined ? {} : { endedOn: to, endReason: 'E4A' }
  await aCarePeriod(client, { childId, startedOn: from, startedBefore: true, ...ending })
  await aLegalStatus(client, { childId, startedOn: from, endedOn: to })
  for (const [startedOn, endedOn, fields] of stays) {
    const end = endedOn === null ? {} : { endedOn, endReason: 'CARPL' }
    await aPlacement(client, { childId, placementType: 'ifa', startedOn, ...end, ...fields })
  }
  return childId
}
const returnToCare = async (client: TestClient, childId: unknown, from: string) => {
  await aCarePeriod(client, { childId, startedOn: from })
  await aLegalStatus(client, { childId, startedOn: from })
}

/** Numerator, denominator and unknown. */
const countsAt = async (client: TestClient, path: string) => {
  const [numerator, denominator, , unknown] = await figure(client, path)
  return [numerator, denominator, unknown]
}
/** The code in which the one child is, on a day. */
const codeOf = async (client: TestClient, dimension: string, day: string) =>
  (await figures(client, `children-looked-after?asAt=${day}&by=${dimension}`))[0]?.group[dimension]

t.test('the first day on record is no start where care began before it', async (t) => {
  const client = await fresh()
  const child = await sinceBefore(client, '2022-05-10', [['2022-05-10', null]], '2022-09-01')
  const startsAt = (query: string) => countsAt(client, `started-care?${query}`)
  t.same(await startsAt('asAt=2022-06-30'), [0, null, 1], 'nobody knows whether it began in the year')
  t.same(await startsAt('asAt=2022-04-30&period=month'), [0, null, 0], 'not of a period before that day')
  await returnToCare(client, child, '2022-11-01')
  t.same(await startsAt('asAt=2022-12-31'), [1, null, 0], 'a start in the year counts, whatever came before')
  t.same(await startsAt('asAt=2022-06-30&period=quarter'), [0, null, 1])
})

t.test('time in care is at least that since the first day on record', async (t) => {
  const client = await fresh()
  await sinceBefore(client, '2020-01-31', [['2020-01-31', null, { startedBefore: true }]])
  const stable = (day: string) => countsAt(client, `long-term-stability?asAt=${day}`)
  // 31 January 2020 + 24 months = 31 January 2022, + 30 months = 31 July 2022.
  t.same(await stable('2020-02-01'), [0, 0, 1], 'years in care may have come before')
  t.equal(await codeOf(client, 'timeInPlacement', '2022-01-30'), 'unknown')
  t.equal(await codeOf(client, 'timeInPlacement', '2022-01-31'), '2-years+', 'for sure')
  t.same(await stable('2022-07-30'), [0, 0, 1])
  t.same(await stable('2022-07-31'), [1, 1, 0])
  t.equal(await codeOf(client, 'careStart', '2022-07-31'), 'unknown', 'since at least that day')
})

t.test('a row with another carer says when the placement began', async (t) => {
  const client = await fresh()
  await sinceBefore(client, '2020-01-31', [['2020-01-31', null]])
  t.equal(await codeOf(client, 'timeInPlacement', '2022-01-30'), 'under-2-years')
  t.equal(await codeOf(client, 'timeInPlacement', '2022-01-31'), '2-years+')
  t.equal(await codeOf(client, 'timeInCare', '2022-01-31'), 'unknown')
})

t.test('a placement for adoption counts with the one before it, which may have been long', async (t) => {
  const client = await fresh()
  const adoptive = { placementType: 'placed-for-adoption' }
  await sinceBefore(client, '2020-01-31', [['2020-01-31', null, { ...adoptive, placeCode: 'A4' }]])
  t.equal(await codeOf(client, 'timeInPlacement', '2020-02-01'), 'unknown')
  const other = await fresh()
  await sinceBefore(other, '2020-01-31', [
    ['2020-01-31', '2020-06-01'],
    ['2020-06-01', null, { ...adoptive, placeCode: 'A4' }],
  ])
  t.equal(
    await codeOf(other, 'timeInPlacement', '2020-07-01'),
    'under-2-years',
    'the one before is on record',
  )
  t.equal(await codeOf(other, 'timeInPlacement', '2022-01-31'), '2-years+', 'since 31 January 2020')
})

t.test('a break ends what is not known: who comes back starts anew', async (t) => {
  const client = await fresh()
  const child = await sinceBefore(client, '2020-01-31', [], '2020-06-01')
  await returnToCare(client, child, '2020-07-01')
  t.equal(await codeOf(client, 'timeInCare', '2020-05-31'), 'unknown')
  t.equal(await codeOf(client, 'timeInCare', '2020-07-01'), 'under-2.5-years')
  t.equal(await codeOf(client, 'careStart', '2020-07-01'), 'known')
})

t.test('nobody was in care before birth', async (t) => {
  const client = await fresh()
  await sinceBefore(client, '2012-06-01', [['2012-06-01', null]])
  t.equal(await codeOf(client, 'careStart', '2012-06-01'), 'known')
  t.equal(await codeOf(client, 'timeInCare', '2012-06-01'), 'under-2.5-years')
  t.equal(await codeOf(client, 'placementsInYear', '2012-06-01'), '1')
})

t.test('the placements of a year that is not wholly on record are at least those on record', async (t) => {
  const client = await fresh()
  await sinceBefore(client, '2022-05-10', [
    ['2022-05-10', '2022-07-01'],
    ['2022-07-01', '2022-09-01'],
    ['2022-09-01', '2022-11-01'],
    ['2022-11-01', null],
  ])
  const many = (day: string) => countsAt(client, `placements-3-plus?asAt=${day}`)
  t.same(await many('2022-08-31'), [0, 0, 1], 'two, and perhaps another before 10 May')
  t.same(await many('2022-09-01'), [1, 1, 0], 'three for sure')
  t.equal(await codeOf(client, 'movesInYear', '2022-09-01'), 'unknown', 'two moves, or three and more')
  t.equal(await codeOf(client, 'movesInYear', '2022-11-01'), '3+')
  // The year to 9 May 2023 begins on 10 May 2022, so it is on record.
  t.equal(await codeOf(client, 'movesInYear', '2023-05-09'), '3+')
  t.equal(
    await codeOf(client, 'placementsInYear', '2023-09-01'),
    '2',
    'those of 1 September and of 1 November',
  )
  t.equal(await codeOf(client, 'movesInYear', '2023-09-01'), '1')
})

t.test('a year is known from its first day on', async (t) => {
  const client = await fresh()
  await sinceBefore(client, '2022-05-10', [['2022-05-10', null]])
  t.same(
    await countsAt(client, 'placements-3-plus?asAt=2023-05-08'),
    [0, 0, 1],
    'the night of 9 May 2022 is in it',
  )
  t.same(
    await countsAt(client, 'placements-3-plus?asAt=2023-05-09'),
    [0, 1, 0],
    'it is of 10 May 2022 to 9 May 2023',
  )
  t.equal(await codeOf(client, 'movesInYear', '2023-05-09'), '0')
  t.equal(await codeOf(client, 'placementsInTwoYears', '2024-05-08'), 'unknown')
  t.equal(await codeOf(client, 'placementsInTwoYears', '2024-05-09'), '1')
})

t.test('whether the child was in care a year before may not be known', async (t) => {
  const client = await fresh()
  const child = await sinceBefore(client, '2022-05-10', [['2022-05-10', null]], '2022-09-01')
  await returnToCare(client, child, '2023-01-10')
  const codeAt = (day: string) => codeOf(client, 'lookedAfterYearBefore', day)
  t.equal(await codeAt('2022-06-01'), 'unknown', 'nothing is known of 1 June 2021')
  t.equal(await codeAt('2023-05-09'), 'unknown')
  t.equal(await codeAt('2023-05-10'), 'yes')
  t.equal(await codeAt('2023-08-31'), 'yes')
  t.equal(await codeAt('2023-09-01'), 'no', 'at home on 1 September 2022')
  t.equal(await codeAt('2024-01-10'), 'yes')
})

t.test('temporary stays, where they count, answer by themselves', async (t) => {
  const client = await fresh()
  const temporary = { placementType: 'temporary', placeCode: 'T4' }
  await sinceBefore(client, '2022-05-10', [
    ['2022-05-10', null],
    ['2022-06-01', '2022-06-03', temporary],
    ['2022-07-01', '2022-07-03', temporary],
  ])
  t.same(await countsAt(client, 'placements-3-plus?asAt=2022-08-01'), [0, 0, 1])
  t.same(await countsAt(client, 'placements-3-plus?asAt=2022-08-01&temporaryStays=counted'), [1, 1, 0])
})

t.test('care that ended and began again on one day leaves no night unknown', async (t) => {
  const client = await fresh()
  const { id: childId } = await aChild(client, { dateOfBirth: '2012-06-01' })
  await aCarePeriod(client, { childId, startedOn: '2022-01-10', endedOn: '2022-05-10', endReason: 'E8' })
  await aCarePeriod(client, { childId, startedOn: '2022-05-10', startedBefore: true })
  await aLegalStatus(client, { childId, startedOn: '2022-01-10' })
  await aPlacement(client, { childId, startedOn: '2022-01-10' })
  t.equal(await codeOf(client, 'placementsInYear', '2022-06-01'), '1')
  t.equal(await codeOf(client, 'timeInCare', '2022-06-01'), 'unknown', 'the length is not')
})
