import { dayNumber, type Facts } from './columns.ts'
import type { Question } from './question.ts'

/** Some ascending days. */
export class DayList {
  readonly days: Int32Array
  /** For each day from the first on the number of the first of the days that is not before it. */
  private readonly numbers: Int32Array
  private readonly first: number

  constructor(days: Int32Array) {
    this.days = days
    this.first = days[0] ?? 0
    this.numbers = new Int32Array((days.at(-1) ?? 0) - this.first + 1)
    for (let number = 1; number < days.length; number++) {
      const [last, day] = [days[number - 1] as number, days[number] as number]
      this.numbers.fill(number, last - this.first + 1, day - this.first + 1)
    }
  }

  /** How many of the days are before a day. */
  countBefore(day: number): number {
    return day <= this.first ? 0 : (this.numbers[day - this.first] ?? this.days.length)
  }
}

/** The days of a question. */
export interface Days {
  points: DayList
  /** The first days of its periods; none for a measure of a day. */
  starts: DayList
}

export const listDays = ({ points, starts }: Pick<Question, 'points' | 'starts'>): Days => ({
  points: new DayList(Int32Array.from(points, dayNumber)),
  starts: new DayList(Int32Array.from(starts, dayNumber)),
})

/** For how many nights of a run, from a day to another, it is in a period. */
export function nightsIn({ points, starts }: Days, period: number, from: number, to: number): number {
  const [start, end] = [starts.days[period] as number, (points.days[period] as number) + 1]
  return (to < end ? to : end) - (from > start ? from : start)
}

/** The rows found last of some facts, and between which days. */
const rowsFound = new WeakMap<Facts, { first: number; last: number; rows: Int32Array }>()

/**
 * The rows of facts that have a night in the days of a question. Many measures are asked of the same days, one after another:
 * so those found last are kept.
 */
export function rowsIn(facts: Facts, { points, starts }: Days): Int32Array {
  const first = (starts.days[0] ?? points.days[0]) as number
  const last = points.days.at(-1) as number
  const earlier = rowsFound.get(facts)
  if (earlier?.first === first && earlier.last === last) return earlier.rows
  const { count, from, to } = facts
  const buffer = new Int32Array(count + 1)
  let next = 0
  for (let row = 0; row < count; row++) {
    buffer[next] = row
    next += +((from[row] as number) <= last) & +((to[row] as number) > first)
  }
  const rows = buffer.slice(0, next)
  rowsFound.set(facts, { first, last, rows })
  return rows
}
