/** The planning rule that a row of the programme enforces. */
export type RowRule = 'once' | 'bed-in-one-use' | 'registered-places' | 'kept-apart' | 'solo'

/** A constraint of the integer programme: `Σ coefficients[i] · columns[i] ≤ most`. */
export interface ProgrammeRow {
  rule: RowRule
  most: number
  columns: number[]
  coefficients: number[]
}

/** An auxiliary column, `Σ coefficients[i] · columns[i]`, defined once and used in many rows to keep them short. */
export interface Sum {
  columns: number[]
  coefficients: number[]
}

export type Term = readonly [column: number, coefficient: number]

export function row(rule: RowRule, most: number, terms: readonly Term[]): ProgrammeRow {
  return {
    rule,
    most,
    columns: terms.map(([column]) => column),
    coefficients: terms.map(([, coefficient]) => coefficient),
  }
}
