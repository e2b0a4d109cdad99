import fc from 'fast-check'
import t from 'tap'
import type { Principal } from '../../../src/domain/access.ts'
import { keptDimensions, keptPeriods } from '../../../src/domain/measures/kept-values.ts'
import { measures } from '../../../src/domain/measures/measures.ts'
import { refreshMeasureValues } from '../../../src/engines/figures/queries/measure-values.ts'
import { writeAs } from '../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { history, write, writePlaces } from '../measures/independent/histories.ts'
import { inCare } from '../measures/support.ts'
import { rowsOf, type FeedRow } from './support.ts'

/** The set `measure-values`, in a random history. The clock says 1 December 2023. */

t.setTimeout(300_000)

const service = await testApp(t)
await writePlaces(service.ownerPool)
for (const rows of fc.sample(history, { seed: 14, numRuns: 1 })) await write(service.ownerPool, rows)
const analyst = await service.as('bi')
const principal: Principal = { subject: 'test', role: 'admin', authorityCode: CHESHIRE_EAST }
const refresh = (authorityCode = CHESHIRE_EAST) =>
  writeAs(service.appPool, { ...principal, authorityCode }, (tx) => refreshMeasureValues(tx, '2023-12-01'), {
    ofOneMoment: true,
  })
const month = (first: string, last: string) => rowsOf(analyst, 'measure-values', `?from=${first}&to=${last}`)

t.test('nothing is there before it is computed', async (t) => {
  t.same(await rowsOf(analyst, 'measure-values'), [])
})

t.test('a process that stops gives up the computing, and nothing of it is kept', async (t) => {
  const stop = new AbortController()
  const computation = writeAs(
    service.appPool,
    principal,
    (tx) => refreshMeasureValues(tx, '2023-12-01', stop.signal),
    { ofOneMoment: true },
  )
  stop.abort(new Error('the service stops'))
  await t.rejects(computation, { message: 'the service stops' })
  t.same(await rowsOf(analyst, 'measure-values'), [])
})

t.test('computed once, the values are kept until something changes', async (t) => {
  t.ok(Number(await refresh()) > 1000)
  t.equal(await refresh(), null, 'nothing is to do')
  const rows = await month('2023-11-01', '2023-12-01')
  t.ok(rows.every(({ isCurrent }) => isCurrent === true))
  t.same(
    new Set(rows.map(({ measure }) => measure)),
    new Set(Object.keys(measures)),
    'every measure is there',
  )
  // Financial years from 2018/19 to this one, up to today.
  const months = await service.ownerPool.query<{ first: string; last: string; count: number }>(
    `select min(month)::text as first, max(month)::text as last, count(distinct month)::int as count from measure_values`,
  )
  t.same(months.rows, [{ first: '2018-04-01', last: '2023-12-01', count: 5 * 12 + 9 }])
})

type Item = Record<string, string | number | null>
const keyOf = ({ measure, period, dimension, code }: FeedRow) => [measure, period, dimension, code].join(' ')

for (const [first, next, last] of [
  ['2023-11-01', '2023-12-01', '2023-11-30'],
  ['2023-12-01', '2024-01-01', '2023-12-01'],
  ['2022-09-01', '2022-10-01', '2022-09-30'],
] as const) {
  t.test(`every value of ${last} is the API's own`, async (t) => {
    const rows = new Map((await month(first, next)).map((row) => [keyOf(row), row]))
    t.ok(rows.size > 400)
    for (const period of keptPeriods) {
      const { body, status } = await analyst.post<string>(
        '/v1/figures',
        { measures: 'all', by: [[], ...keptDimensions.map((name) => [name])], points: [last], period },
        { accept: 'application/x-ndjson' },
      )
      t.equal(status, 200)
      const differences: unknown[] = []
      for (const line of body.split('\n').filter(Boolean)) {
        const item = JSON.parse(line) as Item
        const name = keptDimensions.find((dimension) => item[dimension] !== undefined)
        const isOverPeriod = item.period !== null && item.period !== '' && item.period !== undefined
        if (!isOverPeriod && period !== 'month') continue
        const key = [
          item.measure,
          isOverPeriod ? period : 'day',
          name ?? 'none',
          name ? item[name] : 'all',
        ].join(' ')
        const row = rows.get(key)
        rows.delete(key)
        const api = [item.numerator, item.denominator, item.value, item.unknown, item.unit, item.version]
        const isNothing = [item.numerator ?? 0, item.denominator ?? 0, item.unknown].every((sum) => sum === 0)
        if (row === undefined && name !== undefined && isNothing) continue
        const own = [
          row?.numerator,
          row?.denominator,
          row?.value,
          row?.unknown,
          row?.unit,
          row?.definitionVersion,
        ]
        if (String(own) !== String(api) || row?.asAt !== last) differences.push([key, own, api])
      }
      t.same(differences, [], period)
    }
    t.same([...rows.keys()], [], 'and there are no others')
  })
}

t.test('a change makes them no longer current, until they are computed again', async (t) => {
  const rowsBefore = await month('2023-11-01', '2023-12-01')
  const whole = (rows: FeedRow[]) => rows.find((row) => keyOf(row) === 'children-looked-after day none all')
  await inCare(await service.as('admin'), '2023-11-20', undefined, { reference: 'NEW-1' })
  const staleRows = await month('2023-11-01', '2023-12-01')
  t.ok(staleRows.every(({ isCurrent }) => isCurrent === false))
  t.equal(whole(staleRows)?.value, whole(rowsBefore)?.value, 'they are as they were computed')
  t.ok(Number(await refresh()) > 0)
  const rowsAfter = await month('2023-11-01', '2023-12-01')
  t.ok(rowsAfter.every(({ isCurrent }) => isCurrent === true))
  t.equal(whole(rowsAfter)?.value, Number(whole(rowsBefore)?.value) + 1, 'one child more')
})

t.test('another authority sees none of them', async (t) => {
  t.same(await rowsOf(await service.as('bi', STOCKPORT), 'measure-values'), [])
  t.equal(typeof (await refresh(STOCKPORT)), 'number')
  const rows = await rowsOf(await service.as('bi', STOCKPORT), 'measure-values')
  t.ok(rows.length > 0)
  t.ok(
    rows.every(({ dimension }) => dimension === 'none'),
    'nobody is in care there',
  )
})

t.test('the service computes them of its own accord', async (t) => {
  const running = await testApp(t, { valuesEveryMs: 50 })
  await inCare(await running.as('admin'), '2023-11-20')
  const reader = await running.as('bi')
  for (let attempt = 0; attempt < 200; attempt++) {
    const rows = await rowsOf(reader, 'measure-values', '?from=2023-11-01')
    if (
      rows.some(
        (row) => keyOf(row) === 'children-looked-after day none all' && row.value === 1 && row.isCurrent,
      )
    )
      return t.pass()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  t.fail('they were not computed')
})
