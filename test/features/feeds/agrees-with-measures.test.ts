import t from 'tap'
import { addMonths, addDays } from '../../../src/domain/dates.ts'
import { isPeriodic, type FeedName } from '../../../src/domain/feeds/sets.ts'
import { testApp } from '../../support/app.ts'
import { counts, figure } from '../measures/support.ts'
import { countsBy, rowsOf, type FeedRow } from './support.ts'

/** What an analyst computes from the sets is the measure's own number, in the demonstration. The clock says 1 December 2023. */

const service = await testApp(t, { contents: 'demonstration' })
const analyst = await service.as('bi')
const children = await rowsOf(analyst, 'child-months', '?from=2022-01-01')

const monthsAgo = (n: number) => addMonths('2023-12-01', -n)
const endOf = (month: string) => (month === '2023-12-01' ? month : addDays(addMonths(month, 1), -1))
const lookedAfter = (month: string) =>
  children.filter((row) => row.month === month && row.lookedAfterAtEnd === true)
/** Without the codes that nobody has. */
const present = (all: Record<string, number>) =>
  Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))

t.test('children looked after, whole and by every division that the set has', async (t) => {
  const divisions = [
    'placementType',
    'legalStatus',
    'location',
    'providerSector',
    'sex',
    'ethnicity',
    'need',
    'uasc',
  ]
  for (const month of [0, 1, 8, 20].map(monthsAgo)) {
    const rows = lookedAfter(month)
    const [total] = await figure(analyst, `children-looked-after?asAt=${endOf(month)}`)
    t.equal(rows.length, total, month)
    t.ok(rows.length > 100)
    for (const name of [...divisions, 'disability', 'receivingAuthority', 'placeCode', 'unregistered']) {
      const figures = await counts(analyst, `children-looked-after?asAt=${endOf(month)}&by=${name}`)
      t.same(countsBy(rows, name), present(figures), `${month} by ${name}`)
    }
  }
})

t.test('shares and means of children', async (t) => {
  for (const month of [1, 8].map(monthsAgo)) {
    const rows = lookedAfter(month)
    const asAt = `asAt=${endOf(month)}`
    const miles = rows.flatMap(({ distanceMiles }) =>
      typeof distanceMiles === 'number' ? [distanceMiles] : [],
    )
    const [sum, count] = await figure(analyst, `mean-distance-miles?${asAt}`)
    const total = miles.reduce((all, distance) => all + distance, 0)
    t.same([total.toFixed(1), miles.length], [Number(sum).toFixed(1), count])
    const [distant] = await figure(analyst, `over-20-miles?${asAt}`)
    t.equal(miles.filter((distance) => distance > 20).length, distant)
    const [moveCount] = await figure(analyst, `placements-3-plus?${asAt}`)
    t.equal(rows.filter(({ placementsInYear }) => Number(placementsInYear) >= 3).length, moveCount)
  }
})

t.test('nights of a month are those of its days', async (t) => {
  const month = '2023-11-01'
  const rows = children.filter((row) => row.month === month)
  const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0)
  let days = 0
  for (let day = month; day < '2023-12-01'; day = addDays(day, 1)) {
    const [total] = await figure(analyst, `children-looked-after?asAt=${day}`)
    days += Number(total)
  }
  t.equal(sum('nights'), days)
  const families = ['fostering', 'residential', 'supported', 'family', 'adoption', 'other']
  const remainder = rows.reduce(
    (total, row) =>
      total + Number(row.nights) - families.reduce((n, family) => n + Number(row[`${family}Nights`]), 0),
    0,
  )
  t.ok(remainder >= 0, `${remainder} nights without a placement`)
})

t.test('beds: occupancy, utilisation and void beds', async (t) => {
  const beds = await rowsOf(analyst, 'bed-months', '?from=2023-11-01')
  // The present month has one night, that of the day.
  const today = beds.filter(({ month }) => month === '2023-12-01')
  const sum = (rows: FeedRow[], column: string) => rows.reduce((total, row) => total + Number(row[column]), 0)
  const [nightsUsed, available] = await figure(analyst, 'occupancy?asAt=2023-12-01')
  t.equal(sum(today, 'occupiedNights'), nightsUsed)
  t.equal(sum(today, 'openNights') - sum(today, 'voidNights'), available)
  const [, open] = await figure(analyst, 'utilisation?asAt=2023-12-01')
  t.equal(sum(today, 'openNights'), open)
  const [empty] = await figure(analyst, 'void-beds?asAt=2023-12-01')
  t.equal(sum(today, 'voidNights'), empty)
  for (const { openNights, voidNights, occupiedNights, committedNights, vacantNights } of beds) {
    const parts = [voidNights, occupiedNights, committedNights, vacantNights].map(Number)
    if (openNights !== parts.reduce((total, nights) => total + nights, 0))
      t.fail('open is not the sum of its parts')
  }
  t.ok(beds.length > today.length)
})

t.test('every code of a set has a label', async (t) => {
  const { body } = await analyst.get<{
    items: { set: FeedName; columns: { name: string; codes: string | null }[] }[]
  }>('/v1/feeds')
  const labels = new Set((await rowsOf(analyst, 'codes')).map(({ list, code }) => `${list} ${code}`))
  for (const { set, columns } of body.items) {
    const rows = await rowsOf(analyst, set, isPeriodic(set) ? '?from=2023-06-01' : '')
    for (const { name, codes } of columns) {
      if (codes === null) continue
      const codesThere = [...new Set(rows.map((row) => row[name]))].filter((code) => code !== null)
      const bare = codesThere.filter((code) => !labels.has(`${codes} ${code}`))
      t.same(bare, [], `${set}.${name}`)
    }
  }
})
