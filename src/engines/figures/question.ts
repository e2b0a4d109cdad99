import type { CivilDate } from '../../domain/dates.ts'
import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Measure } from '../../domain/measures/measure.ts'

/** A parsed request for the figures of one measure: its days, the dimensions it is grouped by and its cohort. */
export interface Question {
  measure: Measure
  /** The days to give a figure for, in ascending order. For a measure over a period, the last day of each period. */
  points: readonly CivilDate[]
  /** The first day of the period that ends on each point, in ascending order; empty for a measure of a day. */
  starts: readonly CivilDate[]
  /** The dimensions that figures are grouped by. */
  dimensions: readonly DimensionName[]
  /** The codes allowed for each dimension named: facts with any other code are left out. */
  cohort: Readonly<Record<string, string[]>>
  today: CivilDate
  /** Read the records as they stood at this instant (ISO 8601), before later corrections; undefined reads them as they are. */
  knownAt: string | undefined
}
