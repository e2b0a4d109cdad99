import type { DimensionName } from '../measures/dimensions.ts'
import type { Unit } from '../measures/measure.ts'
import type { MeasureId } from '../measures/measures.ts'
import type { Period } from '../measures/periods.ts'
import type { Step } from '../measures/points.ts'
import type { SwitchName } from '../measures/switches.ts'

/** A column of a table: a measure, or the part of it that has some codes, with its switches as they are to stand. */
export interface ViewColumn {
  id: string
  title: string
  measure: MeasureId
  filter?: { readonly [Name in DimensionName | SwitchName]?: readonly string[] }
  /** What of the figure is to be read; its value unless told. */
  shows?: 'value' | 'numerator' | 'denominator'
  /** Of what is shown, where that is not the value. */
  unit?: Unit
}

/** A table: a row for each group of some dimensions, or for each day of a trend, and a last row for the whole. */
export interface ViewBlock {
  id: string
  title: string
  by: readonly DimensionName[]
  columns: readonly ViewColumn[]
  /** In place of dimensions: the years up to the day, and how far apart the days are; the period that ends on each. */
  trend?: { years: number; every: Step; period?: Period }
}

/** What a sufficiency strategy prints of one subject, answered in one call. */
export interface View {
  title: string
  description: string
  /** Where such tables are printed. */
  source: string
  blocks: readonly ViewBlock[]
}
