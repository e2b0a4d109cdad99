import type { CivilDate } from '../../domain/dates.ts'
import { measureOf } from '../../domain/measures/measures.ts'
import { settingOf, withSwitches } from '../../domain/measures/setting.ts'
import { switchNames } from '../../domain/measures/switches.ts'
import type { Period } from '../../domain/measures/periods.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figures } from './arithmetic.ts'
import { periodOf, startsOf } from './parse.ts'
import { readTallies } from './queries/read-tallies.ts'
import type { Question } from './question.ts'
import type { Filter } from './subject.ts'

/** The figure of a measure on a day. `unknown` is how many facts are left out because something needed is not known. */
export interface FigureAt {
  /** The first day of its period; null for a measure of a day. */
  from: CivilDate | null
  asAt: CivilDate
  value: number | null
  numerator: number | null
  denominator: number | null
  unknown: number | null
}

/** A measure, limited by a filter to some codes of its dimensions and choices of its switches. */
export interface MeasurePart {
  measure: string
  filter: Filter
  /** Of a measure over a period, its kind; the year to date where left out. */
  period?: Period | undefined
}

function questionOfPart(
  { measure: id, filter, period }: MeasurePart,
  points: readonly CivilDate[],
  today: CivilDate,
): Question | null {
  const definition = measureOf(id)
  if (definition === undefined) return null
  const selection = Object.fromEntries(switchNames.map((name) => [name, filter[name]?.[0]]))
  const cohort = Object.fromEntries(
    Object.entries(filter).filter(([name]) => !(switchNames as readonly string[]).includes(name)),
  )
  const measure = withSwitches(definition, settingOf(definition, selection))
  const starts = startsOf(periodOf(measure, measure.over === 'period' ? { period } : {}), undefined, points)
  return { measure, points, starts, dimensions: [], cohort, today, knownAt: undefined }
}

/**
 * The figures of parts of measures on some days, the same as the measures endpoint gives. A measure over a period is
 * computed over the period that ends on each day, by default the financial year so far.
 * @param points in ascending order
 * @returns for each part, one figure for each day; an empty list where the catalogue has no such measure
 */
export async function figuresAt(
  tx: Tx,
  parts: readonly MeasurePart[],
  points: readonly CivilDate[],
  today: CivilDate,
): Promise<FigureAt[][]> {
  const questions = parts.map((part) => questionOfPart(part, points, today))
  const answerable = questions.filter((question) => question !== null)
  const tallies = await readTallies(tx, answerable)
  const answers = new Map(
    answerable.map((question, index) => [
      question,
      figures(question, tallies[index] ?? []).map((item) => ({ ...item, from: item.from ?? null })),
    ]),
  )
  return questions.map((question) => (question && answers.get(question)) ?? [])
}
