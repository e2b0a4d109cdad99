import type { ProgrammeRow, Sum } from './rows.ts'

/**
 * The constraint matrix in compressed sparse column form: the entries of column n are from `starts[n]` to
 * `starts[n + 1]`, each with its row and coefficient. Sum k is both row `rules + k`, which defines it, and column
 * `firstSum + k`, which other rows use.
 */
export interface Entries {
  starts: Int32Array
  rows: Int32Array
  coefficients: Float64Array
  /** The number of rows that are rules; the rows of sums come after them. */
  rules: number
  /** The column of the first sum. */
  firstSum: number
}

export function entriesOf(rows: readonly ProgrammeRow[], sums: readonly Sum[], firstSum: number): Entries {
  const all: (readonly Sum[])[] = [rows, sums]
  const starts = new Int32Array(firstSum + sums.length + 1)
  for (const list of all) for (const row of list) for (const column of row.columns) starts[column + 1]! += 1
  for (let column = 1; column < starts.length; column++) starts[column]! += starts[column - 1]!
  const next = starts.slice()
  const size = starts.at(-1)!
  const entries = { starts, rows: new Int32Array(size), coefficients: new Float64Array(size) }
  let index = 0
  for (const list of all) {
    for (const row of list) {
      for (const [place, column] of row.columns.entries()) {
        const entry = next[column]!++
        entries.rows[entry] = index
        entries.coefficients[entry] = row.coefficients[place]!
      }
      index++
    }
  }
  return { ...entries, rules: rows.length, firstSum }
}

/**
 * Visits each rule that a column appears in, directly or through sums, with its coefficient there. A rule that is reached
 * through several sums is visited once for each; its coefficients add up.
 */
export function visitRules(
  entries: Entries,
  column: number,
  visit: (row: number, coefficient: number) => void,
  times = 1,
): void {
  const { starts, rows, coefficients, rules, firstSum } = entries
  for (let entry = starts[column]!; entry < starts[column + 1]!; entry++) {
    const row = rows[entry]!
    if (row < rules) visit(row, coefficients[entry]! * times)
    else visitRules(entries, firstSum + row - rules, visit, coefficients[entry]! * times)
  }
}
