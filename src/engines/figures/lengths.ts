import type { DateFact } from '../../domain/measures/measure.ts'
import type { Facts } from './columns.ts'
import { columnOf } from './conditions.ts'
import type { Days } from './days.ts'
import type { Groups } from './groups.ts'
import type { Stretches } from './stretches.ts'
import type { Weights } from './totals.ts'

/** The middle of some lengths and of either half of them, for each point of a question; NaN where there are none. */
export interface Quartiles {
  lower: Float64Array
  median: Float64Array
  upper: Float64Array
}

/**
 * The quartiles of each group of the lengths in days of the facts that count, from a day that each says: up to each point on
 * which it holds; over a period, up to the day of the fact.
 */
export function measureLengths(
  start: DateFact,
  { facts, days: { points, starts } }: { facts: Facts; days: Days },
  { rows, begins, ends }: Stretches,
  { groups, numbers, weights }: Groups & { weights: Weights },
): Quartiles[] {
  const { values, codes } = columnOf(facts, start)
  const { days } = points
  const lengths = groups.map(() => Array.from(days, (): number[] => []))
  for (const [position, row] of rows.entries()) {
    const day = values[codes[row] as number] ?? null
    if (day === null || (weights.numerator[position] as number) <= 0) continue
    for (let point = begins[position] as number; point < (ends[position] as number); point++) {
      const end = starts.days.length > 0 ? facts.from[row] : days[point]
      lengths[numbers[position] as number]?.[point]?.push(Number(end) - Number(day))
    }
  }
  return lengths.map((lengthsByPoint) => {
    const ascending = lengthsByPoint.map((list) => Float64Array.from(list).sort())
    const quartile = (share: number) => Float64Array.from(ascending, (list) => quantile(list, share))
    return { lower: quartile(0.25), median: quartile(0.5), upper: quartile(0.75) }
  })
}

/** The length below which a share of ascending lengths lies, between the two nearest in proportion (as SQL's percentile_cont). */
function quantile(lengths: Float64Array, share: number): number {
  const place = share * (lengths.length - 1)
  const [low, high] = [lengths[Math.floor(place)] ?? NaN, lengths[Math.ceil(place)] ?? NaN]
  return low + (high - low) * (place - Math.floor(place))
}
