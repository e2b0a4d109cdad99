import { Pool, type PoolClient } from 'pg'
import { traceStatements } from '../traces/statements.ts'
import { isServiceLogin } from './logins.ts'
import { columnTypes } from './types.ts'

export interface Log {
  info(message: string): void
  warn(message: string): void
}

export interface PoolOptions {
  /**
   * Who connects. The connections of the service's own logins pipeline: a statement is sent without waiting for the answers of
   * those before it. Those of the owner don't, since COPY can't.
   */
  url: string
  /** `application_name`, shown in pg_stat_activity. */
  name?: string
  /** Maximum number of connections; 10 by default. */
  max?: number
  /** Milliseconds after which a statement of `readAs` or `writeAs` is cancelled; 0, the default, for no limit. */
  statementTimeoutMs?: number
  /** Milliseconds within which a connection must be there; ten seconds by default. */
  connectTimeoutMs?: number
  log?: Log
}

/** Session settings of the owner. Those of the service's logins are kept with the logins, in logins.ts. */
const ownerSettings = {
  TimeZone: 'UTC',
  DateStyle: 'ISO,YMD',
  IntervalStyle: 'iso_8601',
  jit: 'off',
  idle_in_transaction_session_timeout: 60_000,
}

/** How long a connection that nobody uses is kept: over the pauses of a working day, so that the next click is quick. */
const IDLE_MS = 10 * 60_000

/**
 * Creates a pool of connections. Sessions use UTC and ISO dates, and values arrive as types.ts converts them. A connection
 * that breaks is logged and replaced; without the error listeners it would end the process.
 */
export function createPool({
  url,
  name,
  max = 10,
  statementTimeoutMs = 0,
  connectTimeoutMs = 10_000,
  log,
}: PoolOptions): Pool {
  const isOfService = isServiceLogin(url)
  const pool = new Pool({
    connectionString: isOfService ? url : withSettings(url, ownerSettings),
    application_name: name ?? 'sufficiency',
    max,
    types: columnTypes,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: IDLE_MS,
    pipeline: isOfService,
    keepAlive: true,
    verify: forgetNamesBehindPooler,
  })
  timeouts.set(pool, statementTimeoutMs)
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    traceStatements(client)
    client.once('error', (error: Error) => log?.warn(`a database connection broke: ${error.message}`))
    client.on('error', () => {})
  })
  return pool
}

/**
 * Behind a pooler in transaction mode each transaction may have another session of the server, in which a statement that was prepared
 * by name is not known, or known already. There statements go without their names: they are planned each time. That a pooler
 * stands between is known by the session's process, which is not the one that was told when the connection began.
 */
function forgetNamesBehindPooler(client: PoolClient, next: (fault?: Error) => void): void {
  client.query<{ pid: number }>('select pg_backend_pid() as pid').then(
    ({ rows }) => {
      if (rows[0]?.pid !== (client as PoolClient & { processID: number }).processID) forgetNames(client)
      next()
    },
    (fault: Error) => next(fault),
  )
}

function forgetNames(client: PoolClient): void {
  const query = client.query.bind(client) as (statement: unknown, ...rest: unknown[]) => unknown
  const withoutName = (statement: unknown) => {
    // What has a protocol of its own, such as COPY, is no statement with a name.
    if (typeof statement !== 'object' || statement === null || 'submit' in statement) return statement
    return { ...statement, name: undefined }
  }
  Object.assign(client, {
    query: (statement: unknown, ...rest: unknown[]) => query(withoutName(statement), ...rest),
  })
}

const timeouts = new WeakMap<Pool, number>()

/** How a pool connects, so that a thread can make one of its own that does alike. */
export type Connecting = Required<Pick<PoolOptions, 'url' | 'statementTimeoutMs'>>

export const connectingOf = (pool: Pool): Connecting => ({
  url: pool.options.connectionString ?? '',
  statementTimeoutMs: statementTimeoutOf(pool),
})

/** Milliseconds after which a statement of `readAs` or `writeAs` on the pool's connections is cancelled; 0 for no limit. */
export const statementTimeoutOf = (pool: Pool): number => timeouts.get(pool) ?? 0

/** Adds session settings to a connection URL, after the URL's own options: in PostgreSQL the last one wins. */
function withSettings(url: string, settings: Record<string, string | number>): string {
  const address = new URL(url)
  const ours = Object.entries(settings).map(([key, value]) => `-c ${key}=${value}`)
  address.searchParams.set('options', [address.searchParams.get('options') ?? '', ...ours].join(' ').trim())
  return address.href
}
