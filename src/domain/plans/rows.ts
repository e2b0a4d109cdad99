/** Which rule a row of the programme keeps. */
export type RowRule = 'once' | 'bed-in-one-use' | 'registered-places' | 'kept-apart' | 'solo'

/** `Σ by · column ≤ most`. */
export interface Row {
  rule: RowRule
  most: number
  columns: number[]
  by: number[]
}

/** `column = Σ by · columns`: counted once, and spoken of by many rows. */
export type Sum = Pick<Row, 'columns' | 'by'>

export type Term = readonly [column: number, by: number]

export function row(rule: RowRule, most: number, terms: readonly Term[]): Row {
  return { rule, most, columns: terms.map(([column]) => column), by: terms.map(([, by]) => by) }
}
