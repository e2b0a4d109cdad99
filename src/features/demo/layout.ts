import { apportion } from './scale.ts'

/** How many homes have so many beds of which so many are used. */
export interface HomeSize {
  beds: number
  used: number
  homes: number
}

/**
 * Mainstream foster households on the reference day: 184 approved places in 108 households, 125 of them used in
 * 86 households, 59 not (Sufficiency Strategy 2024–27). How places spread over households is ours.
 */
export const fosterHouseholds: readonly HomeSize[] = [
  { beds: 3, used: 3, homes: 8 },
  { beds: 3, used: 2, homes: 4 },
  { beds: 2, used: 2, homes: 19 },
  { beds: 3, used: 1, homes: 2 },
  { beds: 2, used: 1, homes: 18 },
  { beds: 1, used: 1, homes: 35 },
  { beds: 3, used: 0, homes: 2 },
  { beds: 2, used: 0, homes: 7 },
  { beds: 1, used: 0, homes: 13 },
]

/** Of the 59 places not used: out of use, promised, and the rest vacant. Ours. */
export const unusedFosterPlaces = { void: 37, committed: 2, total: 59 } as const

export function scaledHomes(sizes: readonly HomeSize[], factor: number): { beds: number; used: number }[] {
  const counts = apportion(sizes.map(({ homes }) => homes * factor))
  return sizes.flatMap(({ beds, used }, index) =>
    Array.from({ length: counts[index] ?? 0 }, () => ({ beds, used })),
  )
}
