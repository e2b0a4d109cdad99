import { addDays, type CivilDate } from '../dates.ts'

/** The step of a time series. Quarters end on 30 June, 30 September, 31 December and 31 March; years on 31 March. */
export const steps = ['day', 'month', 'quarter', 'year'] as const
export type Step = (typeof steps)[number]

const lastMonths = { month: null, quarter: [3, 6, 9, 12], year: [3] } as const

/** The days of a time series in `[from, to]`: every day, or the last day of each month, quarter or year. */
export function* pointsBetween(from: CivilDate, to: CivilDate, step: Step): Generator<CivilDate> {
  if (step === 'day') {
    for (let day = from; day <= to; day = addDays(day, 1)) yield day
    return
  }
  const months: readonly number[] | null = lastMonths[step]
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  for (;;) {
    const ends = month
    ;[year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
    const day = addDays(`${year}-${String(month).padStart(2, '0')}-01`, -1)
    if (day > to) return
    if (months === null || months.includes(ends)) yield day
  }
}
