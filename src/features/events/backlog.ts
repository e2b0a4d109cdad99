import type { Pool } from 'pg'
import { Gauge } from 'prom-client'
import { isSending } from '../../platform/db/sending.ts'
import { countBacklog, type Backlog } from './queries/backlog.ts'

let sender: Pool | undefined
let count: Promise<Backlog[]> | undefined

/** Tells of the events and deliveries that wait whenever the metrics are read. `pool` has the sender's role. */
export function observeBacklog(pool: Pool): void {
  sender = pool
}

/** What waits, asked once for both gauges. While the database does not answer: nothing, rather than what was true before. */
function backlog(): Promise<Backlog[]> {
  count ??= (sender ? countBacklog(sender) : Promise.resolve([]))
    .catch(() => [])
    .finally(() => (count = undefined))
  return count
}

new Gauge({
  name: 'sufficiency_events_waiting',
  help: 'Events not yet in the feed, and deliveries to webhooks that are due, of all authorities.',
  labelNames: ['stage'],
  async collect() {
    const stages = await backlog()
    this.reset()
    for (const { stage, count } of stages) this.set({ stage }, count)
  },
})

new Gauge({
  name: 'sufficiency_events_oldest_waiting_seconds',
  help: 'For how long the oldest of them has waited.',
  labelNames: ['stage'],
  async collect() {
    const stages = await backlog()
    this.reset()
    for (const { stage, seconds } of stages) this.set({ stage }, seconds)
  },
})

new Gauge({
  name: 'sufficiency_sending_paused',
  help: 'Whether nothing is sent to webhooks and the daily collection: 1 while paused by command, and of a restored copy.',
  async collect() {
    const answer = sender && (await isSending(sender).catch(() => undefined))
    this.reset()
    if (answer !== undefined) this.set(answer ? 0 : 1)
  },
})
