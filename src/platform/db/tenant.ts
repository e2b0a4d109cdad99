import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { escapeLiteral, type Pool, type PoolClient } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { repeatLostRaces, transaction } from './transaction.ts'

/** A transaction for one authority: row-level security shows it only that authority's rows. */
export interface Tx {
  /** For typed queries. */
  db: NodePgDatabase
  /** For hand-written SQL. */
  client: PoolClient
  /** The pool that the connection is of. What a process keeps of the database, it keeps by it. */
  pool: Pool
  principal: Principal
  /** Present in a read, which can't write: registers an effect to run after the transaction and before its result is returned. */
  afterRead?: (effect: () => Promise<void>) => void
}

export interface Moment {
  /** All statements see one snapshot (isolation level repeatable read): for answers whose parts must add up. */
  ofOneMoment?: boolean
}

/**
 * Reads as `principal` in one read-only transaction, so `pool` may connect to a replica. All of its statements see one snapshot
 * (isolation level repeatable read), so that the parts of an answer add up. The pool's connections have the
 * application's role, to which row-level security applies. Effects registered by `Tx.afterRead` run before the result is
 * returned; if one fails, `readAs` rejects.
 */
export async function readAs<T>(pool: Pool, principal: Principal, work: (tx: Tx) => Promise<T>): Promise<T> {
  const effects: (() => Promise<void>)[] = []
  const afterRead = (effect: () => Promise<void>) => void effects.push(effect)
  const begin = 'begin isolation level repeatable read read only'
  const result = await transaction(pool, beginAs(principal, begin), (client) =>
    work({ ...txOf(pool, client, principal), afterRead }),
  )
  await Promise.all(effects.map((effect) => effect()))
  return result
}

/**
 * Writes as `principal` in one transaction: committed when `work` returns, rolled back when it throws, and repeated after a
 * deadlock or serialization failure. So `work` must have no effects outside its transaction.
 */
export function writeAs<T>(
  pool: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  { ofOneMoment = false }: Moment = {},
): Promise<T> {
  const begin = ofOneMoment ? 'begin isolation level repeatable read' : 'begin'
  return repeatLostRaces(() =>
    transaction(pool, beginAs(principal, begin), (client) => work(txOf(pool, client, principal))),
  )
}

/** SQL that begins a transaction and sets who acts in it, for row-level security and the history. */
function beginAs(principal: Principal, begin: string): string {
  const settings = Object.entries({
    authority: principal.authorityCode,
    actor: principal.subject,
    request: principal.requestId ?? '',
    reason: principal.changeReason ?? '',
  }).map(([name, value]) => `set_config('app.${name}', ${escapeLiteral(value)}, true)`)
  return `${begin}; select ${settings.join(', ')}`
}

const txOf = (pool: Pool, client: PoolClient, principal: Principal): Tx => ({
  db: drizzle(client, { casing: 'snake_case' }),
  client,
  pool,
  principal,
})
