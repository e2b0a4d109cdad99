import type { DateFact } from '../../domain/measures/measure.ts'
import type { FactColumn, Facts } from './columns.ts'
import { columnOf } from './conditions.ts'

/** The middle of some lengths and of either half of them, for each point of a question; NaN where there are none. */
export interface Quartiles {
  lower: Float64Array
  median: Float64Array
  upper: Float64Array
}

/** The lengths in days of the facts of groups, from a day that each says. */
export class Lengths {
  private readonly facts: Facts
  private readonly start: FactColumn
  private readonly points: Int32Array
  private readonly overPeriod: boolean
  /** For each group and point the lengths there. */
  private readonly lengthsByGroup = new Map<number, number[][]>()

  constructor(facts: Facts, start: DateFact, { points, starts }: { points: Int32Array; starts: Int32Array }) {
    this.facts = facts
    this.start = columnOf(facts, start)
    this.points = points
    this.overPeriod = starts.length > 0
  }

  /** Adds the length of a fact up to a point on which it holds; over a period, up to the day of the fact. */
  add(row: number, group: number, point: number): void {
    const start = this.start.values[this.start.codes[row] as number]
    if (start === null) return
    const groupLengths = this.lengthsByGroup.get(group) ?? Array.from(this.points, () => [])
    this.lengthsByGroup.set(group, groupLengths)
    const end = this.overPeriod ? this.facts.from[row] : this.points[point]
    groupLengths[point]?.push(Number(end) - Number(start))
  }

  quartilesOf(group: number): Quartiles {
    const ascending = Array.from(this.points, (_, point) =>
      Float64Array.from(this.lengthsByGroup.get(group)?.[point] ?? []).sort(),
    )
    const quartile = (share: number) => Float64Array.from(ascending, (lengths) => quantile(lengths, share))
    return { lower: quartile(0.25), median: quartile(0.5), upper: quartile(0.75) }
  }
}

/** The length below which a share of ascending lengths lies, between the two nearest in proportion (as SQL's percentile_cont). */
function quantile(lengths: Float64Array, share: number): number {
  const place = share * (lengths.length - 1)
  const [low, high] = [lengths[Math.floor(place)] ?? NaN, lengths[Math.ceil(place)] ?? NaN]
  return low + (high - low) * (place - Math.floor(place))
}
