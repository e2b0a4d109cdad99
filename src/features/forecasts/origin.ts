import type { CivilDate } from '../../domain/dates.ts'
import { dateOfDay, toDayNumber, monthEnd } from '../../domain/forecast/days.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { ForecastAsked } from './schema.ts'

/** The day that the month of a day ends with, or an earlier one's. */
const endOfMonth = (day: CivilDate, months: number) => dateOfDay(monthEnd(toDayNumber(day), months))

/**
 * The last night of which a forecast knows: that which is asked for, or of the last month that has ended.
 * @throws {Problem} rule-broken (422) where it does not end a month, is not over, or lies before the history
 */
export function checkOrigin({ asAt, historyFrom }: ForecastAsked, today: CivilDate): CivilDate {
  const last = endOfMonth(today, -1)
  const origin = asAt ?? last
  const refuse = (pointer: string, code: string, detail: string) =>
    new Problem('rule-broken', detail, [{ pointer, detail, code }])
  if (origin !== endOfMonth(origin, 0))
    throw refuse(
      '#/asAt',
      'not-end-of-month',
      `A forecast starts from the last day of a month, such as ${endOfMonth(origin, -1)}.`,
    )
  if (origin > last)
    throw refuse('#/asAt', 'month-not-over', `That month is not over: the latest is ${last}.`)
  if (historyFrom !== null && historyFrom > origin)
    throw refuse(
      '#/historyFrom',
      'after-origin',
      `The history must start before the forecast does, on ${origin}.`,
    )
  return origin
}
