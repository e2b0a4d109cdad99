import { Pool } from 'pg'
import { columnTypes } from './types.ts'

/** The database role of every request. It owns no table, so row-level security applies to it. */
export const APP_ROLE = 'sufficiency_app'

/** The database role that publishes and delivers events: it reads events and webhooks of all authorities, and no records. */
export const SENDER_ROLE = 'sufficiency_sender'

export interface Log {
  info(message: string): void
  warn(message: string): void
}

export interface PoolOptions {
  url: string
  /** `application_name`, shown in pg_stat_activity. */
  name?: string
  /** Maximum number of connections; 10 by default. */
  max?: number
  /** The role that every session takes on connecting; by default the user of the URL. */
  role?: string
  /** Milliseconds after which a statement is cancelled; 0, the default, for no limit. */
  statementTimeoutMs?: number
  log?: Log
}

const IDLE_IN_TRANSACTION_MS = 60_000

/** How long a connection that nobody uses is kept: over the pauses of a working day, so that the next click is quick. */
const IDLE_MS = 10 * 60_000

/**
 * Creates a pool of connections. Sessions use UTC and ISO dates, and values arrive as types.ts converts them. A connection
 * that breaks is logged and replaced; without the error listeners it would end the process.
 */
export function createPool({ url, name, max = 10, role, statementTimeoutMs = 0, log }: PoolOptions): Pool {
  const settings = {
    ...(role && { role }),
    TimeZone: 'UTC',
    DateStyle: 'ISO,YMD',
    IntervalStyle: 'iso_8601',
    // Statements here read few rows through many joins: compiling one takes longer than running it.
    jit: 'off',
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  }
  const pool = new Pool({
    connectionString: withSettings(url, settings),
    application_name: name ?? 'sufficiency',
    max,
    types: columnTypes,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.once('error', (error: Error) => log?.warn(`a database connection broke: ${error.message}`))
    client.on('error', () => {})
  })
  return pool
}

/** Adds session settings to a connection URL, after the URL's own options: in PostgreSQL the last one wins. */
function withSettings(url: string, settings: Record<string, string | number>): string {
  const address = new URL(url)
  const ours = Object.entries(settings).map(([key, value]) => `-c ${key}=${value}`)
  address.searchParams.set('options', [address.searchParams.get('options') ?? '', ...ours].join(' ').trim())
  return address.href
}
