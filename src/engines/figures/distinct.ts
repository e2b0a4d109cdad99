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

/**
 * Adds the children who were in each part of a figure, of a measure that counts each once: in a period, and in every group in
 * which they have a night. Unknown are those of whom something is not known on some night, and who do not count by any other.
 */
export function addChildren(
  facts: Facts,
  { rows, begins, ends }: Stretches,
  { groups, numbers }: Groups,
  { weights, totals }: { weights: Weights; totals: Totals },
): void {
  const { codes, values } = columnOf(facts, 'childId')
  const children = Uint32Array.from(rows, (row) => codes[row] as number)
  const positions = sortPositions(
    sortPositions(Uint32Array.from(rows.keys()), children, values.length),
    numbers,
    groups.length,
  )
  /** At each point the parts that the child is in, as bits. */
  const parts = new Uint8Array(totals.width)
  for (const [index, position] of positions.entries()) {
    const bits = tallyParts.reduce((sum, part, bit) => sum | (+(weights[part][position] !== 0) << bit), 0)
    for (let point = begins[position] as number; point < (ends[position] as number); point++)
      (parts[point] as number) |= bits
    const next = positions[index + 1]
    const group = numbers[position] as number
    const isLast = next === undefined || numbers[next] !== group || children[next] !== children[position]
    if (isLast) addChild(parts, totals, group)
  }
}

/** Adds one child to the totals of a group, and clears the parts. */
function addChild(parts: Uint8Array, { width, ...totals }: Totals, group: number): void {
  for (let point = 0; point < width; point++) {
    const bits = parts[point] as number
    if (bits === 0) continue
    const place = group * width + point
    const counts = bits & 1
    ;(totals.numerator[place] as number) += counts
    ;(totals.denominator[place] as number) += (bits >> 1) & 1
    ;(totals.unknown[place] as number) += (bits >> 2) & (1 - counts)
    parts[point] = 0
  }
}
