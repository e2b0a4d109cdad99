import { parseArgs } from 'node:util'
import { setViewName } from '../src/domain/feeds/names.ts'
import { databaseOf, openServer } from './data.ts'
import { copyOut, pagesOf, takePage, ways, withSource, type PulledSet, type Source } from './pulls.ts'
import { median, printTable, ratio } from './table.ts'

/*
 * Pulls of whole sets by each feed against `COPY … TO STDOUT` of the same view; the refresh of a month against the full pull; and
 * pages by their depth. The service runs as its image does.
 */

const { values } = parseArgs({
  options: {
    authorities: { type: 'string', default: '1,20' },
    repeats: { type: 'string', default: '5' },
    tables: { type: 'string', default: 'full,month,depth' },
  },
})
const repeats = Number(values.repeats)
const sets: readonly PulledSet[] = ['placements', 'child-months']
const month = ['2023-06-01', '2023-07-01'] as const

interface Bench extends Source {
  authorities: number
  memory: () => Promise<{ now: number; peak: number }>
  forgetPeak: () => Promise<void>
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The medians of what works take, in turns. */
async function mediansOf(works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times = works.map((): number[] => [])
  for (const work of works) await work()
  for (let repeat = 0; repeat < repeats; repeat++)
    for (const [index, work] of works.entries()) times[index]?.push(await timed(work))
  return times.map(median)
}

async function rowCount({ app }: Source, set: PulledSet, condition = 'true'): Promise<number> {
  const { rows } = await app.query<{ n: string }>(
    `select count(*) as n from reporting.${setViewName(set)} where ${condition}`,
  )
  return Number(rows[0]?.n)
}

/** Full pulls, and the memory that they take. */
async function full(bench: Bench): Promise<(string | number)[][]> {
  const table: (string | number)[][] = []
  for (const set of sets) {
    const rows = await rowCount(bench, set)
    const [copy = 0, ...times] = await mediansOf([
      () => copyOut(bench, set),
      ...Object.values(ways).map((way) => () => way(bench, set)),
    ])
    for (const [index, [name, way]] of Object.entries(ways).entries()) {
      const time = times[index] ?? 0
      await bench.forgetPeak()
      const before = (await bench.memory()).now
      await way(bench, set)
      const { peak } = await bench.memory()
      table.push([`${set}: ${name}`, bench.authorities, rows, ratio(time, copy), ratio(peak, before)])
    }
  }
  return table
}

/** The refresh of one month. */
async function refresh(bench: Bench): Promise<(string | number)[][]> {
  const share =
    (await rowCount(bench, 'child-months', `month = '${month[0]}'`)) / (await rowCount(bench, 'child-months'))
  const table: (string | number)[][] = []
  for (const [name, way] of Object.entries(ways)) {
    const [all = 0, part = 0] = await mediansOf([
      () => way(bench, 'child-months'),
      () => way(bench, 'child-months', month),
    ])
    table.push([name, bench.authorities, share.toFixed(4), (part / all).toFixed(4)])
  }
  return table
}

const depths = [0, 0.25, 0.5, 0.75, 1]
const PAGE = 1000

/** Pages of 1,000 rows at growing depths; the last one that is full stands for the end. */
async function depth(bench: Bench): Promise<(string | number)[][]> {
  const table: (string | number)[][] = []
  for (const set of sets) {
    const pages = (await pagesOf(bench, set, { pageSize: PAGE })).slice(0, -1)
    const paths = depths.map((share) => pages[Math.round(share * (pages.length - 1))] ?? '')
    const times = await mediansOf(paths.map((path) => () => takePage(bench, path, PAGE)))
    table.push([set, bench.authorities, pages.length, ...times.map((time) => ratio(time, times[0] ?? 0))])
  }
  return table
}

const tables: Record<
  string,
  { title: string; header: string[]; rowsOf: (bench: Bench) => Promise<(string | number)[][]> }
> = {
  full: {
    title: `Full pulls ÷ COPY … TO STDOUT of the same view, and the memory of the service at its highest ÷ before, median of ${repeats} rounds`,
    header: ['pull', 'authorities', 'rows', 'time ÷ COPY', 'peak ÷ before'],
    rowsOf: full,
  },
  month: {
    title: `One month of child-months ÷ the full pull, median of ${repeats} rounds`,
    header: ['pull', 'authorities', 'its share of the rows', 'its share of the time'],
    rowsOf: refresh,
  },
  depth: {
    title: `OData pages of ${PAGE} rows by depth, ÷ the first, median of ${repeats} rounds`,
    header: ['set', 'authorities', 'pages', ...depths.map((share) => `at ${share * 100} %`)],
    rowsOf: depth,
  },
}

const server = await openServer()
try {
  const results = new Map(Object.keys(tables).map((name) => [name, [] as (string | number)[][]]))
  for (const authorities of values.authorities.split(',').map(Number)) {
    const url = await databaseOf(server, authorities)
    await withSource(url, async (source, { memory, forgetPeak }) => {
      const bench: Bench = { ...source, authorities, memory, forgetPeak }
      for (const table of values.tables.split(','))
        results.get(table)?.push(...((await tables[table]?.rowsOf(bench)) ?? []))
    })
  }
  for (const table of values.tables.split(',')) {
    const { title = '', header = [] } = tables[table] ?? {}
    printTable(title, header, results.get(table) ?? [])
  }
} finally {
  await server.stop()
}
