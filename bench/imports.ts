import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { loadReference } from '../src/features/geography/index.ts'
import { readFiles } from '../src/features/returns/in/ssda903/read-files.ts'
import { carryOut, submit } from '../src/features/returns/index.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { APP_ROLE, createPool } from '../src/platform/db/pool.ts'
import { openServer } from './data.ts'
import { writeReturns } from './returns.ts'
import { printTable, ratio } from './table.ts'

/*
 * Importing the returns of one authority against reading their files: one year, three and five, each of an authority of its
 * own; sent for the first time and sent again, when nothing changes.
 */

const [children, today] = [900, '2026-01-01']
const authorities = { 1: 'E06000049', 3: 'E08000007', 5: 'E09000008' }
const maxBytes = 100_000_000

/** Milliseconds of processors that this process and a connection's server process have had (the latter on Linux alone). */
async function processorTime(serverPid: number): Promise<number> {
  const { user, system } = process.cpuUsage()
  const fields = (await readFile(`/proc/${serverPid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')
  const msPerTick = 10
  return (user + system) / 1000 + msPerTick * (Number(fields[11]) + Number(fields[12]))
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
  const { rows: backends } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = backends[0]?.pid ?? 0
  const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
    const start = await processorTime(pid)
    const result = await work()
    return [(await processorTime(pid)) - start, result]
  }
  const rows: (string | number)[][] = []
  let firstPerRow: number | undefined
  for (const [years, authorityCode] of Object.entries(authorities)) {
    const files = await writeReturns(folder, { years: Number(years), children })
    await readFiles(files, { maxBytes, today })
    const [reading, read] = await timed(() => readFiles(files, { maxBytes, today }))
    const principal = { subject: 'bench', role: 'data', authorityCode } as const
    const options = { files, acceptPartial: true, dryRun: false, maxBytes, today }
    const load = async () => {
      const { id } = await submit(pool, principal, options)
      return carryOut(pool, principal, id, options)
    }
    const [first, { status }] = await timed(load)
    const [again] = await timed(load)
    const perRow = first / read.rows.length
    const ratios = [first, again].map((time) => ratio(time, reading))
    rows.push([years, read.rows.length, status, ...ratios, ratio(perRow, (firstPerRow ??= perRow))])
  }
  await pool.end()
  printTable(
    `Imports of ${children} children in each year, processor time of both processes ÷ that of reading`,
    ['years', 'rows', 'status', 'first', 'sent again', 'first, a row ÷ that of one year'],
    rows,
  )
} finally {
  await admin.end()
  await rm(folder, { recursive: true })
  await server.stop()
}
