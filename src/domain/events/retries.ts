/** When a delivery that failed is tried again, and how often. */
export interface Retries {
  /** The wait after the first failure; each next is twice as long. */
  firstMs: number
  /** No wait is longer. */
  longestMs: number
  /** After so many failures the delivery is given up: a dead letter. */
  attempts: number
}

/** Sixteen attempts over some 18 hours. */
export const retries: Retries = { firstMs: 5_000, longestMs: 14_400_000, attempts: 16 }

/**
 * The wait after the nth failure, in ms: between half and all of the doubled wait, so that what failed together does
 * not return together. Null when the delivery is to be given up. `random` is in [0, 1).
 */
export function waitAfter(failures: number, schedule: Retries, random: number): number | null {
  if (failures >= schedule.attempts) return null
  const full = Math.min(schedule.firstMs * 2 ** (failures - 1), schedule.longestMs)
  return Math.round((full * (1 + random)) / 2)
}
