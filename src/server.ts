import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { demonstrationAuthority, ensureDemonstration, type Progress } from './features/demo/index.ts'
import { observeBacklog } from './features/events/index.ts'
import { loadReference } from './features/geography/index.ts'
import { demonstrationKey, forgetDemonstrationKey } from './platform/db/demonstration-key.ts'
import { openDatabase } from './platform/db/embedded.ts'
import { requireLogin } from './platform/db/logins.ts'
import { prepareDatabase } from './platform/db/migrate.ts'
import { createPool } from './platform/db/pool.ts'
import { startRetention } from './platform/db/retention.ts'
import { requireKeys, Sealing } from './platform/db/sealing.ts'
import { readSending } from './platform/db/sending.ts'
import type { VerifyToken } from './platform/http/auth.ts'
import { createLogger } from './platform/http/logger.ts'
import type { SignIn } from './platform/pages/house.ts'
import { observePool } from './platform/metrics/pools.ts'
import { serveMetrics, type MetricsServer } from './platform/metrics/serve.ts'
import { fetchThrough } from './platform/http/outgoing-proxy.ts'
import { demonstrationVerifier, oidcVerifier, signDemonstrationToken } from './platform/http/tokens.ts'

/** Events tell of what is new on the attention lists this often. */
const ATTENTION_MS = 60_000
/** A replica that takes longer to be connected to is left: the primary answers. */
const REPLICA_CONNECT_MS = 1000
/** Jobs whose process died are looked for this often. */
const TAKEOVERS_MS = 5000
/** The daily collection is looked at this often for a push that is due. */
const DAILY_MS = 60_000

/** The values of measures that feeds keep are computed this often, where anything has changed. */
const VALUES_MS = 3_600_000

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

  if (config.traceCollector) {
    const { exportTraces } = await import('./platform/traces/export.ts')
    resources.add(exportTraces(config.traceCollector))
  }

  const database = await openDatabase({ ...config, log: steps })
  resources.add(() => database.stop())
  interruption.throwIfAborted()
  const { urls } = database
  await prepareDatabase(urls, { log: steps })
  await Promise.all([requireLogin(urls.app), requireLogin(urls.sender)])
  interruption.throwIfAborted()

  const owner = createPool({ url: urls.owner, name: 'sufficiency owner', max: 2, log })
  resources.add(() => owner.end())
  await loadReference(owner)
  if (config.outgoingProxy) fetchThrough(config.outgoingProxy)
  const { verify, token, signIn } = await trust(config, owner)
  if (token) await ensureDemonstration(owner, { onProgress })
  interruption.throwIfAborted()

  resources.add(startRetention(owner, config.retention, steps))

  const sealing = new Sealing(config.secretKeys)
  await requireKeys(owner, sealing)
  const { isSending, isCopy } = await readSending(owner)
  if (!isSending)
    say(
      `${isCopy ? 'this database is a restored copy' : 'sending is paused'}: nothing goes to webhooks or the daily ` +
        'collection until npm run -s sending -- resume',
    )

  const pool = createPool({
    url: urls.app,
    name: 'sufficiency service',
    max: config.poolSize,
    statementTimeoutMs: config.statementTimeoutMs,
    log,
  })
  resources.add(() => pool.end())

  const replicas = config.replicaUrls.map((url) =>
    createPool({
      url,
      name: 'sufficiency replica',
      max: config.poolSize,
      statementTimeoutMs: config.statementTimeoutMs,
      connectTimeoutMs: REPLICA_CONNECT_MS,
      log,
    }),
  )
  resources.add(() => Promise.all(replicas.map((replica) => replica.end())))
  for (const [index, replica] of replicas.entries()) observePool(`replica ${index + 1}`, replica)

  const journal = createPool({
    url: urls.app,
    name: 'sufficiency journal',
    max: 1,
    statementTimeoutMs: config.statementTimeoutMs,
    log,
  })
  resources.add(() => journal.end())

  const sender = createPool({ url: urls.sender, name: 'sufficiency sender', max: 3, log })
  resources.add(() => sender.end())

  const listener = createPool({ url: urls.listener, name: 'sufficiency listener', max: 1, log })
  resources.add(() => listener.end())

  for (const [name, connections] of Object.entries({ service: pool, journal, sender, listener, owner }))
    observePool(name, connections)
  observeBacklog(sender)
  if (config.metricsPort !== undefined) {
    const metrics = await openMetrics(config.host, config.metricsPort)
    resources.add(() => metrics.close())
    say(`metrics at ${metrics.url}`)
  }

  const app = await buildApp({
    pool,
    replicas,
    journal,
    verify,
    signIn,
    events: {
      sender,
      listener,
      sealing,
      settings: { ...config.webhooks, graceMs: config.limits.shutdownMs / 2 },
    },
    sandboxes: { owner },
    takeovers: { owner, everyMs: TAKEOVERS_MS },
    attentionEveryMs: ATTENTION_MS,
    daily: { receivers: config.dailyReceivers, everyMs: DAILY_MS },
    valuesEveryMs: VALUES_MS,
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

const nobodySignsIn =
  'nothing says who may sign in: set OIDC_ISSUER and OIDC_AUDIENCE, or OIDC_PROVIDERS; or, to try the service with ' +
  'made-up data, DEMONSTRATION=yes'

/**
 * Verifies tokens of the identity providers or, in a demonstration, of its signer.
 * @throws {Error} when neither may say who signs in
 */
async function trust(
  { identityProviders, demonstration, publicUrl }: Config,
  owner: Pool,
): Promise<{ verify: VerifyToken; token: string | undefined; signIn: SignIn }> {
  if (identityProviders.length > 0) {
    await forgetDemonstrationKey(owner)
    const signIn = { kind: 'identity-provider', providers: identityProviders, publicUrl } as const
    return { verify: oidcVerifier(identityProviders), token: undefined, signIn }
  }
  if (!demonstration) throw new Error(nobodySignsIn)
  const key = await demonstrationKey(owner)
  const who = { subject: 'demonstration', role: 'placements', authorityCode: demonstrationAuthority } as const
  const signIn = { kind: 'demonstration', authorityCode: demonstrationAuthority } as const
  return { verify: demonstrationVerifier(key), token: await signDemonstrationToken(key, who), signIn }
}

async function openMetrics(host: string, port: number): Promise<MetricsServer> {
  try {
    return await serveMetrics({ host, port })
  } catch (cause) {
    throw new Error(listenFault(cause as NodeJS.ErrnoException, { host, port, variable: 'METRICS_PORT' }), {
      cause,
    })
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    throw new Error(listenFault(cause as NodeJS.ErrnoException, { host, port, variable: 'PORT' }), { cause })
  }
  const { address, family, port: actualPort } = app.server.address() as AddressInfo
  const wildcard = address === '0.0.0.0' || address === '::'
  return `http://${wildcard ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${actualPort}`
}

function listenFault(
  { code, message }: NodeJS.ErrnoException,
  { host, port, variable }: { host: string; port: number; variable: string },
): string {
  const where = `port ${port} of ${host}`
  if (code === 'EADDRINUSE') return `${where} is in use: stop what uses it, or set ${variable} to another`
  if (code === 'EACCES') return `this user may not listen on ${where}: set ${variable} to one above 1023`
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
