import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import type { Principal } from '../domain/access.ts'
import { ukDate } from '../domain/dates.ts'
import { carryOut, firstRejections, submit, type Counts } from '../features/returns/index.ts'
import { APP_ROLE, createPool } from '../platform/db/pool.ts'
import { requireAuthority } from './authority.ts'
import { UsageError } from './command.ts'
import type { Importer } from './importer.ts'
import { fileProgress } from './progress.ts'

const importable = /\.(csv|xml|txt)(\.gz)?$/i

/** Imports an authority's SSDA903 returns: files, or all CSV and XML files of folders. */
export const importSsda903: Importer = {
  usage: 'ssda903 PATH… --authority CODE [--accept-partial]',
  prepare(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        authority: { type: 'string' },
        'accept-partial': { type: 'boolean', default: false },
      },
    })
    if (positionals.length === 0) throw new UsageError('Give the files of the returns, or their folder.')
    const { authority } = values
    if (authority === undefined) throw new UsageError('Say whose returns they are with --authority.')
    return (databaseUrl) => load(databaseUrl, positionals, authority, values['accept-partial'])
  },
}

async function filesAt(path: string): Promise<{ path: string; name: string }[]> {
  const stats = await stat(path).catch(() => {
    throw new UsageError(`There is no file ${path}.`)
  })
  if (!stats.isDirectory()) return [{ path, name: basename(path) }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && importable.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file, name: relative(path, file) }))
}

async function load(
  databaseUrl: string,
  paths: readonly string[],
  authorityCode: string,
  acceptPartial: boolean,
): Promise<void> {
  const files = (await Promise.all(paths.map(filesAt))).flat()
  if (files.length === 0) throw new UsageError('There are no CSV or XML files there.')
  const { limits } = loadConfig()
  const progress = fileProgress('reading')
  const owner = createPool({ url: databaseUrl, name: 'sufficiency import', max: 1 })
  const pool = createPool({ url: databaseUrl, name: 'sufficiency import', max: 2, role: APP_ROLE })
  try {
    await requireAuthority(owner, authorityCode)
    const principal: Principal = { subject: 'command line', role: 'data', authorityCode }
    const options = {
      files,
      acceptPartial,
      maxBytes: limits.uploadBytes,
      today: ukDate(new Date()),
      progress,
    }
    const { id } = await submit(pool, principal, options)
    const result = await carryOut(pool, principal, id, options)
    progress.stop()
    printCounts(result.counts as Counts & { modules: Record<string, Counts> })
    for (const { file, row, column, value, reason } of await firstRejections(
      pool,
      principal,
      id,
      rejectionsToShow,
    )) {
      console.log(`rejected: ${[file, `row ${row}`, column, value].filter(Boolean).join(', ')}: ${reason}`)
    }
    console.log(`\n${result.status}: ${result.detail ?? 'the returns are applied.'}`)
    console.log(`Every row is accounted for in the report: GET /v1/imports/${id}/report`)
    if (result.status !== 'succeeded') process.exitCode = 1
  } finally {
    progress.stop()
    await Promise.all([owner.end(), pool.end()])
  }
}

/** How many rejections are printed at the end; the report lists them all. */
const rejectionsToShow = 10

const columns = ['read', 'new', 'changed', 'unchanged', 'rejected', 'repaired', 'noted'] as const

function printCounts({ modules, ...total }: Counts & { modules: Record<string, Counts> }): void {
  const line = (name: string, cells: readonly string[]) =>
    console.log(name.padEnd(16) + cells.map((cell) => cell.padStart(11)).join(''))
  const cellsOf = (counts: Counts) => columns.map((column) => counts[column].toLocaleString('en-GB'))
  line('', columns)
  for (const [name, counts] of Object.entries(modules)) line(name, cellsOf(counts))
  line('all', cellsOf(total))
}
