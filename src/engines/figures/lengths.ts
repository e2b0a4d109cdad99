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

/** Rows that count, in the ascending order of their lengths, and from which day or how long each is. */
export interface LengthOrder {
  positions: Uint32Array
  /** Of each row, the day that its length begins on; over a period, where it is the same at every point, the length. */
  days: Float64Array
  isLength: boolean
}

/** Puts in order the facts that count, by their lengths from a day that each says. */
export function orderByLength(
  start: DateFact,
  { facts, days: { starts } }: { facts: Facts; days: Days },
  rows: Int32Array,
  { numerator }: Weights,
): LengthOrder {
  const { values, codes } = columnOf(facts, start)
  const isLength = starts.days.length > 0
  const days = Float64Array.from(rows, (row) => {
    const day = values[codes[row] as number] ?? NaN
    return isLength ? (facts.from[row] as number) - Number(day) : Number(day)
  })
  const counts = (position: number) => !Number.isNaN(days[position]) && (numerator?.[position] ?? 0) > 0
  const sign = isLength ? 1 : -1
  const positions = Uint32Array.from(rows.keys())
    .filter(counts)
    .sort((a, b) => sign * ((days[a] as number) - (days[b] as number)))
  return { positions, days, isLength }
}

/**
 * The quartiles of each group of the lengths in days of the facts that count, from a day that each says: up to each point on
 * which it holds; over a period, up to the day of the fact.
 */
export function measureLengths(
  { positions, days, isLength }: LengthOrder,
  { points }: Days,
  { begins, ends }: Stretches,
  { groups, numbers }: Groups,
): Quartiles[] {
  const width = points.days.length
  /** Where the lengths of each group at each point begin, one after another. */
  const places = placesOfLengths(positions, { begins, ends }, { groups, numbers }, width)
  const lengths = new Float64Array(places.at(-1) ?? 0)
  const next = places.slice()
  for (const position of positions) {
    const day = days[position] as number
    const [end, row] = [ends[position] as number, (numbers[position] as number) * width]
    for (let point = begins[position] as number; point < end; point++) {
      const place = next[row + point] as number
      lengths[place] = isLength ? day : (points.days[point] as number) - day
      next[row + point] = place + 1
    }
  }
  return groups.map((_, number) => {
    const quartile = (share: number) => {
      const result = new Float64Array(width)
      for (let point = 0, cell = number * width; point < width; point++, cell++)
        result[point] = quantile(lengths, places[cell] as number, places[cell + 1] as number, share)
      return result
    }
    return { lower: quartile(0.25), median: quartile(0.5), upper: quartile(0.75) }
  })
}

/** Of each cell the number of lengths in those before it, and of all at the end. Counts as `addRuns` does. */
function placesOfLengths(
  positions: Uint32Array,
  { begins, ends }: Pick<Stretches, 'begins' | 'ends'>,
  { groups, numbers }: Groups,
  width: number,
): Uint32Array {
  const cells = groups.length * width
  const steps = new Int32Array(cells + 1)
  for (const position of positions) {
    const row = (numbers[position] as number) * width
    ;(steps[row + (begins[position] as number)] as number) += 1
    // What ends with the last point ends where the next group begins, which is as well: the running sum goes on.
    ;(steps[row + (ends[position] as number)] as number) -= 1
  }
  const places = new Uint32Array(cells + 1)
  for (let cell = 0, standing = 0; cell < cells; cell++) {
    standing += steps[cell] as number
    places[cell + 1] = (places[cell] as number) + standing
  }
  return places
}

/**
 * The length below which a share of ascending lengths lies, those from a place up to another: between the two nearest in
 * proportion (as SQL's percentile_cont).
 */
function quantile(lengths: Float64Array, start: number, end: number, share: number): number {
  if (start === end) return NaN
  const place = start + share * (end - start - 1)
  const floor = Math.floor(place)
  const low = lengths[floor] as number
  return low + ((lengths[Math.ceil(place)] as number) - low) * (place - floor)
}
