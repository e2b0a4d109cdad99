import { referenceDay } from './cross-section.ts'
import { dateOf, dayOf, type Day } from './days.ts'

/**
 * Children looked after at the end of a day. Published for Cheshire East: 518, 522 and 580 at 31 March 2021, 2022
 * and 2023 (DfE, Children looked after in England); 557 a year before the reference day, the peak of 583 in
 * May 2023 and 533 (Sufficiency Strategy 2024–27). The rest is invented.
 */
const curve: readonly (readonly [string, number])[] = [
  ['2012-03-31', 415],
  ['2018-12-31', 494],
  ['2020-03-31', 534],
  ['2021-03-31', 518],
  ['2022-03-31', 522],
  ['2022-12-01', 557],
  ['2023-03-31', 580],
  ['2023-05-15', 583],
  [referenceDay, 533],
]

/** A number of children looked after at the end of a day. */
export interface Checkpoint {
  day: Day
  children: number
}

/**
 * The numbers of children looked after at each month's end from `start` to the reference day, for an authority `factor`
 * times the size; `atTheEnd` is the number on the reference day.
 */
export function stockFrom(start: string, factor: number, atTheEnd: number): Checkpoint[] {
  const knots = curve.map(([date, children]) => ({ day: dayOf(date), children: children * factor }))
  const days = new Set([...monthEnds(start), ...curve.map(([date]) => date)])
  return [...days]
    .filter((date) => date >= start && date <= referenceDay)
    .sort()
    .map((date) => ({
      day: dayOf(date),
      children: date === referenceDay ? atTheEnd : Math.round(interpolate(knots, dayOf(date))),
    }))
}

function interpolate(knots: readonly Checkpoint[], day: Day): number {
  const nextIndex = knots.findIndex((knot) => knot.day >= day)
  const [a, b] = [knots[Math.max(nextIndex - 1, 0)], knots[nextIndex]]
  if (a === undefined || b === undefined) throw new RangeError('a day outside the curve')
  return b.day === a.day
    ? b.children
    : a.children + ((b.children - a.children) * (day - a.day)) / (b.day - a.day)
}

function monthEnds(start: string): string[] {
  const dates: string[] = []
  for (let year = Number(start.slice(0, 4)); year <= Number(referenceDay.slice(0, 4)); year++) {
    for (let month = 1; month <= 12; month++) {
      const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
      dates.push(dateOf(dayOf(next) - 1))
    }
  }
  return dates
}
