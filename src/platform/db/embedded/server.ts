import { spawn } from 'node:child_process'
import { open, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { platform } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { programs } from './binaries.ts'
import { isAlive, OWNER, type Home } from './home.ts'
import { environment, run } from './run.ts'

export type Settings = Record<string, string | number>

/** Modest: a laptop runs it beside everything else. The log holds no statement and no value of a row. */
const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '2GB',
  random_page_cost: 1.1,
  jit: 'off',
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

export const serverUrl = (home: Home, port: number, database: string): string =>
  `postgres://${OWNER}:${home.password}@127.0.0.1:${port}/${database}?sslmode=disable`

interface Postmaster {
  pid: number
  port: number
}

/** What postmaster.pid says, once the server has written its port there. */
async function postmaster(home: Home): Promise<Postmaster | undefined> {
  const lines = (await readFile(pidFile(home), 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return pid > 0 ? { pid, port } : undefined
}

const pidFile = (home: Home) => join(home.data, 'postmaster.pid')
const logFile = (home: Home) => join(home.folder, 'server.log')

/** A process number may have passed to another program since: a server works in its data directory. */
async function isServer(pid: number, home: Home): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (platform() === 'linux') {
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === home.data
  }
  if (platform() === 'win32') return true
  const ps = await run('ps', ['-o', 'command=', '-p', String(pid)], { account: undefined, cwd: '/' })
  return ps.output.includes(home.data)
}

/**
 * The port of the server of this home, when one is up and answers. A server that is still starting is
 * waited for; one that lives but does not answer is stopped; what a dead one left is taken away.
 */
export async function runningPort(home: Home): Promise<number | undefined> {
  const begun = Date.now()
  for (;;) {
    const server = await postmaster(home)
    if (!server) return undefined
    if (!(await isServer(server.pid, home))) {
      await removeStale(home, server.pid)
      return undefined
    }
    const answer = server.port ? await ask(home, server.port) : 'silent'
    if (answer === 'ready') return server.port
    if (Date.now() - begun > (answer === 'starting' ? RECOVERY_MS : ANSWER_MS)) {
      await stopServer(home, 'immediate')
      return undefined
    }
    await sleep(50)
  }
}

async function ask(home: Home, port: number): Promise<'ready' | 'starting' | 'silent'> {
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
 * A dead process number is left to PostgreSQL, which takes the file over and sees to processes that
 * outlived it; it can't know that a living one is no server.
 */
async function removeStale(home: Home, pid: number): Promise<void> {
  if (isAlive(pid) && (await postmaster(home))?.pid === pid) await rm(pidFile(home), { force: true })
}

/**
 * Starts the server on a free port, in a session of its own, so that a Ctrl-C in the terminal does not
 * reach it. Undefined when it ended again: another process was first, or the port was taken; `lastWords`
 * tells which.
 */
export async function startServer(home: Home, settings: Settings): Promise<number | undefined> {
  const bin = await programs(home.folder, home.account)
  await writeSettings(home, settings)
  const log = await openLog(home)
  const port = await freePort()
  const server = spawn(join(bin, 'postgres'), ['-D', home.data, '-p', String(port)], {
    ...home.account,
    cwd: home.folder,
    env: environment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  const failed = new Promise<never>((_, reject) => server.once('error', reject))
  failed.catch(() => {})
  try {
    for (;;) {
      if (server.exitCode !== null || server.signalCode !== null) return undefined
      const ready = await Promise.race([failed, answers(home, server.pid)])
      if (ready) return port
      await sleep(25)
    }
  } finally {
    server.unref()
    await log.close()
  }
}

async function answers(home: Home, pid: number | undefined): Promise<boolean> {
  const server = await postmaster(home)
  return server?.pid === pid && server?.port ? (await ask(home, server.port)) === 'ready' : false
}

/** The last thing of weight that the server wrote before it ended. */
export async function lastWords(home: Home): Promise<string> {
  const lines = (await readFile(logFile(home), 'utf8').catch(() => '')).trimEnd().split('\n')
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? ''
}

async function writeSettings(home: Home, settings: Settings): Promise<void> {
  const lines = Object.entries({ ...SETTINGS, ...settings }).map(([key, value]) => `${key} = '${value}'\n`)
  const file = join(home.data, 'sufficiency.conf')
  const partial = `${file}.${process.pid}`
  await writeFile(partial, lines.join(''), { mode: 0o644 })
  await rename(partial, file)
}

/** Begins a new log, keeping one old, when it has grown to 10 MB. */
async function openLog(home: Home) {
  const file = logFile(home)
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size > 10_000_000) await rename(file, `${file}.old`)
  return open(file, 'a', 0o600)
}

/** Stops the server of this home: politely unless told `immediate`, which costs the next start a recovery. */
export async function stopServer(home: Home, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  const server = await postmaster(home)
  if (!server || !(await isServer(server.pid, home))) return
  const bin = await programs(home.folder, home.account)
  const seconds = mode === 'fast' ? STOP_SECONDS : 10
  const stop = await run(
    join(bin, 'pg_ctl'),
    ['stop', '-D', home.data, '-m', mode, '-w', '-t', String(seconds)],
    { account: home.account, cwd: home.folder, detached: true },
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
