import type { CivilDate } from '../../domain/dates.ts'
import type { CostWidths, TypePrices } from '../../domain/forecast/cost.ts'
import type { ForecastModel } from '../../domain/forecast/model.ts'
import type { ForecastTally } from '../../domain/forecast/tally.ts'
import type { BedCount } from './queries/records.ts'
import type { ForecastResult } from './schema.ts'

/** Costs of a forecast, before any scenario. */
export interface CostBasis {
  prices: readonly TypePrices[]
  /** What `prices` are of, by type, as the answer shows it. */
  shown: NonNullable<ForecastResult['costs']>['prices']
  /** Pounds by type from 1 April to the last known night. */
  yearSoFar: readonly number[]
  walks: readonly (readonly Float64Array[])[]
  widthAt: CostWidths
}

/** The forecast that scenarios are edits of. */
export interface PlainForecast {
  tally: ForecastTally
  scales: readonly number[]
  model: ForecastModel
  beds: readonly BedCount[]
  areas: readonly string[]
  months: readonly CivilDate[]
  /** The nights of each month. */
  days: readonly number[]
  costs: CostBasis
}
