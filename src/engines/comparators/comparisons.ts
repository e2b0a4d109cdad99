import { averageOf, type Average } from '../../domain/scorecards/neighbours.ts'
import { meaningOf } from '../../domain/scorecards/published-cell.ts'
import {
  publishedSeries,
  sourceOfSeries,
  type PublishedSeries,
} from '../../domain/scorecards/published-files.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { neighboursOf, publishedFigures, regionOf, type PublishedFigure } from './queries.ts'

/** A published figure of an authority or area. `row` counts from the header of `file`, which is row 1. */
export interface ComparatorFigure {
  value: number | null
  symbol: string | null
  meaning: string | null
  count: number | null
  countSymbol: string | null
  file: string
  row: number
}

/** The published figures that one series (indicator) is compared by, all of one reporting year. */
export interface SeriesComparison {
  series: PublishedSeries & { source: string }
  /** The calendar year in which the reporting year ends: 2023 for 2022/23. */
  year: number
  national: ComparatorFigure | null
  region: (ComparatorFigure & { code: string; name: string }) | null
  own: ComparatorFigure | null
  /** The statistical neighbours' average, the year of the model that chose them (null if none is loaded), and each neighbour. */
  neighbours: Average & {
    model: number | null
    authorities: { code: string; name: string; rank: number; value: number | null; symbol: string | null }[]
  }
}

const lastYear = 2199

function presentFigure(figure: PublishedFigure | undefined): ComparatorFigure | null {
  if (figure === undefined) return null
  const { value, symbol, count, countSymbol, file, row } = figure
  return { value, symbol, meaning: symbol === null ? null : meaningOf(symbol), count, countSymbol, file, row }
}

/**
 * The published figures of England, the authority's region, its statistical neighbours and the authority itself, for
 * every series with any. For each series the year is `year`, or else the latest one in or before `upTo`.
 */
export async function comparisons(
  tx: Tx,
  { year, upTo = lastYear }: { year?: number | undefined; upTo?: number } = {},
): Promise<SeriesComparison[]> {
  const own = tx.principal.authorityCode
  const region = await regionOf(tx)
  const neighbours = await neighboursOf(tx)
  const areas = [own, ...(region ? [region.code] : []), ...neighbours.map(({ code }) => code)]
  const figures = await publishedFigures(tx, { areas, year, upTo })
  return publishedSeries.flatMap((series): SeriesComparison[] => {
    const ofSeries = figures.filter((figure) => figure.series === series.id)
    const [first] = ofSeries
    if (first === undefined) return []
    const figureOf = (code: string) => presentFigure(ofSeries.find(({ areaCode }) => areaCode === code))
    const authorities = neighbours.map(({ code, name, rank }) => {
      const { value = null, symbol = null } = figureOf(code) ?? {}
      return { code, name, rank, value, symbol }
    })
    const inRegion = region && figureOf(region.code)
    return [
      {
        series: { ...series, source: sourceOfSeries(series.id) },
        year: first.year,
        national: presentFigure(ofSeries.find(({ level }) => level === 'national')),
        region: region && inRegion ? { ...inRegion, ...region } : null,
        own: figureOf(own),
        neighbours: { ...averageOf(authorities), model: neighbours[0]?.model ?? null, authorities },
      },
    ]
  })
}
