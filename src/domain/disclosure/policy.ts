/** The counts that could point at a child; 0 is none of them. DfE suppresses 1 to 5 where it suppresses. */
export const smallCounts = [1, 2, 3, 4, 5] as const
export const smallest = smallCounts[0]
export const largest = smallCounts.at(-1) as number

export function isSmall(count: number): boolean {
  return count >= smallest && count <= largest
}

/** What stands in a figure's place, as in the tables of DfE. */
export const symbols = {
  c: 'Confidential: a count of 1 to 5, or a count from which one could be worked out',
  x: 'Not available: part of a count of 1 to 5, or of what could not be protected otherwise',
  z: 'Not applicable: a percentage of nothing',
} as const
export type Symbol = keyof typeof symbols
export type Figure = number | Symbol

/** A percentage as it is published: a whole number, halves rounded up. */
export function percentOf(numerator: number, denominator: number): number {
  return Math.floor((200 * numerator + denominator) / (2 * denominator))
}
