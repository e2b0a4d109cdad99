import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { writeAs, type Tx } from '../db/tenant.ts'

/** How many processes work on a job, at most: one that kills each of them is to kill no more. */
export const MOST_ATTEMPTS = 3

/**
 * A kind of background job. Each kind has its own table, with a row for each job. Besides its own columns every such table has
 * these, which only the functions below write:
 *
 * - `status`: queued, running, or how the job ended, such as `failed`
 * - `progress`: JSON, as the kind defines it; null once the job has ended
 * - `detail`: why it ended so, for whoever asked for the job
 * - `heartbeat_at`: when its process last reported that it is working on the job
 * - `attempt`: 1 with its first process, and one more with each that takes it over
 * - `work`: what another process needs to begin it anew; null once it has ended, and where it is not taken over
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

const ABANDONED = `${OPEN} and heartbeat_at < now() - interval '30 seconds'`
const WITHIN_ATTEMPTS = `work is not null and attempt < ${MOST_ATTEMPTS}`

/** Which job, and which attempt at it: an earlier process that wakes up again changes nothing of it. */
export interface JobAttempt {
  id: string
  attempt: number
}

/** Keeps what another process needs to begin a job anew; any JSON value. */
export async function keepWork(tx: Tx, { table }: JobKind, id: string, work: unknown): Promise<void> {
  await tx.client.query(`update ${table} set work = $2 where id = $1`, [id, JSON.stringify(work)])
}

/** Marks a job as running. Resolves to false when it is no longer queued because it was cancelled. */
export async function beginJob(tx: Tx, { table }: JobKind, { id, attempt }: JobAttempt): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `update ${table} set status = 'running', started_at = now(), heartbeat_at = now()
      where id = $1 and attempt = $2 and status = 'queued'`,
    [id, attempt],
  )
  return rowCount === 1
}

/** Stores a heartbeat and progress. Resolves to false when the job has ended meanwhile, or another process has taken it over. */
export async function sendHeartbeat(
  tx: Tx,
  { table }: JobKind,
  { id, attempt }: JobAttempt,
  progress: unknown,
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `update ${table} set heartbeat_at = now(), progress = coalesce($3, progress)
      where id = $1 and attempt = $2 and ${OPEN}`,
    [id, attempt, progress && JSON.stringify(progress)],
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

/** Ends a job as failed, unless another process has taken it over. */
export async function failJob(
  tx: Tx,
  { table }: JobKind,
  { id, attempt }: JobAttempt,
  detail: string,
): Promise<void> {
  await tx.client.query(
    `update ${table} set status = 'failed', detail = $3, progress = null, finished_at = now()
      where id = $1 and attempt = $2 and ${OPEN}`,
    [id, attempt, detail],
  )
}

/**
 * Gives a job back, for another process to begin anew at once; it does not count as an attempt. Resolves to false, without
 * changing anything, where nothing is kept to begin it from.
 */
export async function handJobBack(tx: Tx, { table }: JobKind, { id, attempt }: JobAttempt): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `update ${table} set status = 'queued', attempt = attempt - 1, progress = null, started_at = null,
            heartbeat_at = '-infinity'
      where id = $1 and attempt = $2 and work is not null and ${OPEN}`,
    [id, attempt],
  )
  return rowCount === 1
}

export interface AbandonedJob {
  id: string
  authorityCode: string
}

/**
 * The jobs of all authorities that no process has worked on for 30 seconds and another may take over, the oldest first.
 * @param owner connects as the owner of the tables, as no request sees the jobs of all authorities
 */
export async function abandonedJobs(owner: Pool, { table }: JobKind, most: number): Promise<AbandonedJob[]> {
  const { rows } = await owner.query<AbandonedJob>(
    `select id, authority_code as "authorityCode" from ${table} where ${ABANDONED} and ${WITHIN_ATTEMPTS}
      order by created_at, id limit $1`,
    [most],
  )
  return rows
}

/** Takes over an abandoned job, which is then queued again. Undefined where it has ended or another process was quicker. */
export async function takeJobOver(
  tx: Tx,
  { table }: JobKind,
  id: string,
): Promise<{ attempt: number; work: unknown } | undefined> {
  const { rows } = await tx.client.query<{ attempt: number; work: unknown }>(
    `update ${table} set status = 'queued', attempt = attempt + 1, progress = null, started_at = null, heartbeat_at = now()
      where id = $1 and ${ABANDONED} and ${WITHIN_ATTEMPTS} returning attempt, work`,
    [id],
  )
  return rows[0]
}

/** Marks as failed the authority's jobs that have had no heartbeat for 30 seconds and that nobody takes over any more. */
export async function failAbandonedJobs(tx: Tx, { table, stoppedDetail }: JobKind): Promise<void> {
  await tx.client.query(
    `update ${table} set status = 'failed', detail = $1, progress = null, finished_at = now()
      where ${ABANDONED} and (${WITHIN_ATTEMPTS}) is not true`,
    [stoppedDetail],
  )
}

/** Does the same in a transaction of its own. Call it before jobs are read, so that those that nobody takes over show as failed. */
export const settleJobs = (pool: Pool, principal: Principal, kind: JobKind): Promise<void> =>
  writeAs(pool, principal, (tx) => failAbandonedJobs(tx, kind))
