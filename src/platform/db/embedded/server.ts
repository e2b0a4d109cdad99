import { spawn } from 'node:child_process'
import { open, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { platform } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { programs } from './binaries.ts'
import { isAlive, OWNER, type ServerHome } from './home.ts'
import { environment, run } from './run.ts'

export type ServerSettings = Record<string, string | number>

/** Sized for a laptop that runs other things too. The log settings keep statements and values of rows out of the log. */
const SETTINGS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '2GB',
  random_page_cost: 1.1,
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

const ANSWER_MS = 30_000
const RECOVERY_MS = 300_000
const STOP_SECONDS = 60
const STARTING_UP = '57P03'

export const serverUrl = (home: ServerHome, port: number, database: string): string =>
  `postgres://${OWNER}:${home.password}@127.0.0.1:${port}/${database}?sslmode=disable`

interface Postmaster {
  pid: number
  port: number
}

/** Process id and port in postmaster.pid; undefined without one. The port is NaN or 0 until the server has written it. */
async function postmaster(home: ServerHome): Promise<Postmaster | undefined> {
  const lines = (await readFile(pidFile(home), 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 ? { pid, port } : undefined
}

const pidFile = (home: ServerHome) => join(home.data, 'postmaster.pid')
const logFile = (home: ServerHome) => join(home.folder, 'server.log')

/** Whether the process is this folder's server. Its id may by now belong to another program, so the folder is checked too. */
async function isServer(pid: number, home: ServerHome): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (platform() === 'linux') {
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === home.data
  }
  if (platform() === 'win32') return true
  const ps = await run('ps', ['-o', 'command=', '-p', String(pid)], { account: undefined, cwd: '/' })
  return ps.output.includes(home.data)
}

/**
 * The port of this folder's server, if one runs and answers; undefined if none does. Waits for a server that is starting,
 * stops one that runs without answering, and removes the pid file of a dead one.
 */
export async function runningPort(home: ServerHome): Promise<number | undefined> {
  const start = Date.now()
  for (;;) {
    const server = await postmaster(home)
    if (!server) return undefined
    if (!(await isServer(server.pid, home))) {
      await removeStale(home, server.pid)
      return undefined
    }
    const answer = server.port ? await ask(home, server.port) : 'silent'
    if (answer === 'ready') return server.port
    if (Date.now() - start > (answer === 'starting' ? RECOVERY_MS : ANSWER_MS)) {
      await stopServer(home, 'immediate')
      return undefined
    }
    await sleep(50)
  }
}

async function ask(home: ServerHome, port: number): Promise<'ready' | 'starting' | 'silent'> {
  const client = new Client({
    connectionString: serverUrl(home, port, 'postgres'),
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return 'ready'
  } catch (error) {
    if (!(error instanceof DatabaseError)) return 'silent'
    if (error.code === STARTING_UP) return 'starting'
    throw new Error(`the embedded PostgreSQL refuses the password in ${home.folder}: ${error.message}`, {
      cause: error,
    })
  } finally {
    client.end().catch(() => {})
  }
}

/**
 * Removes a pid file whose process runs but is not our server, which PostgreSQL can't tell. The pid file of a dead
 * process is left to PostgreSQL: it replaces the file, and waits for child processes that outlived the server.
 */
async function removeStale(home: ServerHome, pid: number): Promise<void> {
  if (isAlive(pid) && (await postmaster(home))?.pid === pid) await rm(pidFile(home), { force: true })
}

/**
 * Starts the server on a port, by default a free one, and returns the port once it answers. It runs in a session of its own, so that a
 * Ctrl-C in the terminal does not reach it. Undefined when it ended at once, because another process had started one or
 * the port was taken meanwhile; `lastWords` says which.
 */
export async function startServer(
  home: ServerHome,
  settings: ServerSettings,
  wantedPort?: number,
): Promise<number | undefined> {
  const bin = await programs(home.folder, home.account)
  await writeSettings(home, settings)
  const log = await openLog(home)
  const port = wantedPort ?? (await freePort())
  const server = spawn(join(bin, 'postgres'), ['-D', home.data, '-p', String(port)], {
    ...home.account,
    cwd: home.folder,
    env: environment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  const failure = new Promise<never>((_, reject) => server.once('error', reject))
  failure.catch(() => {})
  try {
    for (;;) {
      if (server.exitCode !== null || server.signalCode !== null) return undefined
      const ready = await Promise.race([failure, answers(home, server.pid)])
      if (ready) return port
      await sleep(25)
    }
  } finally {
    server.unref()
    await log.close()
  }
}

async function answers(home: ServerHome, pid: number | undefined): Promise<boolean> {
  const server = await postmaster(home)
  return server?.pid === pid && server?.port ? (await ask(home, server.port)) === 'ready' : false
}

/** The last error in the server's log, or else its last line. */
export async function lastWords(home: ServerHome): Promise<string> {
  const lines = (await readFile(logFile(home), 'utf8').catch(() => '')).trimEnd().split('\n')
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? ''
}

async function writeSettings(home: ServerHome, settings: ServerSettings): Promise<void> {
  const lines = Object.entries({ ...SETTINGS, ...settings }).map(([key, value]) => `${key} = '${value}'\n`)
  const file = join(home.data, 'sufficiency.conf')
  const partial = `${file}.${process.pid}`
  await writeFile(partial, lines.join(''), { mode: 0o644 })
  await rename(partial, file)
}

/** Opens the server's log to append. A log above 10 MB is first renamed to `server.log.old`, replacing the previous one. */
async function openLog(home: ServerHome) {
  const file = logFile(home)
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size > 10_000_000) await rename(file, `${file}.old`)
  return open(file, 'a', 0o600)
}

/** Stops this folder's server. `immediate` skips the shutdown checkpoint, so that the next start has to recover. */
export async function stopServer(home: ServerHome, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  const server = await postmaster(home)
  if (!server || !(await isServer(server.pid, home))) return
  const bin = await programs(home.folder, home.account)
  const seconds = mode === 'fast' ? STOP_SECONDS : 10
  const stop = await run(
    join(bin, 'pg_ctl'),
    ['stop', '-D', home.data, '-m', mode, '-w', '-t', String(seconds)],
    { account: home.account, cwd: home.folder, ownSession: true },
  )
  if (stop.code === 0 || !(await isServer(server.pid, home))) return
  if (mode === 'fast') return stopServer(home, 'immediate')
  process.kill(server.pid, 'SIGKILL')
  while (isAlive(server.pid)) await sleep(25)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
