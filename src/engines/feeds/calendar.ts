import { addDays, addMonths, type CivilDate } from '../../domain/dates.ts'
import type { FeedRow } from './queries/selection.ts'

/** How many financial years before the present one the set `dates` begins. */
const YEARS_BACK = 10

export const monthOf = (day: CivilDate): CivilDate => `${day.slice(0, 7)}-01`

/** The last day of the month that begins on a day. */
export const monthEnd = (month: CivilDate): CivilDate => addDays(addMonths(month, 1), -1)

/** The year in which the financial year of a day began. */
function financialYearOf(day: CivilDate): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5) >= '04-01' ? year : year - 1
}

/** The rows of the set `dates`. */
export function calendarRows(today: CivilDate): FeedRow[] {
  const year = financialYearOf(today)
  const rows: FeedRow[] = []
  for (let date = `${year - YEARS_BACK}-04-01`; date <= `${year + 1}-03-31`; date = addDays(date, 1)) {
    const month = monthOf(date)
    const monthsIntoYear = (Number(date.slice(5, 7)) + 8) % 12
    rows.push({
      date,
      month,
      monthEnd: monthEnd(month),
      financialYear: financialYearOf(date),
      financialQuarter: Math.floor(monthsIntoYear / 3) + 1,
      quarterStart: addMonths(month, -(monthsIntoYear % 3)),
    })
  }
  return rows
}
