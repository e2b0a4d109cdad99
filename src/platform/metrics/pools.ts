import type { Pool } from 'pg'
import { Gauge } from 'prom-client'

const pools = new Map<string, Pool>()

/** Tells of a pool whenever the metrics are read. `name` is the pool's label; a later pool of that name takes its place. */
export function observePool(name: string, pool: Pool): void {
  pools.set(name, pool)
}

new Gauge({
  name: 'sufficiency_database_connections',
  help: 'Connections to the database, by whether they are used.',
  labelNames: ['pool', 'state'],
  collect() {
    for (const [pool, { totalCount, idleCount }] of pools) {
      this.set({ pool, state: 'used' }, totalCount - idleCount)
      this.set({ pool, state: 'idle' }, idleCount)
    }
  },
})

new Gauge({
  name: 'sufficiency_database_connections_max',
  help: 'Connections to the database that the pool may have.',
  labelNames: ['pool'],
  collect() {
    for (const [pool, { options }] of pools) this.set({ pool }, options.max)
  },
})

new Gauge({
  name: 'sufficiency_database_waiting',
  help: 'What waits for a connection to the database.',
  labelNames: ['pool'],
  collect() {
    for (const [pool, { waitingCount }] of pools) this.set({ pool }, waitingCount)
  },
})
