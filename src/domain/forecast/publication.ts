import type { CivilDate } from '../dates.ts'
import type { Interval } from './spread.ts'
import type { ForecastCut, ForecastSeries } from './series.ts'

/** With fewer children than this in any month's P10 a series is not for the public. */
export const publicChildren = 10

/** Breakdowns for the public: none that another divides further, or what is hidden in one could be worked out from the other. */
export const publicCuts = ['total', 'category', 'ageBand'] as const satisfies readonly ForecastCut[]
export type PublicCut = (typeof publicCuts)[number]

export interface PublicSeries {
  by: PublicCut
  category: string | null
  ageBand: string | null
  values: (Interval & { asAt: CivilDate })[]
}

const isLarge = ({ values }: ForecastSeries) =>
  values.every(({ interval }) => interval !== null && interval.p10 >= publicChildren)
const smallest = (series: readonly ForecastSeries[]) =>
  series.toSorted((a, b) => a.values[0]!.mean - b.values[0]!.mean)[0]

/**
 * Those series of a forecast that the public may see. Where one group of a breakdown alone is too small, the smallest other is left out
 * with it: it would be the rest of the total.
 */
export function publishable<T extends ForecastSeries>(series: readonly T[]): T[] {
  return publicCuts.flatMap((cut) => {
    const ofCut = series.filter((one) => one.by === cut)
    const large = ofCut.filter(isLarge)
    const isAlone = cut !== 'total' && ofCut.length - large.length === 1
    const companion = isAlone ? smallest(large) : undefined
    return large.filter((one) => one !== companion)
  })
}

/**
 * What the public may see of a forecast: quantiles of the larger groups, no means, which sum.
 * @param months the last day of each month ahead
 */
export const publicSeries = (
  series: readonly ForecastSeries[],
  months: readonly CivilDate[],
): PublicSeries[] =>
  publishable(series).map(({ by: cut, category, ageBand, values }) => ({
    by: cut as PublicCut,
    category,
    ageBand,
    values: values.map(({ month, interval }) => ({ asAt: months[month - 1]!, ...interval! })),
  }))
