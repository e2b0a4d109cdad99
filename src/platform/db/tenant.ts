import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { escapeLiteral, type Pool, type PoolClient } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { repeatLostRaces, transaction } from './transaction.ts'

/** A transaction in one authority's name: row-level security shows it that authority's rows alone. */
export interface Tx {
  /** Typed everyday queries. */
  db: NodePgDatabase
  /** Hand-written SQL. */
  client: PoolClient
  principal: Principal
  /** Only of a read, which can write nothing: has `effect` done after the transaction, before its result is given. */
  afterRead?: (effect: () => Promise<void>) => void
}

export interface Moment {
  /** Everything read is as it was when the transaction began: for answers of many statements whose parts must add up. */
  ofOneMoment?: boolean
}

/**
 * Reads as `principal` in one transaction, in which PostgreSQL refuses to write: `pool` may be one of a replica. The
 * pool's connections act as the application's role, which row-level security binds. What the read left to be done
 * (`Tx.afterRead`) is done before its result is given; if it fails there is no result.
 */
export async function readAs<T>(
  pool: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  { ofOneMoment = false }: Moment = {},
): Promise<T> {
  const effects: (() => Promise<void>)[] = []
  const afterRead = (effect: () => Promise<void>) => void effects.push(effect)
  const begin = ofOneMoment ? 'begin isolation level repeatable read read only' : 'begin read only'
  const result = await transaction(pool, beginAs(principal, begin), (client) =>
    work({ ...txOf(client, principal), afterRead }),
  )
  await Promise.all(effects.map((effect) => effect()))
  return result
}

/**
 * Writes as `principal` in one transaction: committed when `work` returns, rolled back when it throws, and begun again
 * when it lost a race. `work` has no effect outside its transaction.
 */
export function writeAs<T>(
  pool: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  { ofOneMoment = false }: Moment = {},
): Promise<T> {
  const begin = ofOneMoment ? 'begin isolation level repeatable read' : 'begin'
  return repeatLostRaces(() =>
    transaction(pool, beginAs(principal, begin), (client) => work(txOf(client, principal))),
  )
}

/** A transaction's begin, and who acts in it: row-level security and the history read it there. */
function beginAs(principal: Principal, begin: string): string {
  const settings = Object.entries({
    authority: principal.authorityCode,
    actor: principal.subject,
    request: principal.requestId ?? '',
    reason: principal.changeReason ?? '',
  }).map(([name, value]) => `set_config('app.${name}', ${escapeLiteral(value)}, true)`)
  return `${begin}; select ${settings.join(', ')}`
}

const txOf = (client: PoolClient, principal: Principal): Tx => ({
  db: drizzle(client, { casing: 'snake_case' }),
  client,
  principal,
})
