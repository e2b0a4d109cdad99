import type { Tx } from '../db/tenant.ts'
import type { CivilDate } from '../domain/dates.ts'
import { measureOf } from '../domain/measures/measures.ts'
import { settingOf, withSwitches } from '../domain/measures/setting.ts'
import { switchNames } from '../domain/measures/switches.ts'
import { changes } from './queries/changes.ts'
import { figures, periodOf, startsOf } from './service.ts'
import type { Filter } from './subject.ts'

/** A measure on a day: its value, what it is made of, and how many are left out as unknown. */
export interface FigureAt {
  asAt: CivilDate
  value: number | null
  numerator: number | null
  denominator: number | null
  unknown: number | null
}

/**
 * A measure, or a part of one, on some days in order, as every other surface has it; of a measure over a period, that of
 * the financial year so far.
 * @returns one for each day; nothing of a measure that there is not
 */
export async function figuresAt(
  tx: Tx,
  {
    measure: id,
    filter,
    points,
    today,
  }: { measure: string; filter: Filter; points: readonly CivilDate[]; today: CivilDate },
): Promise<FigureAt[]> {
  const declared = measureOf(id)
  if (declared === undefined) return []
  const chosen = Object.fromEntries(switchNames.map((name) => [name, filter[name]?.[0]]))
  const cohort = Object.fromEntries(
    Object.entries(filter).filter(([name]) => !(switchNames as readonly string[]).includes(name)),
  )
  const measure = withSwitches(declared, settingOf(declared, chosen))
  const starts = startsOf(periodOf(measure, {}), undefined, points)
  const question = { measure, points, starts, by: [], cohort, today, knownAt: undefined }
  return figures(question, await changes(tx, question))
}
