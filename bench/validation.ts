import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validation, type Lookups } from '../src/domain/ssda903/index.ts'
import { readFiles } from '../src/features/returns/in/ssda903/read-files.ts'
import { summariseBreaches } from '../src/features/returns/validation/report.ts'
import { homePostcode, placementPostcode, writeReturns } from './returns.ts'
import { median, printTable, ratio } from './table.ts'

/* Validation of five years of one authority's returns, against the time that it takes to read them: at most half. */

const [years, children, repeats] = [5, 900, 7]
const today = '2026-01-01'

const authorityCode = 'E06000049'
const places = Array.from({ length: 63 }, (_, child) => [homePostcode(child), placementPostcode(child)])
const lookups: Lookups = {
  authorityCode,
  places: new Map(
    places
      .flat()
      .map((postcode, index) => [
        postcode.replace(' ', ''),
        { authorityCode, country: 'E', easting: 370_000 + index, northing: 355_000 },
      ]),
  ),
  homes: new Map(),
}

/** Milliseconds of the processor, which other work on the machine does not lengthen. */
function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const folder = await mkdtemp(join(tmpdir(), 'sufficiency-bench-'))
try {
  const files = await writeReturns(folder, { years, children })
  const [reading, checking]: [number[], number[]] = [[], []]
  let [rowCount, breachCount] = [0, 0]
  for (let turn = 0; turn < repeats; turn++) {
    const start = processorTime()
    const { rows } = await readFiles(files, { maxBytes: 100_000_000, today })
    const middle = processorTime()
    const breaches = [...new Validation(rows, [], lookups).breaches()].flat()
    summariseBreaches(breaches)
    reading.push(middle - start)
    checking.push(processorTime() - middle)
    ;[rowCount, breachCount] = [rows.length, breaches.length]
  }
  const [read, check] = [median(reading), median(checking)]
  printTable(
    `Validation of ${years} years of ${children} children`,
    ['rows', 'breaches', 'reading, ms', 'validation, ms', 'validation ÷ reading'],
    [[rowCount, breachCount, read.toFixed(0), check.toFixed(0), ratio(check, read)]],
  )
} finally {
  await rm(folder, { recursive: true })
}
