import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { Sealing } from '../../platform/db/sealing.ts'
import { Alarms } from './alarm.ts'
import { registerFeed } from './feed.ts'
import { registerRecentChanges } from './recent.ts'
import { startRelay, type Relay } from './relay.ts'
import { eventSettings, type EventSettings } from './settings.ts'
import { registerWebhooks } from './webhooks.ts'

export { registerWebhookPages } from './page.ts'
export { observeBacklog } from './backlog.ts'
export type { EventSettings } from './settings.ts'

export interface EventOptions {
  pool: Pool
  /** Connections of the sender's login. Without them this process runs no relay: it neither publishes nor delivers. */
  sender?: Pool | undefined
  /** A connection of the same login to the server itself, past any pooler, to hear of what is published. */
  listener?: Pool | undefined
  settings?: Partial<EventSettings> | undefined
  /** Seals the secrets of webhooks; by default nothing is sealed. */
  sealing?: Sealing | undefined
}

/** Registers the feed and webhooks, and runs the relay (publishing and delivery) while the service runs. */
export function registerEvents(
  app: FastifyInstance,
  { pool, sender, listener, sealing = new Sealing([]), ...options }: EventOptions,
): void {
  const settings = { ...eventSettings, ...options.settings }
  const alarms = new Alarms()
  const stopping = new AbortController()
  let relay: Relay | undefined

  registerRecentChanges(app, { pool })
  registerFeed(app, { pool, alarms, settings, stop: stopping.signal })
  registerWebhooks(app, { pool, loopback: settings.loopback, sealing })

  app.addHook('onReady', async () => {
    if (sender && listener) relay = startRelay({ sender, listener, sealing }, alarms, settings, app.log)
  })
  app.addHook('onResponse', async ({ method }) => {
    if (method !== 'GET') relay?.wake()
  })
  let relayEnd: Promise<void> | undefined
  app.addHook('preClose', async () => {
    stopping.abort()
    relayEnd = relay?.stop()
  })
  app.addHook('onClose', () => relayEnd)
}
