import type { Facts } from './columns.ts'
import { columnOf } from './conditions.ts'
import type { Groups } from './groups.ts'
import type { Stretches } from './stretches.ts'
import { tallyParts, type Totals, type Weights } from './totals.ts'

/** Positions in the order of the numbers that stand at them; those with equal ones stay in their order. */
function sortPositions(positions: Uint32Array, numbers: Uint32Array, count: number): Uint32Array {
  const places = new Uint32Array(count + 1)
  for (const position of positions) (places[(numbers[position] as number) + 1] as number) += 1
  for (let number = 0; number < count; number++) (places[number + 1] as number) += places[number] as number
  const result = new Uint32Array(positions.length)
  for (const position of positions) {
    const number = numbers[position] as number
    result[places[number] as number] = position
    ;(places[number] as number) += 1
  }
  return result
}

/** Rows in the order of the children that they are of, and the parts of a figure that each counts in, as bits. */
export interface ChildOrder {
  children: Uint32Array
  positions: Uint32Array
  bits: Uint8Array
}

export function orderByChild(facts: Facts, rows: Int32Array, weights: Weights): ChildOrder {
  const { codes, values } = columnOf(facts, 'childId')
  const children = Uint32Array.from(rows, (row) => codes[row] as number)
  const bits = new Uint8Array(rows.length)
  for (const [bit, part] of tallyParts.entries())
    weights[part]?.forEach((weight, position) => {
      if (weight !== 0) (bits[position] as number) |= 1 << bit
    })
  return { children, positions: sortPositions(Uint32Array.from(rows.keys()), children, values.length), bits }
}

/**
 * Adds the children who were in each part of a figure, of a measure that counts each once: in a period, and in every group in
 * which they have a night. Unknown are those of whom something is not known on some night, and who do not count by any other.
 */
export function addChildren(
  { children, positions: ascending, bits }: ChildOrder,
  { begins, ends }: Stretches,
  { groups, numbers }: Groups,
  totals: Totals,
): void {
  const positions = sortPositions(ascending, numbers, groups.length)
  /** At each point the parts that the child is in, as bits. */
  const parts = new Uint8Array(totals.width)
  let [least, most] = [totals.width, 0]
  for (let index = 0; index < positions.length; index++) {
    const position = positions[index] as number
    const [begin, end] = [begins[position] as number, ends[position] as number]
    for (let point = begin; point < end; point++) (parts[point] as number) |= bits[position] as number
    least = Math.min(least, begin)
    most = Math.max(most, end)
    const next = positions[index + 1]
    const group = numbers[position] as number
    if (next !== undefined && numbers[next] === group && children[next] === children[position]) continue
    addChild(parts, totals, { group, begin: least, end: most })
    ;[least, most] = [totals.width, 0]
  }
}

/** Adds one child to the totals of a group at the points from one up to another, and clears the parts. */
function addChild(
  parts: Uint8Array,
  totals: Totals,
  { group, begin, end }: { group: number; begin: number; end: number },
): void {
  for (let point = begin; point < end; point++) {
    const bits = parts[point] as number
    if (bits === 0) continue
    const place = group * totals.width + point
    const counts = bits & 1
    ;(totals.numerator[place] as number) += counts
    ;(totals.denominator[place] as number) += (bits >> 1) & 1
    ;(totals.unknown[place] as number) += (bits >> 2) & (1 - counts)
    parts[point] = 0
  }
}
