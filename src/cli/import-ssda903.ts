import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import type { Principal } from '../domain/access.ts'
import { ukDate } from '../domain/dates.ts'
import { givenYear, type GivenYear } from '../domain/ssda903/index.ts'
import { carryOut, firstFindings, readable, submit, type Counts } from '../features/returns/index.ts'
import type { DatabaseUrls } from '../platform/db/logins.ts'
import { createPool } from '../platform/db/pool.ts'
import { writeAs } from '../platform/db/tenant.ts'
import { requireAuthority } from './authority.ts'
import { UsageError } from './command.ts'
import type { Importer } from './importer.ts'
import { fileProgress } from './progress.ts'

/** Imports an authority's SSDA903 returns: files, or all files of folders that may hold one. */
export const importSsda903: Importer = {
  usage: 'ssda903 PATH… --authority CODE [--year 2023-24 [--confirm-year]] [--accept-partial] [--dry-run]',
  prepare(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        authority: { type: 'string' },
        year: { type: 'string' },
        'confirm-year': { type: 'boolean', default: false },
        'accept-partial': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    })
    if (positionals.length === 0) throw new UsageError('Give the files of the returns, or their folder.')
    if (values.authority === undefined) throw new UsageError('Say whose returns they are with --authority.')
    const options = {
      authority: values.authority,
      acceptPartial: values['accept-partial'],
      dryRun: values['dry-run'],
      year: yearSaid(values.year, values['confirm-year']),
    }
    return (urls) => load(urls, positionals, options)
  },
}

/** The collection year that an option says. */
export function yearSaid(text: string | undefined, isConfirmed: boolean): GivenYear | null {
  if (text === undefined && isConfirmed) throw new UsageError('Say with --year which year you confirm.')
  if (text === undefined) return null
  const year = givenYear(text, ukDate(new Date()))
  if (year === null) throw new UsageError(`${text} is no collection year up to now, such as 2023-24.`)
  return { year, confirmed: isConfirmed }
}

interface Found {
  path: string
  /** With its folder, whose name may say the year. */
  name: string
  /** Named itself, and not only its folder. */
  isNamed: boolean
}

/** The file, or all files of the folder. */
export async function filesAt(path: string): Promise<Found[]> {
  const stats = await stat(path).catch(() => {
    throw new UsageError(`There is no file ${path}.`)
  })
  const parent = dirname(resolve(path))
  if (!stats.isDirectory()) return [{ path, name: relative(dirname(parent), resolve(path)), isNamed: true }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file, name: relative(parent, resolve(file)), isNamed: false }))
}

async function load(
  urls: DatabaseUrls,
  paths: readonly string[],
  {
    authority,
    ...choices
  }: { authority: string; acceptPartial: boolean; dryRun: boolean; year: GivenYear | null },
): Promise<void> {
  const finds = (await Promise.all(paths.map(filesAt))).flat()
  const isRead = ({ name, isNamed }: Found) => isNamed || readable.test(name)
  const files = finds.filter(isRead)
  for (const file of finds) {
    if (!isRead(file)) console.log(`not read: ${file.name} is no file of CSV, XML, Excel or zip`)
  }
  if (files.length === 0) throw new UsageError('There are no CSV, XML, Excel or zip files there.')
  const { limits } = loadConfig()
  const progress = fileProgress('reading')
  const owner = createPool({ url: urls.owner, name: 'sufficiency import', max: 1 })
  const pool = createPool({ url: urls.app, name: 'sufficiency import', max: 2 })
  try {
    await requireAuthority(owner, authority)
    const principal: Principal = { subject: 'command line', role: 'data', authorityCode: authority }
    const options = {
      ...choices,
      files,
      maxBytes: limits.uploadBytes,
      today: ukDate(new Date()),
      progress,
    }
    const { id } = await writeAs(pool, principal, (tx) => submit(tx, options))
    const result = await carryOut(pool, principal, id, options)
    progress.stop()
    printCounts(result.counts as Counts & { modules: Record<string, Counts> })
    for (const kind of ['read', 'rejected'] as const) {
      const findings = await firstFindings(pool, principal, id, { kind, most: mostShown[kind] })
      for (const { file, row, column, value, reason } of findings) {
        const place = [file, row === null ? '' : `row ${row}`, column, value].filter(Boolean)
        console.log(`${kind}: ${place.join(', ')}: ${reason}`)
      }
    }
    console.log(`\n${result.status}: ${result.detail ?? 'the returns are applied.'}`)
    const { records } = result.counts as { records: Record<string, Tally> | null }
    if (records) printTallies(records, options)
    console.log(`Every row is accounted for in the report: GET /v1/imports/${id}/report`)
    if (result.status !== 'succeeded') process.exitCode = 1
  } finally {
    progress.stop()
    await Promise.all([owner.end(), pool.end()])
  }
}

/** How many findings of a kind are printed at the end; the report lists them all. */
const mostShown = { read: 200, rejected: 10 }

const columns = ['read', 'new', 'changed', 'unchanged', 'rejected', 'repaired', 'noted'] as const

function printCounts({ modules, ...total }: Counts & { modules: Record<string, Counts> }): void {
  const line = (name: string, cells: readonly string[]) =>
    console.log(name.padEnd(16) + cells.map((cell) => cell.padStart(11)).join(''))
  const cellsOf = (counts: Counts) => columns.map((column) => counts[column].toLocaleString('en-GB'))
  line('', columns)
  for (const [name, counts] of Object.entries(modules)) line(name, cellsOf(counts))
  line('all', cellsOf(total))
}

type Tally = Record<(typeof changes)[number], number>
const changes = ['new', 'changed', 'unchanged', 'removed'] as const

/** What was done to records, or would be. */
function printTallies(records: Readonly<Record<string, Tally>>, { dryRun }: { dryRun: boolean }): void {
  for (const [name, tally] of Object.entries(records)) {
    const counts = changes.map((change) => `${tally[change].toLocaleString('en-GB')} ${change}`).join(', ')
    console.log(`${dryRun ? 'would be' : 'are'}: ${name.replace('_', ' ')}: ${counts}`)
  }
}
