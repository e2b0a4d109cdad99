import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { buildApp } from '../app.ts'
import { loadConfig } from '../config.ts'
import type { Principal } from '../domain/access.ts'
import {
  creations,
  linesOfReport,
  loadLists,
  loadSupply,
  reportColumns,
  type SupplyReport,
} from '../features/supply/index.ts'
import type { DatabaseUrls } from '../platform/db/logins.ts'
import { createPool } from '../platform/db/pool.ts'
import { csvText } from '../platform/http/csv.ts'
import { requireAuthority } from './authority.ts'
import { UsageError } from './command.ts'
import { filesAt } from './import-ssda903.ts'
import type { Importer } from './importer.ts'

const options = {
  authority: { type: 'string' },
  'accept-partial': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  report: { type: 'string' },
} as const
const usualArguments = 'PATH… --authority CODE [--accept-partial] [--dry-run] [--report FILE.csv]'

interface Choices {
  authority: string
  acceptPartial: boolean
  dryRun: boolean
  reportPath: string | undefined
}

type Load = typeof loadSupply

function choicesOf(values: {
  authority?: string | undefined
  'accept-partial': boolean
  'dry-run': boolean
  report?: string | undefined
}): Choices {
  if (values.authority === undefined) throw new UsageError('Say whose supply it is with --authority.')
  return {
    authority: values.authority,
    acceptPartial: values['accept-partial'],
    dryRun: values['dry-run'],
    reportPath: values.report,
  }
}

/** Loads sheets of supply. */
export const importSupply: Importer = {
  usage: `supply ${usualArguments}`,
  prepare(args) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    if (positionals.length === 0) throw new UsageError('Give the workbook, or files of CSV.')
    const choices = choicesOf(values)
    return (urls) => load(urls, positionals, choices, loadSupply)
  },
}

/** Loads Ofsted's published lists. */
export const importOfsted: Importer = {
  usage: `ofsted ${usualArguments} [--create ${creations.join('|')}]`,
  prepare(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, create: { type: 'string', default: 'none' } },
    })
    if (positionals.length === 0) throw new UsageError("Give the files of Ofsted's lists.")
    const create = creations.find((entry) => entry === values.create)
    if (create === undefined) throw new UsageError(`--create is one of ${creations.join(', ')}.`)
    return (urls) =>
      load(urls, positionals, choicesOf(values), (pool, principal, resources, rest) =>
        loadLists(pool, principal, resources, { ...rest, create }),
      )
  },
}

async function load(
  urls: DatabaseUrls,
  paths: readonly string[],
  { authority, reportPath, ...choices }: Choices,
  work: Load,
): Promise<void> {
  const files = (await Promise.all(paths.map(filesAt))).flat()
  const maxBytes = loadConfig().limits.uploadBytes
  const owner = createPool({ url: urls.owner, name: 'sufficiency import', max: 1 })
  const pool = createPool({ url: urls.app, name: 'sufficiency import', max: 2 })
  try {
    await requireAuthority(owner, authority)
    const principal: Principal = { subject: 'command line', role: 'data', authorityCode: authority }
    const report = await withResources(pool, (resources) =>
      work(pool, principal, resources, { ...choices, files, maxBytes }),
    )
    if (reportPath !== undefined) await writeFile(reportPath, csvText(linesOfReport(report), reportColumns))
    printReport(report)
    if (report.status === 'refused') process.exitCode = 1
  } finally {
    await Promise.all([owner.end(), pool.end()])
  }
}

/** Works with the kinds of records of the service, which no request reaches here. */
async function withResources<T>(
  pool: Pool,
  work: (resources: Parameters<Load>[2]) => Promise<T>,
): Promise<T> {
  const { limits } = loadConfig()
  const app = await buildApp({
    pool,
    journal: pool,
    verify: () => Promise.reject(new Error('no token is read here')),
    clock: () => new Date(),
    logger: false,
    limits,
  })
  try {
    return await work(app.resources)
  } finally {
    await app.close()
  }
}

/** How many faults are printed; the report lists them all. */
const mostShown = 50

function printReport(report: SupplyReport): void {
  for (const { sheet, rows, ...tally } of report.sheets) {
    const counts = Object.entries(tally).map(([outcome, count]) => `${count} ${outcome}`)
    console.log(`${sheet.padEnd(14)}${rows} rows: ${counts.join(', ')}`)
  }
  for (const { file, sheet, outcome, reason } of report.files)
    console.log(`${outcome}: ${[file, sheet].filter(Boolean).join(', ')}: ${reason}`)
  const faults = report.rows.flatMap(({ faults: reasons, ...row }) =>
    reasons.map((fault) => ({ ...row, ...fault })),
  )
  for (const { file, sheet, row, column, value, reason } of faults.slice(0, mostShown))
    console.log(
      `refused: ${[file, sheet, `row ${row}`, column, value].filter(Boolean).join(', ')}: ${reason}`,
    )
  if (faults.length > mostShown)
    console.log(`and ${faults.length - mostShown} more: write them with --report`)
  console.log(`\n${report.status}${report.detail === null ? '' : `: ${report.detail}`}`)
}
