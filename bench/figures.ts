import type { Pool } from 'pg'
import { pointsBetween } from '../src/domain/measures/points.ts'
import { figuresOf } from '../src/engines/figures/answer.ts'
import { parseQuestion, type MeasureQuery } from '../src/engines/figures/parse.ts'
import { factStore } from '../src/engines/figures/queries/kept-facts.ts'
import { APP_ROLE, createPool } from '../src/platform/db/pool.ts'
import { readAs } from '../src/platform/db/tenant.ts'
import { principal } from './probes.ts'
import { median, printTable, ratio } from './table.ts'
import { plain, timesOf } from './work.ts'

const mine = `cp.authority_code = '${principal.authorityCode}'`

/** Ids of measures that a committee reads for one day. */
const ofADay = [
  'children-looked-after',
  'placed-in-authority',
  'over-20-miles',
  'mean-distance-miles',
  'placements-3-plus',
]

/** Asks measures as a view does, in one transaction of the service's. */
const ask = (pool: Pool, queries: readonly MeasureQuery[]): Promise<unknown> =>
  readAs(pool, principal, (tx) => figuresOf(tx, queries))

const queriesOfDay = (day: string): MeasureQuery[] => ofADay.map((id) => parseQuestion(id, [day], {}, day))

/**
 * The baseline: one statement with the same measures by joins over the records, using their keys and indexes. Distance and
 * age are computed while it reads.
 */
const plainDay = (day: string): string => `
  select count(*),
         count(*) filter (where pc.authority_code = c.authority_code),
         count(*) filter (where distance_miles(home.easting, home.northing, pc.easting, pc.northing) > 20),
         avg(distance_miles(home.easting, home.northing, pc.easting, pc.northing)),
         count(*) filter (where (
           select count(*) from placements q
            where q.child_id = c.id and q.layer = 'usual'
              and q.stay && daterange('${day}'::date - 364, '${day}'::date, '[]')) >= 3)
    from care_periods cp
    join children c on c.id = cp.child_id
    join legal_statuses l on l.child_id = c.id and l.nights @> '${day}'::date and l.status not in ('V3', 'V4')
    join placements p on p.child_id = c.id and p.stay @> '${day}'::date and p.layer = 'usual'
    left join homes h on h.id = p.home_id
    left join postcodes pc on pc.postcode = coalesce(p.postcode, h.postcode)
    left join postcodes home on home.postcode = coalesce(p.home_postcode, c.home_postcode)
   where cp.nights @> '${day}'::date and ${mine}`

const series = (months: number, dimensions: string): MeasureQuery => {
  const first = months === 120 ? '2014-01-01' : months === 60 ? '2019-01-01' : '2023-01-01'
  const points = [...pointsBetween(first, '2023-12-31', 'month')]
  return parseQuestion('children-looked-after', points, { by: dimensions || undefined }, '2023-12-31')
}

/** The baseline of a series of 120 months by type and age band: the records joined with a grid of month ends. */
const plainGrid = (authority: string): string => `
  select month.day, p.placement_type,
         width_bucket(extract(year from age(month.day, c.date_of_birth)), array[1, 5, 10, 16, 18]) as band, count(*)
    from generate_series('2014-01-31'::date, '2023-12-31', interval '1 month') grid (first),
    lateral (select (date_trunc('month', grid.first) + interval '1 month - 1 day')::date as day) month
    join care_periods cp on cp.nights @> month.day
    join children c on c.id = cp.child_id
    join legal_statuses l on l.child_id = c.id and l.nights @> month.day and l.status not in ('V3', 'V4')
    join placements p on p.child_id = c.id and p.stay @> month.day and p.layer = 'usual'
   where ${authority} group by 1, 2, 3`

/** The time that each piece of work takes in the process, in ms: the median of rounds in which they take turns. */
async function timesInProcess(
  works: readonly (() => Promise<unknown>)[],
  repeats: number,
): Promise<number[]> {
  const times = works.map((): number[] => [])
  for (const work of works) await work()
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [index, work] of works.entries()) {
      const start = performance.now()
      await work()
      times[index]?.push(performance.now() - start)
    }
  }
  return times.map(median)
}

/** Benchmarks measures at a day and as series, from facts in memory, against joins over the records. */
export async function figures(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  for (const [authorities, url] of databases) {
    const pool = createPool({ url, role: APP_ROLE, max: 1 })
    const store = factStore(pool)
    const unkept = createPool({ url, role: APP_ROLE, max: 1 })
    factStore(unkept).maxBytes = 0
    try {
      const [plainly = 0, grid = 0] = await timesOf(
        url,
        [plain(plainDay('2023-12-01')), plain(plainGrid(mine))],
        repeats,
      )
      const [together = 0, ten = 0, load = 0] = await timesInProcess(
        [
          () => ask(pool, queriesOfDay('2023-12-01')),
          () => ask(pool, [series(120, 'placementType,ageBand')]),
          () => ask(unkept, [parseQuestion('children-looked-after', ['2023-12-01'], {}, '2023-12-01')]),
        ],
        repeats,
      )
      rows.push(
        [`${ofADay.length} measures as at a day`, authorities, ratio(plainly, together), store.bytes],
        ['120 months × type × age band', authorities, ratio(grid, ten), store.bytes],
        [
          'one measure with nothing in memory: all facts of the set are read',
          authorities,
          ratio(plainly, load),
          0,
        ],
      )
    } finally {
      await Promise.all([pool.end(), unkept.end()])
    }
  }
  printTable(
    `Figures of one authority from facts in memory, transaction and all: plain joins over the records ÷ ours, median of ${repeats} rounds`,
    ['question', 'authorities', 'plain ÷ ours', 'bytes kept'],
    rows,
  )
  await asItGrows(databases, repeats)
}

/** Benchmarks how the cost of a series grows with its years and dimensions. */
async function asItGrows(databases: Map<number, string>, repeats: number): Promise<void> {
  const questions: [string, MeasureQuery][] = [
    ['1 year', series(12, '')],
    ['5 years', series(60, '')],
    ['10 years', series(120, '')],
    ['10 years, by type', series(120, 'placementType')],
    ['10 years, by type and band', series(120, 'placementType,ageBand')],
    ['10 years, by type, band and sex', series(120, 'placementType,ageBand,sex')],
  ]
  const rows: (string | number)[][] = []
  for (const [authorities, url] of databases) {
    const pool = createPool({ url, role: APP_ROLE, max: 1 })
    const works = questions.map(
      ([, query]) =>
        () =>
          ask(pool, [query]),
    )
    const times = await timesInProcess(works, repeats).finally(() => pool.end())
    rows.push([authorities, ...times.map((time) => ratio(time, times[0] ?? 0))])
  }
  printTable(
    `Children in care by month, one authority, ÷ the series of one year, median of ${repeats} rounds`,
    ['authorities', ...questions.map(([name]) => name)],
    rows,
  )
}
