import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import { cloudEventOf } from '../../domain/events/cloud-event.ts'
import { waitAfter } from '../../domain/events/retries.ts'
import { Alarm } from './alarm.ts'
import { post } from './post.ts'
import { claimDue, giveBack, settle, type Claimed, type Outcome } from './queries/sending.ts'
import type { EventSettings } from './settings.ts'
import { signatureHeaders } from './signature.ts'

const STOPPING = 'stopping'

/** Sends what is due to webhooks: each event at least once, those of one record in order. */
export interface Sender {
  /** Something may be due. */
  wake(): void
  /** Starts sending what is due, or waits until something may be. */
  step(stop: AbortSignal): Promise<void>
  /** Waits for what is on its way, `graceMs` at most; the rest is cut off and given back. */
  finish(graceMs: number): Promise<void>
}

export function createSender(db: Pool, settings: EventSettings, log: FastifyBaseLogger): Sender {
  const alarm = new Alarm()
  const onTheirWay = new Map<Claimed, { cut: AbortController; done: Promise<void> }>()
  // Longer than an attempt can take, so that only a dead sender's lease runs out.
  const leaseMs = 2 * settings.timeoutMs

  function busy(): string[] {
    const counts = new Map<string, number>()
    for (const { webhookId } of onTheirWay.keys()) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1)
    return [...counts].flatMap(([id, count]) => (count >= settings.perWebhook ? [id] : []))
  }

  function send(claimed: Claimed): void {
    const cut = new AbortController()
    const done = attempt(claimed, settings, cut)
      .then((outcome) => {
        if (outcome === null) return giveBack(db, claimed)
        if (outcome.state !== 'delivered') tell(claimed, outcome)
        return settle(db, claimed, outcome)
      })
      .catch((err: unknown) => log.warn({ err }, 'a delivery could not be settled: its lease will run out'))
      .finally(() => {
        onTheirWay.delete(claimed)
        alarm.wake()
      })
    onTheirWay.set(claimed, { cut, done })
  }

  function tell(
    { webhookId, attempts }: Claimed,
    { state, status, fault }: Exclude<Outcome, { state: 'delivered' }>,
  ) {
    log.warn(
      { webhookId, attempts, status, fault },
      state === 'dead' ? 'delivery given up' : 'delivery failed',
    )
  }

  return {
    wake: () => alarm.wake(),
    async step(stop) {
      const atMost = settings.atOnce - onTheirWay.size
      const { perWebhook } = settings
      const claimed = atMost > 0 ? await claimDue(db, { atMost, perWebhook, busy: busy(), leaseMs }) : []
      claimed.forEach(send)
      if (claimed.length === 0) await alarm.wait(settings.pollMs, stop)
    },
    async finish(graceMs) {
      const timer = setTimeout(() => onTheirWay.forEach(({ cut }) => cut.abort(STOPPING)), graceMs)
      await Promise.all([...onTheirWay.values()].map(({ done }) => done))
      clearTimeout(timer)
    },
  }
}

/** One attempt; null when it was cut off because the service stops. */
async function attempt(
  { event, url, secrets, attempts }: Claimed,
  { timeoutMs, loopback, retries }: EventSettings,
  cut: AbortController,
): Promise<Outcome | null> {
  const body = JSON.stringify(cloudEventOf(event))
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Sufficiency',
    ...signatureHeaders(event.eventId, new Date(), body, secrets),
  }
  let status: number | null = null
  let fault: string
  const late = setTimeout(() => cut.abort('timed-out'), timeoutMs)
  try {
    status = await post(url, headers, body, { loopback, signal: cut.signal })
    if (status >= 200 && status < 300) return { state: 'delivered', status }
    fault = 'refused'
  } catch (error) {
    if (cut.signal.reason === STOPPING) return null
    fault = cut.signal.aborted ? 'timed-out' : faultOf(error)
  } finally {
    clearTimeout(late)
  }
  const waitMs = waitAfter(attempts, retries, Math.random())
  return waitMs === null ? { state: 'dead', status, fault } : { state: 'pending', waitMs, status, fault }
}

/** A word for why there was no answer; nothing that the receiver chose. */
function faultOf(error: unknown): string {
  const code = (error as { code?: string }).code
  return code === undefined ? 'no-answer' : code.toLowerCase().replaceAll('_', '-')
}
