import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { Alarms } from './alarm.ts'
import { registerFeed } from './feed.ts'
import { startRelay, type Relay } from './relay.ts'
import { eventSettings, type EventSettings } from './settings.ts'
import { registerWebhooks } from './webhooks.ts'

export type { EventSettings } from './settings.ts'

export interface EventOptions {
  pool: Pool
  /** Connections with the sender's role. Without them this process runs no relay: it neither publishes nor delivers. */
  sender?: Pool | undefined
  settings?: Partial<EventSettings> | undefined
}

/** Registers the feed and webhooks, and runs the relay (publishing and delivery) while the service runs. */
export function registerEvents(app: FastifyInstance, { pool, sender, ...options }: EventOptions): void {
  const settings = { ...eventSettings, ...options.settings }
  const alarms = new Alarms()
  const stopping = new AbortController()
  let relay: Relay | undefined

  registerFeed(app, { pool, alarms, settings, stop: stopping.signal })
  registerWebhooks(app, { pool, loopback: settings.loopback })

  app.addHook('onReady', async () => {
    if (sender) relay = startRelay(sender, alarms, settings, app.log)
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
