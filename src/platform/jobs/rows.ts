import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { writeAs, type Tx } from '../db/tenant.ts'

/**
 * A kind of work done in the background. Each has a table of its own, whose rows are its jobs; beside what the kind says of
 * them, every such table has the same columns, which the functions below alone write:
 *
 * - `status`: queued, running, or how the job ended (`failed` among them)
 * - `progress`: how far it is; null once it has ended
 * - `detail`: why it ended so, for whoever asked for it
 * - `heartbeat_at`: when its process last said that it is still at work on it
 * - `started_at`, `finished_at`
 */
export interface JobKind {
  table: string
  /** The detail of a job whose process stopped, in order or not, before the job had ended. */
  stoppedDetail: string
  /** The detail of a job that failed by a fault of the service. */
  failedDetail: string
}

const OPEN = `status in ('queued', 'running')`

/** False when the job is no longer queued: it was cancelled. */
export async function beginJob(tx: Tx, { table }: JobKind, id: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `update ${table} set status = 'running', started_at = now(), heartbeat_at = now()
      where id = $1 and status = 'queued'`,
    [id],
  )
  return rowCount === 1
}

/** Says that a job is still at work, and how far. False when it has ended meanwhile: cancelled, or taken for abandoned. */
export async function sendHeartbeat(
  tx: Tx,
  { table }: JobKind,
  id: string,
  progress: unknown,
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `update ${table} set heartbeat_at = now(), progress = coalesce($2, progress) where id = $1 and ${OPEN}`,
    [id, progress && JSON.stringify(progress)],
  )
  return rowCount === 1
}

export interface JobEnd {
  detail?: string | undefined
  /** JSON columns of the kind's own that are set with its end. */
  columns?: Record<string, unknown>
}

/** Ends a job; false, and nothing is changed, when it had ended already. */
export async function endJob(
  tx: Tx,
  { table }: JobKind,
  id: string,
  status: string,
  { detail, columns = {} }: JobEnd,
): Promise<boolean> {
  const assignments = Object.keys(columns).map((column, index) => `, ${column} = $${index + 4}`)
  const { rowCount } = await tx.client.query(
    `update ${table} set status = $2, detail = $3, progress = null, finished_at = now()${assignments.join('')}
      where id = $1 and ${OPEN}`,
    [id, status, detail ?? null, ...Object.values(columns).map((value) => JSON.stringify(value))],
  )
  return rowCount === 1
}

/** Marks as failed the authority's jobs whose process has not said for 30 seconds that it is at work on them. */
export async function failAbandonedJobs(tx: Tx, { table, stoppedDetail }: JobKind): Promise<void> {
  await tx.client.query(
    `update ${table} set status = 'failed', detail = $1, progress = null, finished_at = now()
      where ${OPEN} and heartbeat_at < now() - interval '30 seconds'`,
    [stoppedDetail],
  )
}

/** The same before jobs are read: any process that looks settles what another left. */
export const settleJobs = (pool: Pool, principal: Principal, kind: JobKind): Promise<void> =>
  writeAs(pool, principal, (tx) => failAbandonedJobs(tx, kind))
