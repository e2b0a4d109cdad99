import type { Polarity } from './rag.ts'
import type { Unit } from './units.ts'

export const frequencies = ['quarter', 'year'] as const

/** A row of a scorecard as it is laid out: a measure, or a series of observations. */
export interface ScorecardRow {
  /** Its reference in the table, such as `2.4`. */
  ref: string
  measure?: string | undefined
  filter?: Record<string, string[]> | undefined
  series?: string | undefined
  /** In place of the title of the measure or series. */
  title?: string | undefined
  /** In place of the polarity of the measure or series. */
  polarity?: Polarity | undefined
  /** Of the series, where the authority has not recorded it yet. */
  unit?: Unit | undefined
  /** Whether there is a figure each quarter, or each year alone. */
  frequency?: (typeof frequencies)[number] | undefined
  /** The published indicator that it compares with, where that is not the measure's own. */
  published?: string | undefined
  /** The priority of the authority's plan that it serves. */
  priority?: string | undefined
}

export interface ScorecardLayout {
  title: string
  description: string
  rows: readonly ScorecardRow[]
}
