import { publicCuts, publicSeries } from '../../domain/forecast/publication.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { ForecastRow } from './queries/forecasts.ts'
import type { ForecastResult } from './schema.ts'

/**
 * A forecast as the public may see it.
 * @throws {Problem} action-not-open (409) where it is not done
 */
export function publicationOf({ id, asAt, status, result }: ForecastRow) {
  if (status !== 'done')
    throw new Problem('action-not-open', `The forecast is ${status}: there is nothing to publish.`)
  const { series: allSeries, months, method } = result as ForecastResult
  const series = publicSeries(allSeries, months)
  const ofCuts = allSeries.filter((one) => (publicCuts as readonly string[]).includes(one.by))
  return { id, asAt, method, series, leftOut: ofCuts.length - series.length }
}

/** The lines of its spreadsheet: each month of each series. */
export const publicationRows = ({ series }: ReturnType<typeof publicationOf>) =>
  series.flatMap(({ values, ...key }) => values.map((value) => ({ ...key, ...value })))
