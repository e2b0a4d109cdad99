import type { FastifyBaseLogger } from 'fastify'
import type { Pool, PoolClient } from 'pg'
import { Alarm, type Alarms } from './alarm.ts'
import { publish } from './queries/feed.ts'
import { createSender } from './sender.ts'
import type { EventSettings } from './settings.ts'

const RECOVER_MS = 1_000

/** What moves events on in this process. Any number of processes may do so on one database. */
export interface Relay {
  /** Something may have been recorded: look now rather than at the next poll. */
  wake(): void
  /** Ends within the configured grace; what is then still on its way is given back. */
  stop(): Promise<void>
}

/**
 * Publishes committed events, wakes this process's streams and sends to webhooks. `db` connects as the sender's role,
 * with three connections or more. While the database is away it tries again every second.
 */
export function startRelay(
  db: Pool,
  streams: Alarms,
  settings: EventSettings,
  log: FastifyBaseLogger,
): Relay {
  const stopping = new AbortController()
  const committed = new Alarm()
  const sender = createSender(db, settings, log)

  const until = async (what: string, step: () => Promise<void>) => {
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
    until('publishing events', async () => {
      await publish(db)
      await committed.wait(settings.pollMs, stopping.signal)
    }),
    until('listening for events', async () => {
      await listen(db, stopping.signal, (authorityCode) => {
        streams.wake(authorityCode)
        sender.wake()
      })
    }),
    until('sending to webhooks', () => sender.step(stopping.signal)),
  ]

  return {
    wake: () => committed.wake(),
    async stop() {
      stopping.abort()
      await Promise.all(work)
      await sender.finish(settings.graceMs)
    },
  }
}

/** Tells of every authority whose events any process publishes, until `stop` aborts or the connection breaks. */
async function listen(db: Pool, stop: AbortSignal, tell: (authorityCode: string) => void): Promise<void> {
  const client: PoolClient = await db.connect()
  const over = new Alarm()
  const end = () => over.wake()
  let fault: Error | undefined
  client.on('notification', ({ payload }) => tell(payload ?? ''))
  client.on('error', (error) => {
    fault = error
    end()
  })
  stop.addEventListener('abort', end)
  try {
    await client.query('listen sufficiency_events')
    await over.wait(2 ** 31 - 1, stop)
    if (fault) throw fault
  } finally {
    stop.removeEventListener('abort', end)
    client.release(true)
  }
}
