import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { breaks, contractOf, mayBreak, type Contract } from './api-changes.ts'

const fileOf = (name: string) => new URL(`../../openapi/${name}.json`, import.meta.url)
const baselineFile = fileOf('released')

/** Compares the contract with that of the last release, names what would break clients, or with --release keeps it as released. */
const { values } = parseArgs({ options: { release: { type: 'boolean', default: false } } })
const current = contractOf(JSON.parse(await readFile(fileOf('openapi'), 'utf8')) as object)
if (values.release) await writeFile(baselineFile, `${JSON.stringify(current)}\n`)
else {
  const last = JSON.parse(await readFile(baselineFile, 'utf8')) as Contract
  const faults = mayBreak(last, current) ? [] : breaks(last, current)
  for (const line of faults) console.error(line)
  if (faults.length > 0) {
    console.error(
      `${faults.length} changes would break clients of ${last.document.info.version}: undo them, or raise the major version (docs/changes.md).`,
    )
    process.exitCode = 1
  }
}
