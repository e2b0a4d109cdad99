import type { Polarity } from '../measures/measure.ts'
import type { Span } from './spans.ts'
import type { ScorecardUnit } from './units.ts'

export const frequencies = ['quarter', 'year'] as const

/** A row of a scorecard's layout: a measure, or a series of observations. */
export interface ScorecardRow {
  /** Its reference in the table, such as `2.4`. */
  ref: string
  measure?: string | undefined
  filter?: Record<string, string[]> | undefined
  series?: string | undefined
  /** Overrides the title of the measure or series. */
  title?: string | undefined
  /** Overrides the polarity of the measure or series. */
  polarity?: Polarity | undefined
  /** The unit of the series while the authority has not recorded it. */
  unit?: ScorecardUnit | undefined
  /** Where the figures of the series come from, for as long as the authority has not recorded it. */
  source?: string | undefined
  /** What its figures are of, where its measure is over a period; the year to date where left out. */
  span?: Span | undefined
  /** How often there is a figure. */
  frequency?: (typeof frequencies)[number] | undefined
  /** The published indicator to compare with, where it is not the measure's own. */
  published?: string | undefined
  /** The priority of the authority's plan that the row belongs to. */
  priority?: string | undefined
}

export interface ScorecardLayout {
  title: string
  description: string
  rows: readonly ScorecardRow[]
}
