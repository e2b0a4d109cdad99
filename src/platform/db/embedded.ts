import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findHome, openHome, type Home } from './embedded/home.ts'
import { lastWords, runningPort, serverUrl, startServer, stopServer } from './embedded/server.ts'
import type { Settings } from './embedded/server.ts'
import type { Log } from './pool.ts'

export interface Database {
  /** Connects as the owner of the database. */
  url: string
  embedded: boolean
  /** Leaves the database. The last process to leave the embedded server stops it. */
  stop(): Promise<void>
  /** Leaves it running, for the next process to find. */
  leave(): Promise<void>
}

export interface DatabaseOptions {
  /** A server of one's own; without it, the embedded one. */
  databaseUrl?: string | undefined
  /** Where the embedded server keeps its data. */
  dataDir: string
  /** PostgreSQL settings beside the defaults; read when the server starts. */
  settings?: Settings
  log?: Log
}

const DATABASE = 'sufficiency'
const STARTS = 5
/** Every process that uses the server holds it shared; who can take it alone is the last. */
const PRESENCE = 5_903_000
const silent: Log = { info() {}, warn() {} }

/**
 * The database to use: that of `databaseUrl`, else the embedded PostgreSQL, which is started unless it is
 * already up (a service running beside this command, or one left over by a crash).
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDir, settings = {}, log = silent } = options
  if (databaseUrl) return external(databaseUrl)
  const home = await openHome(dataDir, { log, durable: settings.fsync !== 'off' })
  for (let starts = 0; ;) {
    const port = (await runningPort(home)) ?? (await startServer(home, settings))
    const presence = port && (await enter(home, port, log))
    if (presence) return opened(home, port, presence)
    if (++starts === STARTS) {
      throw new Error(
        `the embedded PostgreSQL does not start: ${await lastWords(home)} (${home.folder}/server.log)`,
      )
    }
    await sleep(100 * starts)
  }
}

async function external(url: string): Promise<Database> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const { message, code } = cause as { message: string; code?: string }
    throw new Error(`the database of DATABASE_URL does not let us in: ${message || code}`, { cause })
  } finally {
    await client.end().catch(() => {})
  }
  return { url, embedded: false, stop: async () => {}, leave: async () => {} }
}

function opened(home: Home, port: number, presence: Client): Database {
  let left: Promise<void> | undefined
  return {
    url: serverUrl(home, port, DATABASE),
    embedded: true,
    stop: () => (left ??= leaveLast(home, presence)),
    leave: () => (left ??= presence.end()),
  }
}

/** Makes this process known to the others; undefined when the server is about to stop. */
async function enter(home: Home, port: number, log: Log): Promise<Client | undefined> {
  const client = new Client({
    connectionString: serverUrl(home, port, 'postgres'),
    application_name: 'sufficiency presence',
    keepAlive: true,
  })
  client.on('error', (error) => log.warn(`the embedded PostgreSQL went away: ${error.message}`))
  try {
    await client.connect()
    if (!(await lock(client, 'pg_try_advisory_lock_shared'))) throw new Error('stopping')
    await createDatabase(client)
    return client
  } catch {
    await client.end().catch(() => {})
    return undefined
  }
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
  if (rowCount) return
  await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
    const madeMeanwhile = error.code === '42P04' || error.code === '23505'
    if (!madeMeanwhile) throw error
  })
}

async function leaveLast(home: Home, presence: Client): Promise<void> {
  presence.removeAllListeners('error').on('error', () => {})
  try {
    await lock(presence, 'pg_advisory_unlock_shared')
    if (await lock(presence, 'pg_try_advisory_lock')) await stopServer(home)
  } catch {
    await stopServer(home)
  } finally {
    await presence.end().catch(() => {})
  }
}

async function lock(client: Client, call: string): Promise<boolean> {
  const { rows } = await client.query<{ done: boolean }>(`select ${call}(${PRESENCE}) as done`)
  return rows[0]?.done === true
}

/** Stops the embedded server of a data folder if one is up and no process is using it. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  if (!(await findHome(dataDir))) return
  const home = await openHome(dataDir, { log: silent, durable: true })
  const port = await runningPort(home)
  const presence = port && (await enter(home, port, silent))
  if (presence) await leaveLast(home, presence)
}
