import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { demonstrationAuthority, ensureDemonstration, type Progress } from './features/demo/index.ts'
import { loadReference } from './features/geography/index.ts'
import { demonstrationKey } from './platform/db/demonstration-key.ts'
import { openDatabase } from './platform/db/embedded.ts'
import { migrate } from './platform/db/migrate.ts'
import { APP_ROLE, createPool, SENDER_ROLE } from './platform/db/pool.ts'
import { startRetention } from './platform/db/retention.ts'
import { createLogger } from './platform/http/logger.ts'
import { demonstrationVerifier, oidcVerifier, signDemonstrationToken } from './platform/http/tokens.ts'

export interface Service {
  /** Where it listens. */
  url: string
  /** A bearer token to try the service with; undefined where an identity provider issues the tokens. */
  token: string | undefined
  /**
   * Stops accepting, lets requests in flight finish within the configured grace, and gives up the database.
   * Calling it again waits for the same end.
   */
  close(): Promise<void>
}

/** Who is told of the steps of a start. */
export interface Told {
  say: (message: string) => void
  /** Of the demonstration's loading, at the first start. */
  onProgress: (progress: Progress) => void
}

/** What has been opened so far, closed in reverse order. */
class Opened {
  readonly #closers: (() => Promise<unknown>)[] = []
  #closing: Promise<void> | undefined

  add(close: () => Promise<unknown>): void {
    this.#closers.push(close)
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#closeAll())
  }

  async #closeAll(): Promise<void> {
    for (const close of this.#closers.toReversed()) await close()
  }
}

/**
 * Starts one process of the service: database → migrations → demonstration → app → listen.
 * @param interrupted closes what is open so far and makes the start reject, when it aborts
 * @throws {Error} whose message says in one line what is wrong
 */
export async function startService(
  config: Config,
  { say, onProgress }: Told,
  interrupted: AbortSignal,
): Promise<Service> {
  const opened = new Opened()
  try {
    const service = await open(config, { say, onProgress }, opened, interrupted)
    return { ...service, close: () => opened.close() }
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function open(
  config: Config,
  { say, onProgress }: Told,
  opened: Opened,
  interrupted: AbortSignal,
): Promise<Omit<Service, 'close'>> {
  const log = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY })
  const steps = { info: say, warn: say }

  const database = await openDatabase({ ...config, log: steps })
  opened.add(() => database.stop())
  interrupted.throwIfAborted()
  await migrate(database.url, { log: steps })
  interrupted.throwIfAborted()

  const owner = createPool({ url: database.url, name: 'sufficiency owner', max: 2, log })
  opened.add(() => owner.end())
  await loadReference(owner)
  const { verify, token } = await trust(config, owner)
  // Where the demonstration signer's tokens count there is a demonstration to try.
  if (!config.oidc) await ensureDemonstration(owner, { onProgress })
  interrupted.throwIfAborted()

  opened.add(startRetention(owner, config.retention, steps))

  const pool = createPool({
    url: database.url,
    name: 'sufficiency service',
    max: config.poolSize,
    role: APP_ROLE,
    statementTimeoutMs: config.statementTimeoutMs,
    log,
  })
  opened.add(() => pool.end())

  const sender = createPool({ url: database.url, name: 'sufficiency sender', max: 4, role: SENDER_ROLE, log })
  opened.add(() => sender.end())

  const app = await buildApp({
    pool,
    verify,
    events: { sender, settings: { ...config.webhooks, graceMs: config.limits.shutdownMs / 2 } },
    clock: () => new Date(),
    logger: log,
    limits: config.limits,
  })
  opened.add(() => closeWithin(app, config.limits.shutdownMs))
  interrupted.throwIfAborted()
  return { url: await listen(app, config), token }
}

/** Whose tokens count: the identity provider's or, without one, the demonstration signer's. */
async function trust({ oidc }: Config, owner: Pool) {
  if (oidc) return { verify: oidcVerifier(oidc), token: undefined }
  const key = await demonstrationKey(owner)
  const who = { subject: 'demonstration', role: 'placements', authorityCode: demonstrationAuthority } as const
  return { verify: demonstrationVerifier(key), token: await signDemonstrationToken(key, who) }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    throw new Error(listenFault(cause as NodeJS.ErrnoException, host, port), { cause })
  }
  const { address, family, port: chosen } = app.server.address() as AddressInfo
  const wildcard = address === '0.0.0.0' || address === '::'
  return `http://${wildcard ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${chosen}`
}

function listenFault({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const where = `port ${port} of ${host}`
  if (code === 'EADDRINUSE') return `${where} is in use: stop what uses it, or set PORT to another`
  if (code === 'EACCES') return `this user may not listen on ${where}: set PORT to one above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `this machine has no address ${host}: set HOST to one`
  return `can't listen on ${where}: ${message}`
}

/** Requests still running when the grace is over are cut off. */
async function closeWithin(app: FastifyInstance, graceMs: number): Promise<void> {
  const over = new AbortController()
  const grace = sleep(graceMs, undefined, { signal: over.signal, ref: false }).then(
    () => app.server.closeAllConnections(),
    () => {},
  )
  await app.close()
  over.abort()
  await grace
}
