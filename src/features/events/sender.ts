import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import { cloudEventOf } from '../../domain/events/cloud-event.ts'
import { waitAfter } from '../../domain/events/retries.ts'
import type { Sealing } from '../../platform/db/sealing.ts'
import { webhookAttempts } from '../../platform/metrics/instruments.ts'
import { inSpanOfCall } from '../../platform/traces/calls.ts'
import { Alarm } from './alarm.ts'
import { post } from './post.ts'
import {
  claimDue,
  releaseClaim,
  recordAttempt,
  type ClaimedDelivery,
  type AttemptResult,
} from './queries/sending.ts'
import type { EventSettings } from './settings.ts'
import { signatureHeaders } from './signature.ts'

const STOPPING = 'stopping'

/** Delivers events to webhooks: each at least once, those of one record in order. */
export interface Sender {
  /** Ends the wait of `step`: call it when a delivery may be due. */
  wake(): void
  /** Claims deliveries that are due and starts sending them; when none is due, waits for a wake-up or the next poll. */
  step(stop: AbortSignal): Promise<void>
  /** Waits up to `graceMs` for running deliveries; then cuts them off and releases their claims. */
  finish(graceMs: number): Promise<void>
}

export function createSender(
  { db, sealing }: { db: Pool; sealing: Sealing },
  settings: EventSettings,
  log: FastifyBaseLogger,
): Sender {
  const alarm = new Alarm()
  const running = new Map<ClaimedDelivery, { cut: AbortController; end: Promise<void> }>()
  // Longer than an attempt can take, so that only the lease of a dead sender expires.
  const leaseMs = 2 * settings.timeoutMs

  function webhooksAtLimit(): string[] {
    const counts = new Map<string, number>()
    for (const { webhookId } of running.keys()) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1)
    return [...counts].flatMap(([id, count]) => (count >= settings.perWebhook ? [id] : []))
  }

  function send(delivery: ClaimedDelivery): void {
    const cut = new AbortController()
    const end = attempt(delivery, settings, cut)
      .then((outcome) => {
        if (outcome === null) return releaseClaim(db, delivery)
        webhookAttempts.inc({ state: outcome.state })
        if (outcome.state !== 'delivered') logFailure(delivery, outcome)
        return recordAttempt(db, delivery, outcome)
      })
      .catch((err: unknown) => log.warn({ err }, 'a delivery could not be settled: its lease will run out'))
      .finally(() => {
        running.delete(delivery)
        alarm.wake()
      })
    running.set(delivery, { cut, end })
  }

  function logFailure(
    { webhookId, attempts }: ClaimedDelivery,
    { state, status, fault }: Exclude<AttemptResult, { state: 'delivered' }>,
  ) {
    log.warn(
      { webhookId, attempts, status, fault },
      state === 'dead' ? 'delivery given up' : 'delivery failed',
    )
  }

  return {
    wake: () => alarm.wake(),
    async step(stop) {
      const atMost = settings.atOnce - running.size
      const { perWebhook } = settings
      const deliveries =
        atMost > 0
          ? await claimDue(db, { atMost, perWebhook, busy: webhooksAtLimit(), leaseMs }, sealing)
          : []
      deliveries.forEach(send)
      if (deliveries.length === 0) await alarm.wait(settings.pollMs, stop)
    },
    async finish(graceMs) {
      const timer = setTimeout(() => running.forEach(({ cut }) => cut.abort(STOPPING)), graceMs)
      await Promise.all([...running.values()].map(({ end }) => end))
      clearTimeout(timer)
    },
  }
}

/** Attempts a delivery once. Resolves to its result; null when it was cut off because the service is stopping. */
async function attempt(
  { event, url, secrets, attempts }: ClaimedDelivery,
  { timeoutMs, loopback, proxy, retries }: EventSettings,
  cut: AbortController,
): Promise<AttemptResult | null> {
  const body = JSON.stringify(cloudEventOf(event))
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Sufficiency',
    ...signatureHeaders(event.eventId, new Date(), body, secrets),
  }
  let status: number | null = null
  let fault: string
  const timeout = setTimeout(() => cut.abort('timed-out'), timeoutMs)
  try {
    status = await inSpanOfCall('webhook', (trace) =>
      post(url, { ...headers, ...trace }, body, { loopback, proxy, signal: cut.signal }),
    )
    if (status >= 200 && status < 300) return { state: 'delivered', status }
    fault = 'refused'
  } catch (error) {
    if (cut.signal.reason === STOPPING) return null
    fault = cut.signal.aborted ? 'timed-out' : faultOf(error)
  } finally {
    clearTimeout(timeout)
  }
  const waitMs = waitAfter(attempts, retries, Math.random())
  return waitMs === null ? { state: 'dead', status, fault } : { state: 'pending', waitMs, status, fault }
}

/** A short code for why there was no answer, such as `econnrefused`. It contains no text that the receiver chose. */
function faultOf(error: unknown): string {
  const code = (error as { code?: string }).code
  return code === undefined ? 'no-answer' : code.toLowerCase().replaceAll('_', '-')
}
