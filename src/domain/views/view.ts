import type { DimensionName } from '../measures/dimensions.ts'
import type { MeasureUnit } from '../measures/measure.ts'
import type { MeasureId } from '../measures/measures.ts'
import type { Period } from '../measures/periods.ts'
import type { Step } from '../measures/points.ts'
import type { SwitchName } from '../measures/switches.ts'

/** A column of a table: a measure, or the part of it with certain codes, with its switches set. */
export interface ViewColumn {
  id: string
  title: string
  measure: MeasureId
  filter?: { readonly [Name in DimensionName | SwitchName]?: readonly string[] }
  /** Which part of the figure is shown; by default its value. */
  shows?: 'value' | 'numerator' | 'denominator'
  /** The unit of what is shown, where that is not the value. */
  unit?: MeasureUnit
}

/** A table: one row for each group of the dimensions, or for each day of a trend, and a last row for the total. */
export interface ViewBlock {
  id: string
  title: string
  by: readonly DimensionName[]
  columns: readonly ViewColumn[]
  /** Instead of dimensions: the number of years up to the day, the step between days, and the period that ends on each. */
  trend?: { years: number; every: Step; period?: Period }
}

/** The tables of one subject, as printed in sufficiency strategies, returned by one request. */
export interface View {
  title: string
  description: string
  /** The documents in which such tables are printed. */
  source: string
  blocks: readonly ViewBlock[]
}
