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

/** Events tell of what is new on the attention lists this often. */
const ATTENTION_MS = 60_000

export interface Service {
  /** Base URL at which it listens, without a slash at the end. */
  url: string
  /** A bearer token for trying the service; undefined when an identity provider issues the tokens. */
  token: string | undefined
  /**
   * Stops accepting requests, waits for those in flight up to the configured grace period, and closes the database. A
   * second call waits for the first.
   */
  close(): Promise<void>
}

/** Callbacks that report the steps of a start. */
export interface StartObserver {
  say: (message: string) => void
  /** Progress of loading the demonstration, at the first start. */
  onProgress: (progress: Progress) => void
}

/** The resources opened so far. `close` closes them in reverse order, once. */
class OpenResources {
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
 * @param interruption closes what is open so far and makes the start reject, when it aborts
 * @throws {Error} whose message says in one line what is wrong
 */
export async function startService(
  config: Config,
  { say, onProgress }: StartObserver,
  interruption: AbortSignal,
): Promise<Service> {
  const resources = new OpenResources()
  try {
    const service = await open(config, { say, onProgress }, resources, interruption)
    return { ...service, close: () => resources.close() }
  } catch (error) {
    await resources.close()
    throw error
  }
}

async function open(
  config: Config,
  { say, onProgress }: StartObserver,
  resources: OpenResources,
  interruption: AbortSignal,
): Promise<Omit<Service, 'close'>> {
  const log = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY })
  const steps = { info: say, warn: say }

  const database = await openDatabase({ ...config, log: steps })
  resources.add(() => database.stop())
  interruption.throwIfAborted()
  await migrate(database.url, { log: steps })
  interruption.throwIfAborted()

  const owner = createPool({ url: database.url, name: 'sufficiency owner', max: 2, log })
  resources.add(() => owner.end())
  await loadReference(owner)
  const { verify, token } = await trust(config, owner)
  // Without an identity provider the service runs for trying out, so it needs data to try.
  if (config.identityProviders.length === 0) await ensureDemonstration(owner, { onProgress })
  interruption.throwIfAborted()

  resources.add(startRetention(owner, config.retention, steps))

  const pool = createPool({
    url: database.url,
    name: 'sufficiency service',
    max: config.poolSize,
    role: APP_ROLE,
    statementTimeoutMs: config.statementTimeoutMs,
    log,
  })
  resources.add(() => pool.end())

  const journal = createPool({
    url: database.url,
    name: 'sufficiency journal',
    max: 1,
    role: APP_ROLE,
    statementTimeoutMs: config.statementTimeoutMs,
    log,
  })
  resources.add(() => journal.end())

  const sender = createPool({ url: database.url, name: 'sufficiency sender', max: 4, role: SENDER_ROLE, log })
  resources.add(() => sender.end())

  const app = await buildApp({
    pool,
    journal,
    verify,
    events: { sender, settings: { ...config.webhooks, graceMs: config.limits.shutdownMs / 2 } },
    attentionEveryMs: ATTENTION_MS,
    clock: () => new Date(),
    logger: log,
    authorizationUri: config.identityProviders.find(({ authorizationUri }) => authorizationUri)
      ?.authorizationUri,
    publicUrl: config.publicUrl,
    contact: config.contact,
    trustedProxies: config.trustedProxies,
    limits: config.limits,
  })
  resources.add(() => closeWithin(app, config.limits.shutdownMs))
  interruption.throwIfAborted()
  return { url: await listen(app, config), token }
}

/** Verifies tokens of the identity providers or, when none is configured, of the demonstration signer. */
async function trust({ identityProviders }: Config, owner: Pool) {
  if (identityProviders.length > 0) return { verify: oidcVerifier(identityProviders), token: undefined }
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
  const { address, family, port: actualPort } = app.server.address() as AddressInfo
  const wildcard = address === '0.0.0.0' || address === '::'
  return `http://${wildcard ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${actualPort}`
}

function listenFault({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const where = `port ${port} of ${host}`
  if (code === 'EADDRINUSE') return `${where} is in use: stop what uses it, or set PORT to another`
  if (code === 'EACCES') return `this user may not listen on ${where}: set PORT to one above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `this machine has no address ${host}: set HOST to one`
  return `can't listen on ${where}: ${message}`
}

/** Closes the app. Connections with requests still running after `graceMs` are closed. */
async function closeWithin(app: FastifyInstance, graceMs: number): Promise<void> {
  const graceAbort = new AbortController()
  const grace = sleep(graceMs, undefined, { signal: graceAbort.signal, ref: false }).then(
    () => app.server.closeAllConnections(),
    () => {},
  )
  await app.close()
  graceAbort.abort()
  await grace
}
