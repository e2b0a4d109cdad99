import { Pool } from 'pg'
import { columnTypes } from './types.ts'

/** The role of every request: it owns nothing and is bound by row-level security. */
export const APP_ROLE = 'sufficiency_app'

/** The role that publishes events and sends them on: it reads those of every authority, and nothing else of theirs. */
export const SENDER_ROLE = 'sufficiency_sender'

export interface Log {
  info(message: string): void
  warn(message: string): void
}

export interface PoolOptions {
  url: string
  /** Shown in pg_stat_activity. */
  name?: string
  /** Most connections at once; 10 unless told. */
  max?: number
  /** The role that every session takes when it connects; without it, the URL's own user. */
  role?: string
  /** 0, which is the default, for none. */
  statementTimeoutMs?: number
  log?: Log
}

const IDLE_IN_TRANSACTION_MS = 60_000

/**
 * A pool of sessions in UTC with ISO dates, whose columns arrive as types.ts says. A connection that
 * breaks, in use or idle, is logged and replaced; without a listener it would end the process.
 */
export function createPool({ url, name, max = 10, role, statementTimeoutMs = 0, log }: PoolOptions): Pool {
  const settings = {
    ...(role && { role }),
    TimeZone: 'UTC',
    DateStyle: 'ISO,YMD',
    IntervalStyle: 'iso_8601',
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  }
  const pool = new Pool({
    connectionString: withSettings(url, settings),
    application_name: name ?? 'sufficiency',
    max,
    types: columnTypes,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.once('error', (error: Error) => log?.warn(`a database connection broke: ${error.message}`))
    client.on('error', () => {})
  })
  return pool
}

/** Ours come after whatever options the URL carries: in PostgreSQL the last one counts. */
function withSettings(url: string, settings: Record<string, string | number>): string {
  const parsed = new URL(url)
  const ours = Object.entries(settings).map(([key, value]) => `-c ${key}=${value}`)
  parsed.searchParams.set('options', [parsed.searchParams.get('options') ?? '', ...ours].join(' ').trim())
  return parsed.href
}
