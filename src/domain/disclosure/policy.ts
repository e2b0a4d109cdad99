/** Counts that could identify a child: 1 to 5, as in the DfE's statistical releases. 0 is not one. */
export const smallCounts = [1, 2, 3, 4, 5] as const
export const smallest = smallCounts[0]
export const largest = smallCounts.at(-1) as number

export function isSmall(count: number): boolean {
  return count >= smallest && count <= largest
}

/** Symbols published in place of a number, as in DfE tables. */
export const figureSymbols = {
  c: 'Confidential: a count of 1 to 5, or a count from which one could be worked out',
  x: 'Not available: part of a count of 1 to 5, or of what could not be protected otherwise',
  z: 'Not applicable: a percentage of nothing',
} as const
export type FigureSymbol = keyof typeof figureSymbols
export type FigureOrSymbol = number | FigureSymbol

/** A percentage as published: a whole number, halves rounded up. `denominator` is above 0. */
export function percentOf(numerator: number, denominator: number): number {
  return Math.floor((200 * numerator + denominator) / (2 * denominator))
}
