import { addDays, type CivilDate } from '../dates.ts'

/** How far apart the days of a series are; financial quarters and years end on 30 June … 31 March. */
export const steps = ['day', 'month', 'quarter', 'year'] as const
export type Step = (typeof steps)[number]

const lastMonths = { month: null, quarter: [3, 6, 9, 12], year: [3] } as const

/** The days of a series from one day to another, both included: each day, or the last day of each period. */
export function* pointsBetween(from: CivilDate, to: CivilDate, every: Step): Generator<CivilDate> {
  if (every === 'day') {
    for (let day = from; day <= to; day = addDays(day, 1)) yield day
    return
  }
  const months: readonly number[] | null = lastMonths[every]
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  for (;;) {
    const ends = month
    ;[year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
    const day = addDays(`${year}-${String(month).padStart(2, '0')}-01`, -1)
    if (day > to) return
    if (months === null || months.includes(ends)) yield day
  }
}
