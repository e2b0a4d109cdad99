import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findHome, openHome, type ServerHome } from './embedded/home.ts'
import { lastWords, runningPort, serverUrl, startServer, stopServer } from './embedded/server.ts'
import type { ServerSettings } from './embedded/server.ts'
import { locks } from './locks.ts'
import { derivedUrls, type DatabaseUrls } from './logins.ts'
import type { Log } from './pool.ts'

export interface Database {
  /** Connection URL of the owner of the database. */
  url: string
  /** Those of the owner and of the service's logins. */
  urls: DatabaseUrls
  /** Whether it is the embedded server and not another. */
  embedded: boolean
  /** Disconnects this process. The last process to disconnect from the embedded server stops the server. */
  stop(): Promise<void>
  /** Disconnects this process and leaves the embedded server running for the next one. */
  leave(): Promise<void>
}

export interface DatabaseOptions {
  /** URLs of a PostgreSQL server; without them the embedded one is used. */
  databaseUrls?: DatabaseUrls | undefined
  /** Folder below which the embedded server stores its data. */
  dataDir: string
  /** Settings of the embedded PostgreSQL in addition to the defaults; they apply when this call starts the server. */
  settings?: ServerSettings
  log?: Log
}

const DATABASE = 'sufficiency'
const STARTS = 5
const silent: Log = { info() {}, warn() {} }

/**
 * Opens the database of `databaseUrls` or, without it, of the embedded PostgreSQL, which is started unless it already runs
 * (for another process, or left over from a crash).
 * @throws {Error} with a one-line message when it can't be reached or started
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrls, dataDir, settings = {}, log = silent } = options
  if (databaseUrls) return external(databaseUrls)
  const home = await openHome(dataDir, { log, durable: settings.fsync !== 'off' })
  for (let starts = 0; ;) {
    const port = (await runningPort(home)) ?? (await startServer(home, settings))
    const presence = port && (await enter(home, port, log))
    if (presence) return openDatabaseOf(home, presence, { port, settings, log })
    if (++starts === STARTS) {
      throw new Error(
        `the embedded PostgreSQL does not start: ${await lastWords(home)} (${home.folder}/server.log)`,
      )
    }
    await sleep(100 * starts)
  }
}

async function external(urls: DatabaseUrls): Promise<Database> {
  const client = new Client({ connectionString: urls.owner, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const { message, code } = cause as { message: string; code?: string }
    throw new Error(`the database of DATABASE_OWNER_URL does not let us in: ${message || code}`, { cause })
  } finally {
    await client.end().catch(() => {})
  }
  return { url: urls.owner, urls, embedded: false, stop: async () => {}, leave: async () => {} }
}

interface Running {
  port: number
  settings: ServerSettings
  log: Log
}

/** The running embedded server, as its processes use it. While one does, it is started again when it goes away. */
function openDatabaseOf(home: ServerHome, presence: Client, running: Running): Database {
  let leaving: Promise<void> | undefined
  let current = presence
  let revival = Promise.resolve()
  const keepUp = (client: Client) => {
    current = client
    client.once('end', () => {
      if (!leaving)
        revival = revive(home, running, () => leaving !== undefined).then((next) => next && keepUp(next))
    })
  }
  keepUp(presence)
  const urls = derivedUrls(serverUrl(home, running.port, DATABASE))
  return {
    url: urls.owner,
    urls,
    embedded: true,
    stop: () => (leaving ??= revival.then(() => leaveLast(home, current))),
    leave: () => (leaving ??= revival.then(() => current.end())),
  }
}

const LONGEST_WAIT_MS = 5_000

/**
 * Starts the server again on the port that it had, by which its processes know it, and enters it; tries until it is up. Another
 * process may have started it first. Resolves to undefined once this process leaves.
 */
async function revive(
  home: ServerHome,
  { port, settings, log }: Running,
  isLeaving: () => boolean,
): Promise<Client | undefined> {
  for (let attempt = 1; !isLeaving(); attempt++) {
    try {
      const portNow = (await runningPort(home)) ?? (await startServer(home, settings, port))
      const presence = portNow === port && (await enter(home, port, log))
      if (presence) {
        log.warn('the embedded PostgreSQL was started again')
        return presence
      }
    } catch (error) {
      log.warn(`the embedded PostgreSQL does not start again: ${String(error)}`)
    }
    await sleep(Math.min(100 * attempt, LONGEST_WAIT_MS))
  }
  return undefined
}

/**
 * Takes the shared lock that counts this process as a user of the server, and returns the connection that holds it.
 * Undefined when the server is stopping.
 */
async function enter(home: ServerHome, port: number, log: Log): Promise<Client | undefined> {
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

async function leaveLast(home: ServerHome, presence: Client): Promise<void> {
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
  const { rows } = await client.query<{ done: boolean }>(`select ${call}(${locks.embeddedServer}) as done`)
  return rows[0]?.done === true
}

/** Stops the embedded server of a data folder if it runs and no process uses it. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  if (!(await findHome(dataDir))) return
  const home = await openHome(dataDir, { log: silent, durable: true })
  const port = await runningPort(home)
  const presence = port && (await enter(home, port, silent))
  if (presence) await leaveLast(home, presence)
}
