import { apportion } from './scale.ts'

/** A number of homes that have this many beds, of which this many are used. */
export interface HomeSize {
  beds: number
  usedBeds: number
  homes: number
}

/**
 * Mainstream foster households on the reference day: 184 approved places in 108 households, 125 of them used in
 * 86 households, 59 not (Sufficiency Strategy 2024–27). How places spread over households is invented.
 */
export const fosterHouseholds: readonly HomeSize[] = [
  { beds: 3, usedBeds: 3, homes: 8 },
  { beds: 3, usedBeds: 2, homes: 4 },
  { beds: 2, usedBeds: 2, homes: 19 },
  { beds: 3, usedBeds: 1, homes: 2 },
  { beds: 2, usedBeds: 1, homes: 18 },
  { beds: 1, usedBeds: 1, homes: 35 },
  { beds: 3, usedBeds: 0, homes: 2 },
  { beds: 2, usedBeds: 0, homes: 7 },
  { beds: 1, usedBeds: 0, homes: 13 },
]

/** The 59 places not used: void, committed to a child, and the rest vacant. Invented. */
export const unusedFosterPlaces = { void: 37, committed: 2, total: 59 } as const

/** The beds and used beds of each home, for an authority `factor` times the size. */
export function scaledHomes(
  sizes: readonly HomeSize[],
  factor: number,
): { beds: number; usedBeds: number }[] {
  const counts = apportion(sizes.map(({ homes }) => homes * factor))
  return sizes.flatMap(({ beds, usedBeds }, index) =>
    Array.from({ length: counts[index] ?? 0 }, () => ({ beds, usedBeds })),
  )
}
