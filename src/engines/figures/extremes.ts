import type { Measure } from '../../domain/measures/measure.ts'
import { partsOf, type Facts } from './columns.ts'
import { amountsOf } from './conditions.ts'
import type { Groups } from './groups.ts'
import type { Stretches } from './stretches.ts'
import type { Weights } from './totals.ts'

/** The number of each row that may be the lowest or the highest; NaN of those that do not count. */
export interface Candidates {
  which: 'lowest' | 'highest'
  amounts: Float64Array
}

/** The numbers of the facts that count, of which a measure gives the lowest or the highest. */
export function listCandidates(
  { which, of: fact }: NonNullable<Measure['extreme']>,
  facts: Facts,
  rows: Int32Array,
  { numerator }: Weights,
): Candidates {
  const units = partsOf(fact)
  const amounts = amountsOf(facts, rows, fact).map((amount, position) =>
    numerator?.[position] ? amount / units : NaN,
  )
  return { which, amounts }
}

/** The lowest or the highest number in each group at each point, or in the period that ends on it; NaN where there is none. */
export function findExtremes(
  { which, amounts }: Candidates,
  { begins, ends }: Stretches,
  { groups, numbers }: Groups,
  width: number,
): Float64Array[] {
  const cells = new Float64Array(groups.length * width).fill(NaN)
  const sign = which === 'lowest' ? 1 : -1
  for (let position = 0; position < amounts.length; position++) {
    const amount = amounts[position] as number
    if (Number.isNaN(amount)) continue
    const [end, row] = [ends[position] as number, (numbers[position] as number) * width]
    for (let point = begins[position] as number; point < end; point++)
      // Also where none stands yet: of NaN no comparison holds.
      if (!(sign * amount >= sign * (cells[row + point] as number))) cells[row + point] = amount
  }
  return groups.map((_, number) => cells.subarray(number * width, (number + 1) * width))
}
