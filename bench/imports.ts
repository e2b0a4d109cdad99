import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type Pool } from 'pg'
import { loadReference } from '../src/features/geography/index.ts'
import { readFiles } from '../src/features/returns/in/ssda903/read-files.ts'
import { importInThread } from '../src/features/returns/in/jobs.ts'
import { importJobs } from '../src/features/returns/in/queries/imports.ts'
import { carryOut, submit, validateReturns } from '../src/features/returns/index.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'
import { prepareDatabase } from '../src/platform/db/migrate.ts'
import { createPool } from '../src/platform/db/pool.ts'
import { writeAs } from '../src/platform/db/tenant.ts'
import { JobQueue } from '../src/platform/jobs/queue.ts'
import { openServer } from './data.ts'
import { writeReturns } from './returns.ts'
import { median, printTable, ratio } from './table.ts'

/*
 * Importing the returns of one authority against reading their files: one year, three and five, each of an authority of its
 * own; sent for the first time and sent again, when nothing changes; and validating them before and after. Where the first
 * import's time goes, what a small request of the same process waits for beside it, and what memory reading takes.
 */

const [children, today] = [900, '2026-01-01']
const authorities = { 1: 'E06000049', 3: 'E08000007', 5: 'E09000008' }
/** Of imports in threads. */
const heavier = { 1: 'E09000010', 3: 'E09000011', 5: 'E09000012' }
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

/**
 * While `work` goes on: how late timers of the event loop are and how long small requests take, less than which 99 of a hundred
 * had, and the longest request. All in milliseconds.
 */
async function waitsUntil(
  pool: Pool,
  work: Promise<unknown>,
): Promise<[eventLoop: number, request: number, longest: number]> {
  const [delays, waits]: [number[], number[]] = [[], []]
  let isOver = false
  const end = work.then(() => (isOver = true))
  while (!isOver) {
    const pause = 2
    const start = performance.now()
    await sleep(pause)
    const middle = performance.now()
    await pool.query('select 1')
    delays.push(Math.max(0, middle - start - pause))
    waits.push(performance.now() - middle)
  }
  await end
  const p99 = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
  return [p99(delays), p99(waits), waits.at(-1) ?? 0]
}

/** Resident memory of this process, with its threads, in bytes: at first, and at its greatest. */
class MemoryWatch {
  readonly start = process.memoryUsage.rss()
  #most = this.start
  readonly #timer = setInterval(() => (this.#most = Math.max(this.#most, process.memoryUsage.rss())), 20)

  end(): number {
    clearInterval(this.#timer)
    return this.#most
  }
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
  await prepareDatabase(derivedUrls(url.href))
  const owner = createPool({ url: url.href, name: 'bench', max: 1 })
  await loadReference(owner)
  await owner.end()
  // One connection, so that all of an import is done by one process of the server.
  const pool = createPool({ url: derivedUrls(url.href).app, name: 'bench', max: 1 })
  const others = createPool({ url: derivedUrls(url.href).app, name: 'bench', max: 1 })
  const { rows: backends } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = backends[0]?.pid ?? 0
  const timesOf = async (work: () => Promise<unknown>): Promise<Times> => {
    const start = await processorTime(pid)
    await work()
    const end = await processorTime(pid)
    return { node: end.node - start.node, server: end.server - start.server }
  }
  const loadOf = (authorityCode: string, options: Parameters<typeof submit>[1]) => async () => {
    const principal = { subject: 'bench', role: 'data', authorityCode } as const
    const { id } = await writeAs(pool, principal, (tx) => submit(tx, options))
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
    const validation = async () => {
      const times: number[] = []
      const principal = { subject: 'bench', role: 'data', authorityCode } as const
      for (let turn = 0; turn < readingRepeats; turn++) {
        const { node, server: work } = await timesOf(() =>
          validateReturns(pool, principal, { files, maxBytes, today, year: null }),
        )
        times.push(node + work)
      }
      return median(times)
    }
    const validationOfNew = await validation()
    let first: Times = { node: 0, server: 0 }
    const shares = await sharesOf(pool, async () => (first = await timesOf(load)))
    const again = await timesOf(load)
    const total = first.node + first.server
    const perRow = total / rows.length
    ratios.push([
      years,
      rows.length,
      ...[validationOfNew, total, again.node + again.server, await validation()].map((time) =>
        ratio(time, reading),
      ),
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
    [
      'years',
      'rows',
      'validated',
      'first',
      'sent again',
      'validated then',
      'first, a row ÷ that of one year',
    ],
    ratios,
  )
  printTable('Where a first import goes, ÷ reading', ['phase', '÷ reading'], parts)

  const besides: (string | number)[][] = []
  const aloneWaits = await waitsUntil(others, sleep(10_000))
  for (const [years, authorityCode] of Object.entries(heavier)) {
    const files = await writeReturns(folder, { years: Number(years), children })
    const options = { files, acceptPartial: true, dryRun: false, maxBytes, today }
    const principal = { subject: 'bench', role: 'data', authorityCode } as const
    const { id } = await writeAs(pool, principal, (tx) => submit(tx, options))
    const jobs = new JobQueue(pool, { info() {}, error() {} }, importJobs, { atOnce: 1 })
    const memory = new MemoryWatch()
    const waits = await waitsUntil(others, jobs.add(importInThread(pool, principal, id, options)))
    await jobs.close()
    besides.push([
      years,
      ...waits.map((wait, index) => ratio(wait, aloneWaits[index] ?? 1)),
      ratio(memory.end(), memory.start),
    ])
  }
  printTable(
    'Beside an import in its thread ÷ alone: how late the event loop is and a small request of the database is answered, by 99 of 100; resident memory at its greatest ÷ before',
    ['years', 'event loop', 'small request', 'longest', 'memory'],
    besides,
  )
  await pool.end()
  await others.end()
} finally {
  await admin.end()
  await rm(folder, { recursive: true })
  await server.stop()
}
