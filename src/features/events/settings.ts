import { retries, type Retries } from '../../domain/events/retries.ts'

export interface EventSettings {
  /** Whether webhooks may be on this machine, and there over http: for demonstrations. */
  loopback: boolean
  /** How long a receiver may take to answer. */
  timeoutMs: number
  retries: Retries
  /** Deliveries on their way at once: in all, and to one webhook. */
  atOnce: number
  perWebhook: number
  /** How often to look for what is to be published and sent, when nothing says that there is any. */
  pollMs: number
  /** How often a stream looks for itself and, finding nothing, shows that it is alive. */
  heartbeatMs: number
  /** How long a stream lasts; its client then comes back, with a token that is checked again. */
  longestStreamMs: number
  /** How long deliveries on their way are waited for when the service stops. */
  graceMs: number
}

export const eventSettings: EventSettings = {
  loopback: false,
  timeoutMs: 10_000,
  retries,
  atOnce: 32,
  perWebhook: 4,
  pollMs: 500,
  heartbeatMs: 15_000,
  longestStreamMs: 3_600_000,
  graceMs: 5_000,
}
