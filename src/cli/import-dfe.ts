import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { stringify } from 'csv-stringify/sync'
import { importPublished, type PublishedImport } from '../features/comparators/index.ts'
import { loadReference } from '../features/geography/index.ts'
import type { DatabaseUrls } from '../platform/db/logins.ts'
import { createPool } from '../platform/db/pool.ts'
import { UsageError } from './command.ts'
import type { Importer } from './importer.ts'

/** Imports files of published figures in DfE's format, and of statistical neighbours. */
export const importDfe: Importer = {
  usage: 'dfe FILE[.gz]… [--report REPORT.csv]',
  prepare(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { report: { type: 'string' } },
    })
    if (positionals.length === 0) throw new UsageError('Give the published files.')
    return (urls) => load(urls, positionals, values.report)
  },
}

async function load(urls: DatabaseUrls, paths: readonly string[], report: string | undefined): Promise<void> {
  const owner = createPool({ url: urls.owner, name: 'sufficiency import', max: 1 })
  const imports: PublishedImport[] = []
  try {
    await loadReference(owner)
    for (const path of paths) {
      const one = await importPublished(owner, path)
      printSummary(one)
      imports.push(one)
    }
  } finally {
    await owner.end()
    if (report !== undefined) await writeReport(report, imports)
  }
}

function printSummary({ file, kind, rows, counts, ...figures }: PublishedImport): void {
  const number = (count: number) => count.toLocaleString('en-GB')
  const what = kind === 'statistical-neighbours' ? "authorities' neighbours" : 'figures'
  console.log(`${number(rows.length)} rows read from ${file} (${kind})`)
  console.log(
    `  ${what}: ${number(figures.added)} new, ${number(figures.changed)} changed, ` +
      `${number(figures.unchanged)} as they were`,
  )
  for (const outcome of Object.keys(counts) as (keyof typeof counts)[]) {
    const first = rows.find((row) => row.outcome === outcome)
    console.log(
      `  ${number(counts[outcome] ?? 0)} rows, the first of them row ${first?.row}: ${first?.reason}`,
    )
  }
}

/** Writes a CSV report: for each row of each file its outcome and the reason. */
async function writeReport(path: string, imports: readonly PublishedImport[]): Promise<void> {
  const lines = imports.flatMap(({ file, rows }) => rows.map((row) => ({ file, ...row })))
  const columns = ['file', 'row', 'outcome', 'reason']
  await writeFile(path, stringify(lines, { header: true, columns, bom: true, escape_formulas: true }))
}
