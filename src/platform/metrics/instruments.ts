import { Counter, Gauge, Histogram } from 'prom-client'

/**
 * What this process counts and measures of itself, in Prometheus's terms. No label says whose child, home or authority it
 * was: requests are told apart by their route, as it is declared, and never by their URL. docs/metrics.md explains each.
 */

/** Upper bounds of the histogram's buckets, in seconds. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export const requestSeconds = new Histogram({
  name: 'sufficiency_request_seconds',
  help: 'How long requests took, from their headers to the end of the answer.',
  labelNames: ['method', 'route', 'status'],
  buckets: seconds,
})

export const requestsRunning = new Gauge({
  name: 'sufficiency_requests_running',
  help: 'Requests that are being answered.',
})

export const credentialsRefused = new Counter({
  name: 'sufficiency_credentials_refused_total',
  help: 'Tokens and service keys that were refused.',
  labelNames: ['kind'],
})

export const journalWaiting = new Gauge({
  name: 'sufficiency_journal_waiting',
  help: 'Reads that wait until it is written who read what.',
})

export const jobsRunning = new Gauge({
  name: 'sufficiency_jobs_running',
  help: 'Jobs of this process that have not ended, by the table of their kind.',
  labelNames: ['kind'],
})

export const jobsEnded = new Counter({
  name: 'sufficiency_jobs_ended_total',
  help: 'Jobs that have ended, by how.',
  labelNames: ['kind', 'status'],
})

export const readsDone = new Counter({
  name: 'sufficiency_reads_total',
  help: 'Reads of figures, feeds and exports, by the server that answered: the primary or a replica.',
  labelNames: ['server'],
})

export const replicasLeft = new Counter({
  name: 'sufficiency_replicas_left_total',
  help: 'How often a replica was left for a while, by why: behind the primary, or unreachable.',
  labelNames: ['server', 'reason'],
})

export const webhookAttempts = new Counter({
  name: 'sufficiency_webhook_attempts_total',
  help: 'Attempts to deliver an event: delivered, pending (to be tried again) or dead (given up).',
  labelNames: ['state'],
})

export const upkeepSucceeded = new Gauge({
  name: 'sufficiency_upkeep_succeeded_timestamp_seconds',
  help: 'When a task of upkeep was last done, in seconds since 1970.',
  labelNames: ['task'],
})
