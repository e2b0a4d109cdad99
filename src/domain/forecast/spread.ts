import {
  ageFloors,
  forecastHorizons,
  forecastLevels,
  totalFloors,
  type FloorPoint,
  type ForecastLevel,
} from './constants.ts'

/** By how much the worlds' spread is widened: for each level, at each of `forecastHorizons`. */
export type Spreads = Readonly<Record<ForecastLevel, readonly number[]>>

/** A value at a month between points in order of month; that of the nearest outside them. */
function interpolate(points: readonly { months: number; value: number }[], month: number): number {
  const next = points.findIndex(({ months }) => months >= month)
  if (next === -1) return points.at(-1)!.value
  const [low, high] = [points[next - 1], points[next]!]
  if (low === undefined) return high.value
  return low.value + ((high.value - low.value) * (month - low.months)) / (high.months - low.months)
}

/** The factor at a month, 1 for the first. */
export const spreadAt = (spreads: Spreads, level: ForecastLevel, month: number): number =>
  interpolate(
    spreads[level].map((value, index) => ({ months: forecastHorizons[index]!, value })),
    month,
  )

/** Half of the least width of an interval of 80 % of so many children, so many months ahead. */
export function leastHalfWidth(
  children: number,
  month: number,
  floors: readonly FloorPoint[] = totalFloors,
): number {
  if (children <= 0) return 0
  const share = interpolate(
    floors.map(({ months, c, d }) => ({ months, value: c + d / children })),
    month,
  )
  return children * Math.sqrt(share)
}

/** The published errors below which no interval of a group is narrower; null for what is not published of so many authorities. */
export function floorsOf(level: ForecastLevel, age: number | null): readonly FloorPoint[] | null {
  if (level === 'total') return totalFloors
  return level === 'age' && age !== null ? ageFloors[age]! : null
}

/** The value below which a share of ascending values lies. */
export function quantileOf(ascending: ArrayLike<number>, share: number): number {
  const position = (ascending.length - 1) * share
  const low = Math.floor(position)
  const high = Math.min(low + 1, ascending.length - 1)
  return ascending[low]! + (ascending[high]! - ascending[low]!) * (position - low)
}

export interface Interval {
  p10: number
  p25: number
  p50: number
  p75: number
  p90: number
}

/**
 * Quantiles about the median, widened by `spread` and to a least half-width of the 80 %, cut at 0.
 * @param ascending the worlds' values, in order
 */
export function intervalOf(ascending: ArrayLike<number>, spread: number, least = 0): Interval {
  const p50 = quantileOf(ascending, 0.5)
  const [low, high] = [p50 - quantileOf(ascending, 0.1), quantileOf(ascending, 0.9) - p50]
  const widen = (half: number, outer: number) =>
    outer <= 0 ? (half > 0 ? half * spread : least / 2) : (half / outer) * Math.max(outer * spread, least)
  const lower = (share: number) => Math.max(0, p50 - widen(p50 - quantileOf(ascending, share), low))
  const upper = (share: number) => p50 + widen(quantileOf(ascending, share) - p50, high)
  return {
    p10: low <= 0 ? Math.max(0, p50 - least) : lower(0.1),
    p25: lower(0.25),
    p50,
    p75: upper(0.75),
    p90: high <= 0 ? p50 + least : upper(0.9),
  }
}

/** What one origin says of the spread of a level at a horizon: how many half-widths of the 80 % the outcome lay from the median. */
export interface SpreadEvidence {
  level: ForecastLevel
  horizon: number
  halfWidths: number
}

/** What back-tests say of a level at a horizon: 80 % of the outcomes lay within so many half-widths, by so many independent origins. */
export interface LearnedSpread {
  level: ForecastLevel
  horizon: number
  halfWidths: number
  origins: number
}

/** @param origins how many independent origins each horizon's evidence is worth */
export const summariseSpreads = (
  evidence: readonly SpreadEvidence[],
  origins: (horizon: number) => number,
): LearnedSpread[] =>
  forecastLevels.flatMap((level) =>
    forecastHorizons.flatMap((horizon) => {
      const ascending = evidence
        .filter((one) => one.level === level && one.horizon === horizon && Number.isFinite(one.halfWidths))
        .map(({ halfWidths }) => halfWidths)
        .sort((a, b) => a - b)
      return ascending.length === 0
        ? []
        : [{ level, horizon, halfWidths: quantileOf(ascending, 0.8), origins: origins(horizon) }]
    }),
  )

/**
 * Spreads with which 80 % of the outcomes would have lain inside, shrunk to priors that are worth `weight` origins, and no less for a
 * longer horizon than for a shorter.
 */
export function shrinkSpreads(evidence: readonly LearnedSpread[], weight: number, priors: Spreads): Spreads {
  const shrink = (level: ForecastLevel) =>
    nonDecreasing(
      forecastHorizons.map((horizon, index) => {
        const prior = priors[level][index]!
        const own = evidence.find((one) => one.level === level && one.horizon === horizon)
        return own ? (own.origins * own.halfWidths + weight * prior) / (own.origins + weight) : prior
      }),
    )
  return { total: shrink('total'), category: shrink('category'), age: shrink('age'), cell: shrink('cell') }
}

/** The nearest values in the same order that never fall: those that do are put together with the ones before, at their mean. */
export function nonDecreasing(values: readonly number[]): number[] {
  const blocks: { mean: number; count: number }[] = []
  for (const value of values) {
    let block = { mean: value, count: 1 }
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      const count = last.count + block.count
      block = { mean: (last.mean * last.count + block.mean * block.count) / count, count }
      blocks.pop()
    }
    blocks.push(block)
  }
  return blocks.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean))
}
