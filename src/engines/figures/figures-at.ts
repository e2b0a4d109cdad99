import type { CivilDate } from '../../domain/dates.ts'
import { measureOf } from '../../domain/measures/measures.ts'
import { settingOf, withSwitches } from '../../domain/measures/setting.ts'
import { switchNames } from '../../domain/measures/switches.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figures } from './arithmetic.ts'
import { periodOf, startsOf } from './parse.ts'
import { changesOf, type Question } from './queries/changes.ts'
import type { Filter } from './subject.ts'

/** A measure on a day: its value, what it is made of, and how many are left out as unknown. */
export interface FigureAt {
  asAt: CivilDate
  value: number | null
  numerator: number | null
  denominator: number | null
  unknown: number | null
}

/** A measure, or the part of it that a filter leaves. */
export interface Part {
  measure: string
  filter: Filter
}

function questionOfPart(
  { measure: id, filter }: Part,
  points: readonly CivilDate[],
  today: CivilDate,
): Question | null {
  const declared = measureOf(id)
  if (declared === undefined) return null
  const chosen = Object.fromEntries(switchNames.map((name) => [name, filter[name]?.[0]]))
  const cohort = Object.fromEntries(
    Object.entries(filter).filter(([name]) => !(switchNames as readonly string[]).includes(name)),
  )
  const measure = withSwitches(declared, settingOf(declared, chosen))
  const starts = startsOf(periodOf(measure, {}), undefined, points)
  return { measure, points, starts, by: [], cohort, today, knownAt: undefined }
}

/**
 * Measures, or parts of them, on some days in order, as every other surface has them; of a measure over a period, that of
 * the financial year so far.
 * @returns for each of them, one for each day; nothing of a measure that there is not
 */
export async function figuresAt(
  tx: Tx,
  parts: readonly Part[],
  points: readonly CivilDate[],
  today: CivilDate,
): Promise<FigureAt[][]> {
  const questions = parts.map((part) => questionOfPart(part, points, today))
  const asked = questions.filter((question) => question !== null)
  const found = await changesOf(tx, asked)
  const answers = new Map(asked.map((question, index) => [question, figures(question, found[index] ?? [])]))
  return questions.map((question) => (question && answers.get(question)) ?? [])
}
