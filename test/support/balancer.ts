import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { freePort, isListening } from './pgbouncer.ts'
import { waitUntil } from './service.ts'

const program = ['/usr/sbin/haproxy'].find((path) => spawnSync(path, ['-v']).status === 0)

/** Why tests with a balancer are skipped here; false where Debian's package `haproxy` is installed. */
export const withoutBalancer: string | false =
  program === undefined && 'no HAProxy is installed (apt-get install haproxy)'

const configuration = join(import.meta.dirname, '../../deploy/haproxy.cfg')

/** A part of the scaled form that is started, killed and started again at its address. */
export interface Part {
  start(): Promise<void>
  kill(): Promise<void>
}

export interface Balancer extends Part {
  /** Where the service is reached. */
  url: string
  /** Where the primary is reached. */
  databasePort: number
}

/** HAProxy with the file of deploy/. `places` says, at each start, where the parts behind it are. */
export async function balancer(
  t: Test,
  places: () => { services: [string, string]; primary: string },
): Promise<Balancer> {
  const folder = await mkdtemp(join(tmpdir(), 'haproxy-'))
  const [httpPort, databasePort] = [await freePort(), await freePort()]
  let child: ChildProcess | undefined
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  t.teardown(async () => {
    await kill()
    await rm(folder, { recursive: true })
  })
  return {
    url: `http://127.0.0.1:${httpPort}`,
    databasePort,
    kill,
    async start() {
      const { services, primary } = places()
      child = spawn(program ?? '', ['-db', '-f', configuration], {
        env: {
          BALANCER_HTTP: `127.0.0.1:${httpPort}`,
          BALANCER_DATABASE: `127.0.0.1:${databasePort}`,
          BALANCER_SOCKET: join(folder, 'socket'),
          SERVICE_1: services[0],
          SERVICE_2: services[1],
          PRIMARY: primary,
        },
        stdio: 'ignore',
      })
      await waitUntil(() => isListening(httpPort), 'the balancer listens')
    },
  }
}
