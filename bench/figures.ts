import { Client, type Pool } from 'pg'
import { pointsBetween } from '../src/domain/measures/points.ts'
import { figuresOf } from '../src/engines/figures/answer.ts'
import { parseQuestion, type MeasureQuery } from '../src/engines/figures/parse.ts'
import { figures as figuresOfTallies } from '../src/engines/figures/arithmetic.ts'
import type { Facts } from '../src/engines/figures/columns.ts'
import { factStore } from '../src/engines/figures/queries/kept-facts.ts'
import { selectDays, selectSet } from '../src/engines/figures/queries/read-facts.ts'
import { countTallies, countUndivided } from '../src/engines/figures/tallies.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'
import { createPool } from '../src/platform/db/pool.ts'
import { readAs } from '../src/platform/db/tenant.ts'
import { principal } from './probes.ts'
import { startService } from './load.ts'
import { median, printTable, ratio } from './table.ts'
import { getter } from './together.ts'

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

/** A piece of work, and how many times it is done in a round: short ones several times, to be told from noise. */
interface Piece {
  work: () => Promise<unknown>
  times: number
}

/** The time that each piece of work takes, in ms: the median of rounds in which they take turns. */
async function timesInTurns(pieces: readonly Piece[], repeats: number): Promise<number[]> {
  const lengths = pieces.map((): number[] => [])
  for (const { work, times } of pieces) for (let time = 0; time < times; time++) await work()
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [index, { work, times }] of pieces.entries()) {
      const start = performance.now()
      for (let time = 0; time < times; time++) await work()
      lengths[index]?.push((performance.now() - start) / times)
    }
  }
  return lengths.map(median)
}

/** For how long PostgreSQL says that it executes a statement, in ms: without planning, and without sending the answer. */
async function executionTime(owner: Client, text: string): Promise<number> {
  const { rows } = await owner.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(
    `explain (analyze, timing off, format json) ${text}`,
  )
  return rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? NaN
}

/** A question of figures, asked in the three ways in which it is timed. */
interface Asked {
  name: string
  plain: string
  queries: readonly MeasureQuery[]
  body: object
}

const day = '2023-12-01'
const asked: Asked[] = [
  {
    name: `${ofADay.length} measures as at a day`,
    plain: plainDay(day),
    queries: queriesOfDay(day),
    body: { measures: ofADay, by: [], points: [day] },
  },
  {
    name: '120 months × type × age band',
    plain: plainGrid(mine),
    queries: [series(120, 'placementType,ageBand')],
    body: {
      measures: ['children-looked-after'],
      by: ['placementType', 'ageBand'],
      ...{ from: '2014-01-01', to: '2023-12-31', every: 'month' },
    },
  },
]

/** Benchmarks measures at a day and as series, from facts in memory, against joins over the records. */
export async function figures(databases: Map<number, string>, repeats: number): Promise<void> {
  const rows: (string | number)[][] = []
  const loads: (string | number)[][] = []
  for (const [authorities, url] of databases) {
    const owner = new Client({ connectionString: url })
    await owner.connect()
    const pool = createPool({ url: derivedUrls(url).app, max: 1 })
    const store = factStore(pool)
    const unkept = createPool({ url: derivedUrls(url).app, max: 1 })
    factStore(unkept).maxBytes = 0
    const service = await startService(url)
    const get = getter(service)
    try {
      for (const { name, plain: text, queries, body } of asked) {
        const plainStatement = { name: `plain ${name}`, text }
        const content = {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }
        const executions: number[] = []
        const [, plainly = 0, transaction = 0, http = 0, one = 0] = await timesInTurns(
          [
            { work: async () => executions.push(await executionTime(owner, text)), times: 2 },
            { work: () => owner.query(plainStatement), times: 2 },
            { work: () => ask(pool, queries), times: 10 },
            { work: () => get('/v1/figures', content), times: 10 },
            { work: () => get('/health/ready'), times: 10 },
          ],
          repeats,
        )
        const [inProcess = 0] = await readAs(pool, principal, async (tx) => {
          const reader = await factStore(pool).open(tx)
          const facts = await Promise.all(
            queries.map(({ question }) =>
              reader({ whole: selectSet(question), ofDays: selectDays(question) }),
            ),
          )
          const work = async () =>
            queries.map(({ question }, index) => {
              const base = countUndivided(question, facts[index] as Facts)
              return figuresOfTallies(question, countTallies(base, question.dimensions, Infinity))
            })
          return timesInTurns([{ work, times: 20 }], repeats)
        })
        const execution = median(executions)
        rows.push([
          name,
          authorities,
          ratio(execution, inProcess),
          ratio(plainly, transaction),
          ratio(plainly, http),
          ratio(http, one),
          store.bytes,
        ])
      }
      const [load = 0, measure = 0] = await timesInTurns(
        [
          { work: () => ask(unkept, [parseQuestion('children-looked-after', [day], {}, day)]), times: 1 },
          { work: () => owner.query(plainDay(day)), times: 1 },
        ],
        repeats,
      )
      loads.push([authorities, ratio(load, measure)])
    } finally {
      await Promise.all([pool.end(), unkept.end(), owner.end(), service.stop()])
    }
  }
  printTable(
    `Figures of one authority: plain joins over the records ÷ ours from facts in memory, median of ${repeats} rounds`,
    [
      'question',
      'authorities',
      'execution ÷ computing',
      'a statement ÷ a transaction',
      'a statement ÷ a request',
      'a request ÷ select 1',
      'bytes kept',
    ],
    rows,
  )
  printTable(
    'With nothing in memory: reading the days of one measure ÷ five measures by plain joins',
    ['authorities', 'ratio'],
    loads,
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
    const pool = createPool({ url: derivedUrls(url).app, max: 1 })
    const pieces = questions.map(([, query]) => ({ work: () => ask(pool, [query]), times: 5 }))
    const times = await timesInTurns(pieces, repeats).finally(() => pool.end())
    rows.push([authorities, ...times.map((time) => ratio(time, times[0] ?? 0))])
  }
  printTable(
    `Children in care by month, one authority, ÷ the series of one year, median of ${repeats} rounds`,
    ['authorities', ...questions.map(([name]) => name)],
    rows,
  )
}
