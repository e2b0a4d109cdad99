import type { Labels } from '../codes.ts'
import type { Retries } from '../events/retries.ts'

/** The services of the collection that a push can go to. */
export const dailyReceiverKinds = {
  test: 'The test service, which takes made-up children alone',
  live: 'The live service',
} as const satisfies Labels
export type DailyReceiverKind = keyof typeof dailyReceiverKinds

/** Most children in one request: `maxItems` of its array in openapi.json. */
export const mostChildrenOfRequest = 100

/** Days after the last push that came through, or since pushes were resumed, on which the attention list tells of it. */
export const lateAfterDays = 3

/** How a request without an answer, or that came too soon (429), is tried again within a push. */
export const requestRetries: Retries = { firstMs: 5_000, longestMs: 60_000, attempts: 4 }

/** When a push that failed is followed by the next: after five minutes, then twice as long each time, at most four hours. */
export const pushRetries: Retries = { firstMs: 300_000, longestMs: 14_400_000, attempts: Infinity }

const ukHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  hourCycle: 'h23',
})
const HOUR_MS = 3_600_000

/** The next instant after `now` at which it is this full hour in the United Kingdom. */
export function nextAtHour(now: Date, hour: number): Date {
  let instant = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS + HOUR_MS
  while (Number(ukHour.format(instant)) !== hour) instant += HOUR_MS
  return new Date(instant)
}
