import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { readsDone, replicasLeft } from '../metrics/instruments.ts'
import { databaseError, DatabaseUnreachable } from './conflicts.ts'
import { requireLogin } from './logins.ts'
import { readAs, type ReadWeight, type Tx } from './tenant.ts'

/*
 * Reads on replicas (streaming replication). An answer has all that was acknowledged before its request came, by whichever
 * process: the primary is asked how far its log has been written, and a replica answers that has replayed so much. One that has
 * not within a short wait, or does not answer, is left for a while, and the primary answers.
 */

/** How long a read waits for a replica to have what the primary has. */
const WAIT_MS = 150
const LOOK_AGAIN_MS = 10
/** How long a replica that is behind or does not answer is left. */
const REST_MS = 3000

interface Replica {
  /** Its label in the metrics. */
  name: string
  pool: Pool
  /** The instant of `performance.now()` before which it is not asked. */
  restsUntil: number
  /** Whether it has been checked, since it was last left, that row-level security applies to its login. */
  isChecked: boolean
}

interface Replicas {
  all: Replica[]
  turn: number
}

const replicasByPrimary = new WeakMap<Pool, Replicas>()

/** From now on, `readAnywhere` on the primary's pool may read on these replicas. Their pools are of the same login. */
export function spreadReads(primary: Pool, replicas: readonly Pool[]): void {
  const all = replicas.map((pool, index) => ({
    name: `replica ${index + 1}`,
    pool,
    restsUntil: 0,
    isChecked: false,
  }))
  replicasByPrimary.set(primary, { all, turn: 0 })
}

/**
 * Reads as `readAs` does, on a replica where one has all that was acknowledged before the call, else on the primary. A read that
 * fails by the replica's fault is done again on the primary, so `work` must have no effects before its transaction ends.
 */
export async function readAnywhere<T>(
  primary: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  reading?: ReadWeight,
): Promise<T> {
  const pool = await poolToRead(primary)
  try {
    return await readAs(pool, principal, work, reading)
  } catch (error) {
    if (pool === primary || !isFaultOfReplica(error)) throw error
    leave(primary, pool, 'unreachable')
    readsDone.inc({ server: 'primary' })
    return readAs(primary, principal, work, reading)
  }
}

/**
 * The pool for a read that can't be done again, such as one whose rows are sent as they come.
 * @throws {DatabaseUnreachable} when the primary can't say how far it is: what it has acknowledged might be missing on a replica
 */
export async function poolToRead(primary: Pool): Promise<Pool> {
  const replica = await freshReplica(primary)
  readsDone.inc({ server: replica?.name ?? 'primary' })
  return replica?.pool ?? primary
}

async function freshReplica(primary: Pool): Promise<Replica | undefined> {
  const replicas = replicasByPrimary.get(primary)
  const candidates = replicas?.all.filter(({ restsUntil }) => restsUntil <= performance.now()) ?? []
  if (replicas === undefined || candidates.length === 0) return undefined
  const position = await positionOf(primary)
  const replica = candidates[replicas.turn++ % candidates.length]
  if (replica === undefined) return undefined
  const stop = new AbortController()
  const giveUp = sleep(WAIT_MS, 'behind' as const, { signal: stop.signal, ref: false }).catch(
    () => 'behind' as const,
  )
  const state = await Promise.race([catchUp(replica, position, stop.signal), giveUp])
  stop.abort()
  if (state === 'fresh') return replica
  leave(primary, replica.pool, state)
  return undefined
}

/** Up to where the primary's log is written: all that it has acknowledged lies before. */
async function positionOf(primary: Pool): Promise<string> {
  try {
    const { rows } = await primary.query<{ position: string }>(
      'select pg_current_wal_flush_lsn()::text as position',
    )
    return rows[0]?.position ?? ''
  } catch (cause) {
    throw new DatabaseUnreachable(cause)
  }
}

/** Waits until a replica has replayed the primary's log up to a position. */
async function catchUp(
  replica: Replica,
  position: string,
  signal: AbortSignal,
): Promise<'fresh' | 'behind' | 'unreachable'> {
  try {
    if (!replica.isChecked) await requireLogin(replica.pool.options.connectionString ?? '')
    replica.isChecked = true
    while (!signal.aborted) {
      const { rows } = await replica.pool.query<{ isFresh: boolean | null }>(
        'select pg_last_wal_replay_lsn() >= $1::pg_lsn as "isFresh"',
        [position],
      )
      if (rows[0]?.isFresh) return 'fresh'
      await sleep(LOOK_AGAIN_MS)
    }
    return 'behind'
  } catch {
    return 'unreachable'
  }
}

function leave(primary: Pool, pool: Pool, reason: 'behind' | 'unreachable'): void {
  const replica = replicasByPrimary.get(primary)?.all.find((one) => one.pool === pool)
  if (replica === undefined) return
  replica.restsUntil = performance.now() + REST_MS
  replica.isChecked = false
  replicasLeft.inc({ server: replica.name, reason })
}

/**
 * SQLSTATEs by which a replica fails where the primary would not: the connection broke, the server stops or starts, a read stood in
 * the way of what is to be replayed (40001), it takes no more connections.
 */
const faultsOfReplicas = new Set(['08006', '40001', '53300', '57P01', '57P02', '57P03'])

const isFaultOfReplica = (error: unknown): boolean => faultsOfReplicas.has(databaseError(error).code ?? '')
