import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { writeAs, type Tx } from '../db/tenant.ts'

/**
 * A kind of background job. Each kind has its own table, with a row for each job. Besides its own columns every such table has
 * these, which only the functions below write:
 *
 * - `status`: queued, running, or how the job ended, such as `failed`
 * - `progress`: JSON, as the kind defines it; null once the job has ended
 * - `detail`: why it ended so, for whoever asked for the job
 * - `heartbeat_at`: when its process last reported that it is working on the job
 * - `started_at`, `finished_at`
 */
export interface JobKind {
  table: string
  /** The detail of a job whose process stopped or died before the job had ended. */
  stoppedDetail: string
  /** The detail of a job that failed by an unexpected error. */
  failedDetail: string
}

const OPEN = `status in ('queued', 'running')`

/** Marks a job as running. Resolves to false when it is no longer queued because it was cancelled. */
export async function beginJob(tx: Tx, { table }: JobKind, id: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `update ${table} set status = 'running', started_at = now(), heartbeat_at = now()
      where id = $1 and status = 'queued'`,
    [id],
  )
  return rowCount === 1
}

/** Stores a heartbeat and progress. Resolves to false when the job has ended meanwhile: cancelled, or marked as abandoned. */
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
  status: string
  detail?: string | undefined
  /** Values of JSON columns of the kind's own, to set with the end. */
  columns?: Record<string, unknown>
}

/** Ends a job. Resolves to false, without changing anything, when it had ended already. */
export async function endJob(
  tx: Tx,
  { table }: JobKind,
  id: string,
  { status, detail, columns = {} }: JobEnd,
): Promise<boolean> {
  const assignments = Object.keys(columns).map((column, index) => `, ${column} = $${index + 4}`)
  const { rowCount } = await tx.client.query(
    `update ${table} set status = $2, detail = $3, progress = null, finished_at = now()${assignments.join('')}
      where id = $1 and ${OPEN}`,
    [id, status, detail ?? null, ...Object.values(columns).map((value) => JSON.stringify(value))],
  )
  return rowCount === 1
}

/** Marks as failed the authority's jobs that have had no heartbeat for 30 seconds. */
export async function failAbandonedJobs(tx: Tx, { table, stoppedDetail }: JobKind): Promise<void> {
  await tx.client.query(
    `update ${table} set status = 'failed', detail = $1, progress = null, finished_at = now()
      where ${OPEN} and heartbeat_at < now() - interval '30 seconds'`,
    [stoppedDetail],
  )
}

/** Does the same in a transaction of its own. Call it before jobs are read, so that those of dead processes show as failed. */
export const settleJobs = (pool: Pool, principal: Principal, kind: JobKind): Promise<void> =>
  writeAs(pool, principal, (tx) => failAbandonedJobs(tx, kind))
