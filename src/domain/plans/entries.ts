import type { Row, Sum } from './rows.ts'

/**
 * Rows by their columns: those of column n are from `starts[n]` to `starts[n + 1]`. Sum k stands as row `rules + k` and
 * as column `firstSum + k`; what a column counts in a sum, it counts wherever the sum stands.
 */
export interface Entries {
  starts: Int32Array
  rows: Int32Array
  by: Float64Array
  /** How many rows are rules; sums come after them. */
  rules: number
  /** The column that the first sum is. */
  firstSum: number
}

export function entriesOf(rows: readonly Row[], sums: readonly Sum[], firstSum: number): Entries {
  const all: (readonly Sum[])[] = [rows, sums]
  const starts = new Int32Array(firstSum + sums.length + 1)
  for (const of of all) for (const row of of) for (const column of row.columns) starts[column + 1]! += 1
  for (let column = 1; column < starts.length; column++) starts[column]! += starts[column - 1]!
  const next = starts.slice()
  const size = starts.at(-1)!
  const entries = { starts, rows: new Int32Array(size), by: new Float64Array(size) }
  let index = 0
  for (const of of all) {
    for (const row of of) {
      for (const [place, column] of row.columns.entries()) {
        const at = next[column]!++
        entries.rows[at] = index
        entries.by[at] = row.by[place]!
      }
      index++
    }
  }
  return { ...entries, rules: rows.length, firstSum }
}

/** Tells each rule in which a column counts, and how much; one that is reached by several sums, as often. */
export function eachRule(
  entries: Entries,
  column: number,
  tell: (row: number, by: number) => void,
  times = 1,
): void {
  const { starts, rows, by, rules, firstSum } = entries
  for (let at = starts[column]!; at < starts[column + 1]!; at++) {
    const row = rows[at]!
    if (row < rules) tell(row, by[at]! * times)
    else eachRule(entries, firstSum + row - rules, tell, by[at]! * times)
  }
}
