import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import type { Test } from 'tap'
import { stopEmbedded } from '../../../src/platform/db/embedded.ts'
import { createPool } from '../../../src/platform/db/pool.ts'
import { command } from '../../support/command.ts'
import { identityProvider } from '../../support/service.ts'

const checkout = join(import.meta.dirname, '../../..')

/** The service as `npm start` runs it, with its own embedded PostgreSQL in the settings of a deployment. */
export interface Crashable {
  /** Starts or restarts it on the same data; resolves when it answers. */
  start(): Promise<void>
  /** Its base URL since the last start. */
  url(): string
  token: string
  /** `kill -9` of the service; the database keeps running. */
  killService(): Promise<void>
  /** `kill -9` of PostgreSQL; the service keeps running. */
  killDatabase(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** Runs `work` with a pool of the owner of the database that is running now. */
  asOwner<T>(look: (pool: Pool) => Promise<T>): Promise<T>
}

/** With environment variables of a test's own, if it gives any. */
export async function crashable(t: Test, variables: Record<string, string> = {}): Promise<Crashable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sufficiency-crash-'))
  await chmod(dataDir, 0o755)
  // With a provider the service loads no demonstration.
  const provider = await identityProvider(t)
  const token = await provider.token('admin')
  let child: ChildProcess | undefined
  let url = ''

  t.teardown(async () => {
    child?.kill('SIGKILL')
    await stopEmbedded(dataDir)
    await rm(dataDir, { recursive: true, force: true })
  })

  const postmaster = async () => {
    const lines = (await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]) }
  }
  const end = async (running: ChildProcess) => {
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit')
    return running.exitCode
  }

  return {
    token,
    url: () => url,
    async start() {
      const running = spawn(process.execPath, command('start'), {
        cwd: checkout,
        env: {
          PATH: process.env.PATH,
          PORT: '0',
          DATA_DIR: dataDir,
          LOG_LEVEL: 'error',
          ...provider.variables,
          WEBHOOK_LOOPBACK: 'allow',
          WEBHOOK_TIMEOUT_MS: '5000',
          RATE_LIMIT_PER_MINUTE: '1000000',
          SHUTDOWN_GRACE_MS: '5000',
          ...variables,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = running
      let complaint = ''
      running.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
      running.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL' && code !== 0)
          t.comment(`the service ended (${code ?? signal}): ${complaint}`)
      })
      url = await new Promise<string>((resolve, reject) => {
        let output = ''
        const hear = (chunk: Buffer) => {
          output += chunk.toString()
          const ready = /ready at (http:\S+)\n/.exec(output)?.[1]
          if (ready) resolve(ready)
        }
        running.stdout.on('data', hear)
        running.stderr.on('data', hear)
        running.once('exit', (code, signal) =>
          reject(new Error(`the service ended (${code ?? signal}): ${output}`)),
        )
      })
    },
    async killService() {
      child?.kill('SIGKILL')
      if (child) await end(child)
    },
    async killDatabase() {
      process.kill((await postmaster()).pid, 'SIGKILL')
    },
    async stop() {
      child?.kill('SIGTERM')
      return child ? end(child) : null
    },
    async asOwner(look) {
      const password = (await readFile(join(dataDir, 'postgres/password'), 'utf8')).trim()
      const { port } = await postmaster()
      const pool = createPool({
        url: `postgres://sufficiency:${password}@127.0.0.1:${port}/sufficiency`,
        max: 1,
      })
      try {
        return await look(pool)
      } finally {
        await pool.end()
      }
    },
  }
}
