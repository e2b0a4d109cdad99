import type { Facts } from './columns.ts'
import { nightsIn, type Days } from './days.ts'

/** Rows of facts, each with the stretch of a question's points that it holds on: the first, and the first after the last. */
export interface Stretches {
  rows: Int32Array
  begins: Int32Array
  ends: Int32Array
}

/** The stretches of points that are nights of facts; empty where a fact is between two of them. */
export function stretchesOfPoints(facts: Facts, { points }: Days, rows: Int32Array): Stretches {
  const { from, to } = facts
  const begins = rows.map((row) => points.countBefore(from[row] as number))
  const ends = rows.map((row) => points.countBefore(to[row] as number))
  return { rows, begins, ends }
}

/** The stretches of periods in which facts have nights, of those that have any in one. */
export function stretchesOfPeriods(facts: Facts, days: Days, rows: Int32Array): Stretches {
  const { from, to, period } = facts
  const result = {
    rows: new Int32Array(rows.length),
    begins: new Int32Array(rows.length),
    ends: new Int32Array(rows.length),
  }
  let count = 0
  for (const row of rows) {
    const [start, end] = [from[row] as number, to[row] as number]
    const first = period ? (period[row] as number) : days.points.countBefore(start)
    const next = period ? first + 1 : days.starts.countBefore(end)
    if (first >= next || nightsIn(days, first, start, end) <= 0) continue
    result.rows[count] = row
    result.begins[count] = first
    result.ends[count] = next
    count++
  }
  return {
    rows: result.rows.subarray(0, count),
    begins: result.begins.subarray(0, count),
    ends: result.ends.subarray(0, count),
  }
}
