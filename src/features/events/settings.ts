import { retries, type Retries } from '../../domain/events/retries.ts'

export interface EventSettings {
  /** Whether webhooks may be on this machine, where http is allowed too: for demonstrations. */
  loopback: boolean
  /** The proxy that webhooks elsewhere are called through. */
  proxy?: string | undefined
  /** Milliseconds that a receiver has to answer. */
  timeoutMs: number
  retries: Retries
  /** Maximum number of deliveries running at once. */
  atOnce: number
  /** Maximum number of them to one webhook. */
  perWebhook: number
  /** Milliseconds between polls for events to publish and deliveries to send, when no wake-up comes. */
  pollMs: number
  /** Milliseconds after which an idle stream reads the feed by itself and, when there is nothing, sends a heartbeat. */
  heartbeatMs: number
  /** Milliseconds after which a stream ends. Its client reconnects, so that its token is checked again. */
  longestStreamMs: number
  /** Maximum number of streams that a process sends to one subject, and in all. */
  streams: { perSubject: number; inAll: number }
  /** Milliseconds for which running deliveries are waited for when the service stops. */
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
  streams: { perSubject: 4, inAll: 500 },
  graceMs: 5_000,
}
