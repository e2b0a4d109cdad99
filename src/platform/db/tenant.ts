import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { escapeLiteral, type Pool, type PoolClient } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { DatabaseUnreachable, lostRace } from './conflicts.ts'

/** A transaction in one authority's name: row-level security shows it that authority's rows alone. */
export interface Tx {
  /** Typed everyday queries. */
  db: NodePgDatabase
  /** Hand-written SQL. */
  client: PoolClient
  principal: Principal
}

export interface Moment {
  /** Everything read is as it was when the transaction began: for answers of many statements whose parts must add up. */
  ofOneMoment?: boolean
}

/**
 * Reads as `principal`, in one transaction. The pool's connections act as the application's role, which row-level
 * security binds.
 */
export function readAs<T>(
  pool: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  moment: Moment = {},
): Promise<T> {
  return transactionAs(pool, principal, work, moment)
}

const ATTEMPTS = 4

/**
 * Writes as `principal`, in one transaction: committed when `work` returns, rolled back when it throws, and begun
 * again when PostgreSQL gave it up for another (a deadlock, a failed serialisation), so that the caller never hears of
 * it. `work` has no effect outside its transaction.
 */
export async function writeAs<T>(
  pool: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  moment: Moment = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transactionAs(pool, principal, work, moment)
    } catch (error) {
      if (attempt === ATTEMPTS || !lostRace(error)) throw error
    }
  }
}

async function transactionAs<T>(
  pool: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  { ofOneMoment = false }: Moment,
): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new DatabaseUnreachable(cause)
  })
  let broken: Error | undefined
  try {
    const settings = Object.entries({
      authority: principal.authorityCode,
      actor: principal.subject,
      request: principal.requestId ?? '',
      reason: principal.changeReason ?? '',
    }).map(([name, value]) => `set_config('app.${name}', ${escapeLiteral(value)}, true)`)
    const begin = ofOneMoment ? 'begin isolation level repeatable read' : 'begin'
    await client.query(`${begin}; select ${settings.join(', ')}`)
    const result = await work({ db: drizzle(client, { casing: 'snake_case' }), client, principal })
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((fault: unknown) => {
      broken = fault as Error
    })
    throw broken ? new DatabaseUnreachable(error) : error
  } finally {
    client.release(broken)
  }
}
