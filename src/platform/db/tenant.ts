import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { escapeLiteral, type Pool, type PoolClient } from 'pg'
import { may, seesExactDistances, type Principal } from '../../domain/access.ts'
import { statementTimeoutOf } from './pool.ts'
import { inShare } from './shares.ts'
import { readTransaction, repeatLostRaces, transaction } from './transaction.ts'

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

/** What a read asks for. */
export interface ReadWeight {
  /** It may take the database long: it has its turn among few such of its authority (see `inShare`). */
  isHeavy?: boolean
}

export interface Moment {
  /** All statements see one snapshot (isolation level repeatable read): for answers whose parts must add up. */
  ofOneMoment?: boolean
}

/**
 * Reads as `principal` in one read-only transaction, so `pool` may connect to a replica. All of its statements see one snapshot
 * (isolation level repeatable read), so that the parts of an answer add up. The pool's connections are of the
 * application's login, to which row-level security applies. Effects registered by `Tx.afterRead` run before the result is
 * returned; if one fails, `readAs` rejects. It waits for its authority's share of the pool.
 * @throws {Problem} unavailable, where as much of the authority waits already as may
 */
export async function readAs<T>(
  pool: Pool,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  { isHeavy = false }: ReadWeight = {},
): Promise<T> {
  const effects: (() => Promise<void>)[] = []
  const afterRead = (effect: () => Promise<void>) => void effects.push(effect)
  const begin = 'begin isolation level repeatable read read only'
  const { result, end } = await inShare(pool, { authority: principal.authorityCode, isHeavy }, () =>
    readTransaction(pool, beginAs(pool, principal, begin), (client) =>
      work(Object.assign(txOf(pool, client, principal), { afterRead })),
    ),
  )
  if (effects.length === 0) return result
  await end
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
    inShare(pool, { authority: principal.authorityCode }, () =>
      transaction(pool, beginAs(pool, principal, begin, ', enter_sandbox()'), (client) =>
        work(txOf(pool, client, principal)),
      ),
    ),
  )
}

/**
 * SQL that begins a transaction and sets, for it alone, who acts in it (for row-level security and the history) and how long a
 * statement may take; `entry` is called last.
 */
function beginAs(pool: Pool, principal: Principal, begin: string, entry = ''): string {
  const settings = Object.entries({
    authority: principal.authorityCode,
    actor: principal.subject,
    request: principal.requestId ?? '',
    reason: principal.changeReason ?? '',
    addresses: may(principal, 'addresses:read') ? 'seen' : '',
    distances: seesExactDistances(principal) ? '' : 'blurred',
  }).map(([name, value]) => `set_config('app.${name}', ${escapeLiteral(value)}, true)`)
  const limit = `set_config('statement_timeout', '${statementTimeoutOf(pool)}', true)`
  return `${begin}; select ${limit}, ${settings.join(', ')}${entry}`
}

const txOf = (pool: Pool, client: PoolClient, principal: Principal): Tx => {
  let db: NodePgDatabase | undefined
  return {
    get db() {
      return (db ??= drizzle(client, { casing: 'snake_case' }))
    },
    client,
    pool,
    principal,
  }
}
