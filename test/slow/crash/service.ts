import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Pool } from 'pg'
import type { Test } from 'tap'
import { stopEmbedded } from '../../../src/platform/db/embedded.ts'
import { createPool } from '../../../src/platform/db/pool.ts'
import { CHESHIRE_EAST } from '../../support/app.ts'
import { command } from '../../support/command.ts'

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

export async function crashable(t: Test): Promise<Crashable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sufficiency-crash-'))
  await chmod(dataDir, 0o755)
  const provider = await identityProvider(t)
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
    token: provider.token,
    url: () => url,
    async start() {
      const running = spawn(process.execPath, command('start'), {
        cwd: checkout,
        env: {
          PATH: process.env.PATH,
          PORT: '0',
          DATA_DIR: dataDir,
          LOG_LEVEL: 'error',
          OIDC_ISSUER: provider.issuer,
          OIDC_AUDIENCE: 'sufficiency',
          OIDC_JWKS_URI: `${provider.issuer}/keys`,
          WEBHOOK_LOOPBACK: 'allow',
          WEBHOOK_TIMEOUT_MS: '5000',
          RATE_LIMIT_PER_MINUTE: '1000000',
          SHUTDOWN_GRACE_MS: '5000',
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

/** An identity provider with one key, and its token for the role admin. With a provider the service loads no demonstration. */
async function identityProvider(t: Test): Promise<{ issuer: string; token: string }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig' }] })
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(keys)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const token = await new SignJWT({ role: 'admin', authority: CHESHIRE_EAST })
    .setProtectedHeader({ alg: 'ES256' })
    .setSubject('crash@example.test')
    .setIssuer(issuer)
    .setAudience('sufficiency')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey)
  return { issuer, token }
}
