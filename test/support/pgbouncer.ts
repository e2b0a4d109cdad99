import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import type { DatabaseUrls } from '../../src/platform/db/logins.ts'

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
)

/** Why tests with a pooler are skipped here; false where Debian's package `pgbouncer` is installed. */
export const withoutPgBouncer: string | false =
  program === undefined && 'no PgBouncer is installed (apt-get install pgbouncer)'

interface PoolerOptions {
  /** Connections to the server, for each login. */
  poolSize?: number
  /** Connects to the server as the owner, whoever the client is. */
  asOwner?: boolean
}

/**
 * Starts PgBouncer in transaction mode before a test's server, and gives the URL of one of the service's logins through it. It
 * has no settings for the service's sake.
 */
export async function pgBouncer(
  t: Test,
  { owner, app }: DatabaseUrls,
  { poolSize = 4, asOwner = false }: PoolerOptions = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'))
  await chmod(folder, 0o755)
  const [ownerUrl, appUrl, port] = [new URL(owner), new URL(app), await freePort()]
  const password = decodeURIComponent(appUrl.password)
  const substitute = asOwner
    ? ` user=${ownerUrl.username} password='${decodeURIComponent(ownerUrl.password)}'`
    : ''
  await writeFile(
    join(folder, 'users.txt'),
    ['sufficiency_app', 'sufficiency_sender'].map((login) => `"${login}" "${password}"\n`).join(''),
    { mode: 0o644 },
  )
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${appUrl.hostname} port=${appUrl.port || '5432'}${substitute}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 600
`,
    { mode: 0o644 },
  )
  // It refuses to run as root.
  const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const child = spawn(program ?? '', ['-q', join(folder, 'pgbouncer.ini')], {
    ...account,
    stdio: 'ignore',
  })
  t.teardown(async () => {
    const end = once(child, 'exit')
    child.kill('SIGKILL')
    await end
    await rm(folder, { recursive: true })
  })
  for (let tries = 0; !(await isListening(port)); tries++) {
    if (tries === 200) throw new Error('PgBouncer does not listen')
    await sleep(25)
  }
  appUrl.host = `127.0.0.1:${port}`
  return appUrl.href
}

/** Whether something takes connections at a port of this machine. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** A port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
