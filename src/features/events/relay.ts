import type { FastifyBaseLogger } from 'fastify'
import type { Pool, PoolClient } from 'pg'
import type { Sealing } from '../../platform/db/sealing.ts'
import { upkeepSucceeded } from '../../platform/metrics/instruments.ts'
import { Alarm, type Alarms } from './alarm.ts'
import { publishEvents } from './queries/feed.ts'
import { createSender } from './sender.ts'
import type { EventSettings } from './settings.ts'

const RECOVER_MS = 1_000

/** The background work on events in this process. Any number of processes may run it on one database. */
export interface Relay {
  /** Publishes now instead of at the next poll: call it after a change. */
  wake(): void
  /** Stops. Deliveries still running after the configured grace period are cut off and their claims released. */
  stop(): Promise<void>
}

/**
 * Starts three loops: publish committed events, listen for published events and wake this process's streams and sender,
 * and deliver to webhooks. Both pools are of the sender's login. While the database does not answer, each loop retries every
 * second.
 */
export function startRelay(
  { sender: db, listener, sealing }: { sender: Pool; listener: Pool; sealing: Sealing },
  streams: Alarms,
  settings: EventSettings,
  log: FastifyBaseLogger,
): Relay {
  const stopping = new AbortController()
  const changes = new Alarm()
  const sender = createSender({ db, sealing }, settings, log)

  const repeat = async (what: string, step: () => Promise<void>) => {
    while (!stopping.signal.aborted) {
      try {
        await step()
      } catch (err) {
        if (stopping.signal.aborted) return
        log.warn({ err }, `${what}: trying again`)
        await new Alarm().wait(RECOVER_MS, stopping.signal)
      }
    }
  }

  const work = [
    repeat('publishing events', async () => {
      await publishEvents(db)
      upkeepSucceeded.setToCurrentTime({ task: 'publishing' })
      await changes.wait(settings.pollMs, stopping.signal)
    }),
    repeat('listening for events', async () => {
      await listen(listener, stopping.signal, (authorityCode) => {
        streams.wake(authorityCode)
        sender.wake()
      })
    }),
    repeat('sending to webhooks', () => sender.step(stopping.signal)),
  ]

  return {
    wake: () => changes.wake(),
    async stop() {
      stopping.abort()
      await Promise.all(work)
      await sender.finish(settings.graceMs)
    },
  }
}

/**
 * Calls `onPublished` for every authority of which any process has published events (LISTEN), until `stop` aborts.
 * Rejects when the connection breaks.
 */
async function listen(
  db: Pool,
  stop: AbortSignal,
  onPublished: (authorityCode: string) => void,
): Promise<void> {
  const client: PoolClient = await db.connect()
  const ending = new Alarm()
  const end = () => ending.wake()
  let fault: Error | undefined
  client.on('notification', ({ payload }) => onPublished(payload ?? ''))
  client.on('error', (error) => {
    fault = error
    end()
  })
  stop.addEventListener('abort', end)
  try {
    await client.query('listen sufficiency_events')
    await ending.wait(2 ** 31 - 1, stop)
    if (fault) throw fault
  } finally {
    stop.removeEventListener('abort', end)
    client.release(true)
  }
}
