import { dateOf, dayOf, type Day } from '../days.ts'

/**
 * Children looked after on days after the reference day: 541 and 550 at 31 March 2024 and 2025 (DfE, Children looked after
 * in England). Between and after them the number is invented.
 */
const publishedCounts: Readonly<Record<string, number>> = { '2024-03-31': 541, '2025-03-31': 550 }

const knots: readonly (readonly [date: string, children: number])[] = [
  ['2023-12-01', 533],
  ['2024-03-31', 541],
  ['2024-10-15', 553],
  ['2025-03-31', 550],
]

/** After the last knot the number sways about this one, with a period of a year and a half. */
const later = { middle: 542, sway: 8, days: 550 }

/** How many children an authority `factor` times the size should look after on a day. */
export function wantedOn(day: Day, factor: number): number {
  const next = knots.findIndex(([date]) => dayOf(date) >= day)
  const [[a, least] = ['', 0], [b, most] = ['', 0]] = [knots[next - 1], knots[next]]
  const children =
    next < 0
      ? later.middle + later.sway * Math.cos((2 * Math.PI * (day - dayOf('2025-03-31'))) / later.days)
      : next === 0
        ? most
        : least + ((most - least) * (day - dayOf(a))) / (dayOf(b) - dayOf(a))
  return Math.round(children * factor)
}

/** Days from a day to the next one of which a number is published; infinite where there is none. */
export function daysToPublished(day: Day): number {
  const date = dateOf(day)
  const next = Object.keys(publishedCounts).find((one) => one >= date)
  return next === undefined ? Number.POSITIVE_INFINITY : dayOf(next) - day
}
