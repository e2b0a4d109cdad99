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
  /** Connections that act as the sender's role. Without them this process neither publishes nor sends by itself. */
  sender?: Pool | undefined
  settings?: Partial<EventSettings> | undefined
}

/** Events: the feed, webhooks, and what publishes and sends while the service runs. */
export function registerEvents(app: FastifyInstance, { pool, sender, settings: given }: EventOptions): void {
  const settings = { ...eventSettings, ...given }
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
  let stopped: Promise<void> | undefined
  app.addHook('preClose', async () => {
    stopping.abort()
    stopped = relay?.stop()
  })
  app.addHook('onClose', () => stopped)
}
