import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type Pool } from 'pg'
import { loadReference } from '../src/features/geography/index.ts'
import { readFiles } from '../src/features/returns/in/ssda903/read-files.ts'
import { carryOut, submit } from '../src/features/returns/index.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { APP_ROLE, createPool } from '../src/platform/db/pool.ts'
import { openServer } from './data.ts'
import { writeReturns } from './returns.ts'
import { median, printTable, ratio } from './table.ts'

/*
 * Importing the returns of one authority against reading their files: one year, three and five, each of an authority of its
 * own; sent for the first time and sent again, when nothing changes. Where the first import's time goes, and what a small
 * request of the same process waits for beside it.
 */

const [children, today] = [900, '2026-01-01']
const authorities = { 1: 'E06000049', 3: 'E08000007', 5: 'E09000008' }
const maxBytes = 100_000_000
const readingRepeats = 5

/** What the database does for an import, by the statements that ask for it; the first that is like a statement counts. */
const phases: readonly [name: string, statement: RegExp][] = [
  ['facts of the children, at the commit', /^commit/],
  ['rows as they were received', /insert into import_rows/],
  ['what the returns say now, and what was there before', /(into|from) return_rows/],
  ['report', /import_findings|import_children|record_versions|suspected_duplicates/],
  [
    'records, with their events and versions',
    /(insert into|update|delete from) (children|care|legal|placements)/,
  ],
  ['everything else', /./],
]

interface Times {
  node: number
  server: number
}

/** Milliseconds of processors that this process and a connection's server process have had (the latter on Linux alone). */
async function processorTime(serverPid: number): Promise<Times> {
  const { user, system } = process.cpuUsage()
  const fields = (await readFile(`/proc/${serverPid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')
  const msPerTick = 10
  return { node: (user + system) / 1000, server: msPerTick * (Number(fields[11]) + Number(fields[12])) }
}

/** Runs `work` and returns the share of its waiting for the database that each phase had. */
async function sharesOf(pool: Pool, work: () => Promise<unknown>): Promise<Map<string, number>> {
  const waits = new Map(phases.map(([name]) => [name, 0]))
  const client = await pool.connect()
  const bare = client.query.bind(client) as (...asked: unknown[]) => unknown
  client.release()
  const watched = (...asked: unknown[]): unknown => {
    const [statement] = asked
    const text = typeof statement === 'string' ? statement : (statement as { text: string }).text
    const start = performance.now()
    const outcome = bare(...asked)
    const name = phases.find(([, pattern]) => pattern.test(text))?.[0] ?? ''
    const add = () => waits.set(name, (waits.get(name) ?? 0) + performance.now() - start)
    if (outcome instanceof Promise) outcome.then(add, add)
    return outcome
  }
  client.query = watched as typeof client.query
  await work()
  client.query = bare as typeof client.query
  const total = [...waits.values()].reduce((sum, wait) => sum + wait, 0)
  return new Map([...waits].map(([name, wait]) => [name, wait / total]))
}

/** How long small requests took, one after another, until `over`: 99 of a hundred took less than the first, and the longest. */
async function waitsUntil(pool: Pool, over: Promise<unknown>): Promise<[p99: number, longest: number]> {
  const waits: number[] = []
  let isOver = false
  const end = over.then(() => (isOver = true))
  while (!isOver) {
    const start = performance.now()
    await pool.query('select 1')
    waits.push(performance.now() - start)
    await sleep(2)
  }
  await end
  waits.sort((a, b) => a - b)
  return [waits[Math.floor(waits.length * 0.99)] ?? 0, waits.at(-1) ?? 0]
}

const server = await openServer()
const folder = await mkdtemp(join(tmpdir(), 'sufficiency-bench-'))
const name = 'bench_imports'
const admin = new Client({ connectionString: server.url })
await admin.connect()
try {
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query(`create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  await migrate(url.href)
  const owner = createPool({ url: url.href, name: 'bench', max: 1 })
  await loadReference(owner)
  await owner.end()
  // One connection, so that all of an import is done by one process of the server.
  const pool = createPool({ url: url.href, name: 'bench', max: 1, role: APP_ROLE })
  const others = createPool({ url: url.href, name: 'bench', max: 1, role: APP_ROLE })
  const { rows: backends } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = backends[0]?.pid ?? 0
  const timesOf = async (work: () => Promise<unknown>): Promise<Times> => {
    const start = await processorTime(pid)
    await work()
    const end = await processorTime(pid)
    return { node: end.node - start.node, server: end.server - start.server }
  }
  const loadOf = (authorityCode: string, options: Parameters<typeof submit>[2]) => async () => {
    const principal = { subject: 'bench', role: 'data', authorityCode } as const
    const { id } = await submit(pool, principal, options)
    const { status } = await carryOut(pool, principal, id, options)
    if (status !== 'succeeded') throw new Error(`the import has ${status}`)
  }
  const ratios: (string | number)[][] = []
  const parts: (string | number)[][] = []
  let firstPerRow: number | undefined
  for (const [years, authorityCode] of Object.entries(authorities)) {
    const files = await writeReturns(folder, { years: Number(years), children })
    const options = { files, acceptPartial: true, dryRun: false, maxBytes, today }
    const { rows } = await readFiles(files, { maxBytes, today })
    const readings: number[] = []
    for (let turn = 0; turn < readingRepeats; turn++)
      readings.push((await timesOf(() => readFiles(files, { maxBytes, today }))).node)
    const reading = median(readings)
    const load = loadOf(authorityCode, options)
    let first: Times = { node: 0, server: 0 }
    const shares = await sharesOf(pool, async () => (first = await timesOf(load)))
    const again = await timesOf(load)
    const total = first.node + first.server
    const perRow = total / rows.length
    ratios.push([
      years,
      rows.length,
      ...[total, again.node + again.server].map((time) => ratio(time, reading)),
      ratio(perRow, (firstPerRow ??= perRow)),
    ])
    parts.push(
      [`${years} years: reading`, '1.00'],
      [
        `${years} years: checks, comparison and all else in the process`,
        ratio(first.node - reading, reading),
      ],
      ...[...shares].map(([part, share]) => [
        `${years} years: ${part}`,
        ratio(share * first.server, reading),
      ]),
    )
  }
  printTable(
    `Imports of ${children} children in each year, processor time of both processes ÷ that of reading`,
    ['years', 'rows', 'first', 'sent again', 'first, a row ÷ that of one year'],
    ratios,
  )
  printTable('Where a first import goes, ÷ reading', ['phase', '÷ reading'], parts)

  const files = await writeReturns(folder, { years: 5, children })
  const load = loadOf('E09000010', { files, acceptPartial: true, dryRun: false, maxBytes, today })
  const alone = await waitsUntil(others, sleep(3000))
  const beside = await waitsUntil(others, load())
  printTable(
    'A small request of the same process beside an import of five years ÷ alone',
    ['99 of 100 take less than', 'the longest'],
    [beside.map((wait, index) => ratio(wait, alone[index] ?? 1))],
  )
  await pool.end()
  await others.end()
} finally {
  await admin.end()
  await rm(folder, { recursive: true })
  await server.stop()
}
