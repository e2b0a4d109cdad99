import { forecastConstants } from './constants.ts'
import { groupBy } from '../group.ts'
import type { CareHistory } from './history.ts'
import { isInCare } from './history.ts'

/** What is known of the records that a forecast is made from. */
export interface RecordsState {
  /** Months from the first day of which all is known to the origin. */
  historyMonths: number
  entries: number
  /** Of children with an open episode in a return, those whom the next year's return lacks; null where there are no returns. */
  staleOpen: { rows: number; stale: number } | null
  /** Children in care, and those whose age can't be right: born after they came, or over 18. */
  ages: { children: number; unknown: number }
  /** Collection years, from the first to the last, of which there is no return. */
  missingYears: readonly number[]
  /** Days from the last import to the origin; null where the records are kept here day by day. */
  daysSinceImport: number | null
}

export const forecastRefusals = [
  'file-year-missing',
  'stale-open-rows',
  'unknown-ages',
  'old-import',
  'no-children',
] as const
export type ForecastRefusal = (typeof forecastRefusals)[number]

export interface RecordsFault {
  code: ForecastRefusal
  detail: string
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** The most that is allowed of each fault. */
export const recordLimits = { staleOpen: 0.05, unknownAges: 0.02, daysSinceImport: 100 } as const

/** Why no forecast can be made from such records, each with what would be right; empty where one can. */
export function refusalsOf(state: RecordsState): RecordsFault[] {
  const { staleOpen, ages, missingYears, daysSinceImport } = state
  const refusals: RecordsFault[] = []
  if (ages.children === 0)
    refusals.push({
      code: 'no-children',
      detail: 'Nobody is in care on that day by these records. Import returns first.',
    })
  if (missingYears.length > 0)
    refusals.push({
      code: 'file-year-missing',
      detail: `There is no return of ${missingYears.map(yearTitle).join(', ')}. Import it: who came and left within it is not known.`,
    })
  if (staleOpen && staleOpen.stale > recordLimits.staleOpen * staleOpen.rows)
    refusals.push({
      code: 'stale-open-rows',
      detail: `${staleOpen.stale} of ${staleOpen.rows} open episodes (${percent(staleOpen.stale / staleOpen.rows)}) are of children whom the next year's return no longer has: stale open rows, of which nobody knows when they ended. At most 5 % may be so; end those episodes and import the returns again.`,
    })
  if (ages.children > 0 && ages.unknown > recordLimits.unknownAges * ages.children)
    refusals.push({
      code: 'unknown-ages',
      detail: `The age of ${ages.unknown} of ${ages.children} children (${percent(ages.unknown / ages.children)}) can't be right. Put their dates of birth right: at most 2 % may be unknown.`,
    })
  if (daysSinceImport !== null && daysSinceImport > recordLimits.daysSinceImport)
    refusals.push({
      code: 'old-import',
      detail: `The last import was ${daysSinceImport} days before. Import what has happened since, or forecast from a day within 100 days of it.`,
    })
  return refusals
}

const yearTitle = (year: number) => `${year - 1}/${String(year).slice(2)}`

export const forecastLimits = { leastMonths: 24, leastEntries: 30 } as const

/** Why the last value and its error are all that can be given; null where a model can be learned. */
export function tooLittle({ historyMonths, entries }: RecordsState): string | null {
  if (historyMonths < forecastLimits.leastMonths)
    return `There are ${historyMonths} months of history; with fewer than ${forecastLimits.leastMonths} the last value is all that can be said, with the error that published counts have had.`
  if (entries < forecastLimits.leastEntries)
    return `${entries} children have come into care in this history; with fewer than ${forecastLimits.leastEntries} the last value is all that can be said, with the error that published counts have had.`
  return null
}

/** That entries of the last six months are not as those of the two years before, in words; null where they are. */
export function shiftInWords(shift: number | null): string | null {
  if (shift === null || Math.abs(shift) <= forecastConstants.shiftedEntries) return null
  return `Entries have shifted: in the last 6 months ${shift > 0 ? 'more' : 'fewer'} children came than in the 24 before, by ${Math.abs(shift).toFixed(1)} standard deviations. Intervals are widened by half.`
}
/** By how much intervals are widened where entries have shifted. */
export const shiftWidening = 1.5

/** What a year's return says of a child: whether one of its episodes has no end. Year 2021 is that to 31 March 2021. */
export interface ChildInReturn {
  child: string
  year: number
  isOpen: boolean
}

/**
 * How whole returns are: children with an open episode in a year before the last, those of them whom the next year's return lacks, so
 * that nobody knows when they left, and years without a return between others.
 */
export function checkReturns(rows: readonly ChildInReturn[]): {
  rows: number
  stale: number
  missingYears: number[]
} {
  const byYear = groupBy(rows, ({ year }) => year)
  const years = [...byYear.keys()].sort((a, b) => a - b)
  let [openRows, stale] = [0, 0]
  for (const year of years) {
    const next = byYear.get(year + 1)
    if (!next) continue
    const children = new Set(next.map(({ child }) => child))
    const openChildren = byYear.get(year)!.filter(({ isOpen }) => isOpen)
    openRows += openChildren.length
    stale += openChildren.filter(({ child }) => !children.has(child)).length
  }
  const missingYears: number[] = []
  for (let year = years[0] ?? 0; year < (years.at(-1) ?? 0); year++)
    if (!byYear.has(year)) missingYears.push(year)
  return { rows: openRows, stale, missingYears }
}

/** Of the children in care on the last night of a history, those whose age can't be right. */
export function checkAges({ spells, end }: CareHistory): RecordsState['ages'] {
  const current = spells.filter(({ from, to }) => from < end && (to === null || to >= end))
  const unknown = current.filter((spell) => spell.bornOn > spell.from || !isInCare(spell, end - 1)).length
  return { children: current.length, unknown }
}
