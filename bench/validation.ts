import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validation, type Lookups } from '../src/domain/ssda903/index.ts'
import { readFiles, type SubmittedFile } from '../src/features/returns/in/ssda903/read-files.ts'
import { summariseBreaches } from '../src/features/returns/validation/report.ts'
import { median, printTable, ratio } from './table.ts'

/* Validation of five years of one authority's returns, against the time that it takes to read them: at most half. */

const [firstYear, years, children, repeats] = [2020, 5, 900, 7]
const today = '2026-01-01'

const columns = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
  uasc: 'CHILD,SEX,DOB,DUC',
  reviews: 'CHILD,DOB,REVIEW,REVIEW_CODE',
  missing: 'CHILD,DOB,MISSING,MIS_START,MIS_END',
  oc2: 'CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED',
  swEpisodes: 'CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON',
} as const

const homePostcode = (child: number) => `CW${1 + (child % 9)} 1AA`
const placementPostcode = (child: number) => `CW${1 + (child % 7)} 2AB`
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

/** The rows of a child in a year: two placements, two reviews, one time missing of every third child. */
function linesOf(child: number, year: number): Record<keyof typeof columns, string[]> {
  const start = year - 1
  const [born, sex] = [`0${1 + (child % 9)}/06/${2008 + (child % 9)}`, year >= 2025 ? 'M' : '1']
  const place = `${homePostcode(child)},${placementPostcode(child)},SC${123_000 + (child % 400)}`
  return {
    header: [`${child},${sex},${born},WBRI,UN3,,`],
    episodes: [
      `${child},01/0${1 + (child % 9)}/2019,S,C2,N1,U4,PR1,1${child % 9}/07/${start},X1,CARPL,${place}`,
      `${child},1${child % 9}/07/${start},P,C2,N1,U6,PR1,,,,${place}`,
    ],
    uasc: child % 20 === 0 ? [`${child},${sex},${born},`] : [],
    reviews: [`${child},${born},05/09/${start},PN1`, `${child},${born},05/03/${year},PN1`],
    missing: child % 3 === 0 ? [`${child},${born},M,02/06/${start},04/06/${start}`] : [],
    oc2: [`${child},${born},12,,0,,1,1,1,0,,`],
    swEpisodes: [`${child},${born},SW1,01/04/${start},,MANAGE`],
  }
}

async function writeReturns(folder: string): Promise<SubmittedFile[]> {
  const files: SubmittedFile[] = []
  for (let year = firstYear; year < firstYear + years; year++) {
    const lines = Array.from({ length: children }, (_, child) => linesOf(child, year))
    for (const [module, heading] of Object.entries(columns)) {
      const rows = lines.flatMap((ofChild) => ofChild[module as keyof typeof columns])
      const path = join(folder, `${year}-${module}.csv`)
      await writeFile(path, [heading, ...rows, ''].join('\n'))
      files.push({ path, name: `${year - 1}-${String(year).slice(2)}/${module}.csv` })
    }
  }
  return files
}

/** Milliseconds of the processor, which other work on the machine does not lengthen. */
function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const folder = await mkdtemp(join(tmpdir(), 'sufficiency-bench-'))
try {
  const files = await writeReturns(folder)
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
