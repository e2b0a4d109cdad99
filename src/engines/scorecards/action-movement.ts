import type { CivilDate } from '../../domain/dates.ts'
import { measureOf } from '../../domain/measures/measures.ts'
import { directionOf } from '../../domain/scorecards/direction.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figuresAt } from '../figures/figures-at.ts'
import type { Filter } from '../figures/subject.ts'

/** A measure, or a part of it, that an action is meant to move. */
export interface ActionMeasure {
  measure: string
  filter?: Filter
}

/** A measure of an action on the day the action began, and today or on the day it was completed, with the direction between. */
export async function movementOf(
  tx: Tx,
  { startsOn, completedOn }: { startsOn: CivilDate; completedOn: CivilDate | null },
  actionMeasure: ActionMeasure,
  today: CivilDate,
) {
  const { measure: name, filter = {} } = actionMeasure
  const measure = measureOf(name)
  const last = completedOn !== null && completedOn < today ? completedOn : today
  const points = startsOn > today ? [] : [...new Set([startsOn, last])]
  const [figures = []] = await figuresAt(tx, [{ measure: name, filter }], points, today)
  const figureOn = (day: CivilDate) => {
    const figure = figures.find(({ asAt }) => asAt === day)
    return figure ? { asAt: day, value: figure.value } : null
  }
  const [then, now] = [figureOn(startsOn), figureOn(last)]
  const { title = name, unit = 'count', polarity = 'none' } = measure ?? {}
  const { arrow, verdict } = directionOf(then?.value ?? null, now?.value ?? null, { unit, polarity })
  return { measure: name, filter, title, unit, polarity, then, now, arrow, verdict }
}
