/** The retry schedule of failed webhook deliveries: exponential backoff. */
export interface Retries {
  /** The wait after the first failure; it doubles with each further failure. */
  firstMs: number
  /** The longest wait. */
  longestMs: number
  /** After this many failures the delivery becomes a dead letter. */
  attempts: number
}

/** 16 attempts over about 18 hours. */
export const retries: Retries = { firstMs: 5_000, longestMs: 14_400_000, attempts: 16 }

/**
 * The wait in ms after the nth failure, with jitter between half and all of the backoff, so that deliveries that failed
 * together are not retried together.
 *
 * @param random in [0, 1)
 * @returns null where the delivery becomes a dead letter
 */
export function waitAfter(failures: number, schedule: Retries, random: number): number | null {
  if (failures >= schedule.attempts) return null
  const full = Math.min(schedule.firstMs * 2 ** (failures - 1), schedule.longestMs)
  return Math.round((full * (1 + random)) / 2)
}
