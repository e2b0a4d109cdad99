import { addDays, type CivilDate } from '../dates.ts'

/** The kinds of period that end on a given day. */
export const periods = {
  'year-to-date': 'The financial year so far, from 1 April; on 31 March the whole of it',
  'rolling-year': 'The twelve months that end on the day',
  quarter:
    'The financial quarter so far, from 1 April, July, October or January; on its last day the whole of it',
  month: 'The calendar month so far; on its last day the whole of it',
} as const
export type Period = keyof typeof periods
export const periodNames = Object.keys(periods) as Period[]

/** The first day of the period that ends on `day`. */
export function startOf(period: Period, day: CivilDate): CivilDate {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  const first = (months: number) => `${year}-${String(months).padStart(2, '0')}-01`
  switch (period) {
    case 'month':
      return first(month)
    case 'quarter':
      return first(month - ((month - 1) % 3))
    case 'year-to-date':
      return `${month < 4 ? year - 1 : year}-04-01`
    case 'rolling-year':
      return addDays(sameDayLastYear(day), 1)
  }
}

/** The same day a year earlier; 28 February for 29 February. */
export function sameDayLastYear(day: CivilDate): CivilDate {
  const sameDay = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  return sameDay.endsWith('-02-29') ? `${sameDay.slice(0, -2)}28` : sameDay
}
