import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Test } from 'tap'
import { derivedUrls, type DatabaseUrls } from '../../src/platform/db/logins.ts'
import { loadReference } from '../../src/features/geography/index.ts'
import { prepareDatabase } from '../../src/platform/db/migrate.ts'
import { createPool } from '../../src/platform/db/pool.ts'
import { freePort } from './pgbouncer.ts'

/* PostgreSQL servers of a test's own, with streaming replication, from Debian's programs. They end with the test. */

const versions = await readdir('/usr/lib/postgresql').catch(() => [])
const programs = versions
  .sort((a, b) => Number(b) - Number(a))
  .map((version) => `/usr/lib/postgresql/${version}/bin`)
  .find((folder) => spawnSync(join(folder, 'pg_basebackup'), ['--version']).status === 0)

/** Why tests with a replica are skipped here; false where Debian's package `postgresql` is installed. */
export const withoutReplicas: string | false =
  programs === undefined && 'no PostgreSQL with pg_basebackup is installed (apt-get install postgresql)'

const PASSWORD = 'secret of a test'
const DATABASE = 'sufficiency'
/** PostgreSQL refuses to run as root. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

export interface ReplicatedServer {
  port: number
  urls: DatabaseUrls
  /** The same URLs at another port, such as that of a balancer. */
  urlsAt(port: number): DatabaseUrls
  /** Starts a replica of this server, which follows it. */
  replica(name: string): Promise<ReplicatedServer>
  query(sql: string): Promise<Record<string, unknown>[]>
  /** `kill -9` of the server. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Makes a replica the primary. */
  promote(): Promise<void>
}

/** Starts a server with an empty database. */
export async function replicatedServer(
  t: Test,
  settings: Record<string, string> = {},
): Promise<ReplicatedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sufficiency-cluster-'))
  await chmod(folder, 0o777)
  const servers: ChildProcess[] = []
  t.teardown(async () => {
    for (const server of servers.toReversed()) await end(server, 'SIGQUIT')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, PASSWORD, { mode: 0o644 })
  const data = join(folder, 'primary')
  run('initdb', [
    '-D',
    data,
    '-U',
    'sufficiency',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--no-sync',
    '--locale=C',
  ])
  const primary = await serve(t, { folder, data, settings, servers })
  await primary.start()
  await ask(urlAt(primary.port, 'postgres'), `create database ${DATABASE}`)
  return primary
}

/** A migrated database with the reference data, of a server with a replica, and connections of the application to both. */
export async function replicatedDatabase(t: Test) {
  const primary = await replicatedServer(t, { fsync: 'off' })
  await prepareDatabase(primary.urls)
  const ownerPool = createPool({ url: primary.urls.owner, max: 10 })
  const appPool = createPool({ url: primary.urls.app, max: 10 })
  t.teardown(() => Promise.all([ownerPool.end(), appPool.end()]))
  await loadReference(ownerPool)
  const replica = await primary.replica('replica1')
  const replicaPool = createPool({ url: replica.urls.app, max: 10, connectTimeoutMs: 1000 })
  t.teardown(() => replicaPool.end())
  const database = { url: primary.urls.owner, urls: primary.urls, ownerPool, appPool }
  return { primary, replica, replicaPool, database }
}

interface Site {
  folder: string
  data: string
  settings: Record<string, string>
  /** Every process that was started, to be ended with the test. */
  servers: ChildProcess[]
}

async function serve(t: Test, site: Site): Promise<ReplicatedServer> {
  const port = await freePort()
  const { data, folder, settings, servers } = site
  let child: ChildProcess | undefined
  const url = urlAt(port, DATABASE)
  const query = (sql: string) => ask(url, sql)
  return {
    port,
    urls: derivedUrls(url),
    urlsAt: (other) => derivedUrls(urlAt(other, DATABASE)),
    query,
    async replica(name) {
      const copy = join(folder, name)
      await mkdir(copy)
      await chmod(copy, 0o700)
      if (account.uid !== undefined) spawnSync('chown', [`${account.uid}:${account.gid}`, copy])
      const source = `host=127.0.0.1 port=${port} user=sufficiency password='${PASSWORD}' application_name=${name}`
      run('pg_basebackup', [
        '-d',
        source,
        '-D',
        copy,
        '-R',
        '-C',
        '-S',
        name,
        '--checkpoint=fast',
        '--no-sync',
      ])
      const replica = await serve(t, { ...site, data: copy })
      await replica.start()
      return replica
    },
    async kill() {
      if (child) await end(child, 'SIGKILL')
    },
    async start() {
      const all = { ...standardSettings, ...settings, port: String(port) }
      const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      for (let tries = 1; ; tries++) {
        const server = spawn(join(programs ?? '', 'postgres'), ['-D', data, ...options], {
          ...account,
          stdio: 'ignore',
        })
        servers.push(server)
        child = server
        while (server.exitCode === null) {
          if (
            await ask(urlAt(port, 'postgres'), 'select 1').then(
              () => true,
              () => false,
            )
          )
            return
          await sleep(50)
        }
        // What a killed server has left behind may take a moment to end.
        if (tries === 50) throw new Error('the server does not start')
        await sleep(100)
      }
    },
    async promote() {
      await query('select pg_promote(true, 30)')
    },
  }
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

const standardSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  hot_standby_feedback: 'on',
  wal_keep_size: '1GB',
  shared_buffers: '64MB',
}

const urlAt = (port: number, database: string) =>
  `postgres://sufficiency:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`

function run(program: string, args: string[]): void {
  const { status, stderr } = spawnSync(join(programs ?? '', program), args, { ...account, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, 'exit')
  server.kill(signal)
  await exit
}
