import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import type { Principal } from '../domain/access.ts'
import { ukDate } from '../domain/dates.ts'
import { columnsBy, linesBy, readable, validateReturns } from '../features/returns/index.ts'
import { createPool } from '../platform/db/pool.ts'
import { csvText } from '../platform/http/csv.ts'
import { requireAuthority } from './authority.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { filesAt, yearSaid } from './import-ssda903.ts'

const usage =
  'npm run validate -- PATH… --authority CODE [--year 2023-24 [--confirm-year]] [--csv FILE [--by rule|child|row]]'

/** Checks an authority's SSDA903 returns before they are submitted: files, or all files of folders that may hold one. */
await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      authority: { type: 'string' },
      year: { type: 'string' },
      'confirm-year': { type: 'boolean', default: false },
      csv: { type: 'string' },
      by: { type: 'string', default: 'rule' },
    },
  })
  const { authority, csv, by: table } = values
  if (positionals.length === 0) throw new UsageError('Give the files of the returns, or their folder.')
  if (authority === undefined) throw new UsageError('Say whose returns they are with --authority.')
  if (!isTable(table)) throw new UsageError('A line of the CSV is a rule, a child or a row.')
  const year = yearSaid(values.year, values['confirm-year'])
  const finds = (await Promise.all(positionals.map(filesAt))).flat()
  const files = finds.filter(({ name, isNamed }) => isNamed || readable.test(name))
  const config = loadConfig()
  await withDatabase(config, async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency validation', max: 1 })
    const pool = createPool({ url: urls.app, name: 'sufficiency validation', max: 2 })
    try {
      await requireAuthority(owner, authority)
      const principal: Principal = { subject: 'command line', role: 'data', authorityCode: authority }
      const { uploadBytes: maxBytes } = config.limits
      const options = { files, maxBytes, today: ukDate(new Date()), year }
      const { report, breaches } = await validateReturns(pool, principal, options)
      for (const { file, row, reason } of report.notes) {
        console.log(`${row === null ? file : `${file}, row ${row}`}: ${reason}`)
      }
      for (const { rule, message, year, count, children } of report.rules) {
        console.log(
          `${year} ${rule.padEnd(10)}${String(count).padStart(7)} rows, ${children} children: ${message}`,
        )
      }
      for (const { year, why, rules } of report.undecided) {
        console.log(`${year} not decided, as ${why}: ${rules.join(' ')}`)
      }
      if (csv !== undefined) await writeFile(csv, csvText(linesBy[table](report, breaches), columnsBy[table]))
      if (report.rules.length > 0 || report.years.length === 0) process.exitCode = 1
    } finally {
      await Promise.all([owner.end(), pool.end()])
    }
  })
})

function isTable(name: string): name is keyof typeof linesBy {
  return Object.hasOwn(linesBy, name)
}
