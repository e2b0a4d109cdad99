import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Test } from 'tap'
import { buildApp, type AppOptions } from '../../src/app.ts'
import type { Role } from '../../src/domain/access.ts'
import type { EventSettings } from '../../src/features/events/index.ts'
import type { DatabaseUrls } from '../../src/platform/db/logins.ts'
import { createPool } from '../../src/platform/db/pool.ts'
import type { VerifyToken } from '../../src/platform/http/auth.ts'
import type { Sealing } from '../../src/platform/db/sealing.ts'
import { demonstrationVerifier, signDemonstrationToken } from '../../src/platform/http/tokens.ts'
import { testDatabase, type Tap, type TestDatabase } from './database.ts'
import type { Contents } from './template.ts'

export const CHESHIRE_EAST = 'E06000049'
export const STOCKPORT = 'E08000007'

/** Noon of the day of the published figures. */
const DAY = '2023-12-01T12:00:00Z'

export type Headers = Record<string, string>

export interface Answer<T> {
  status: number
  headers: Headers
  /** The parsed body if it is JSON, else its text. */
  body: T
}

/** Fields of a body that tests use without giving it a type. */
export interface Body {
  [field: string]: unknown
  id: string
  version: number
  items: Body[]
  nextCursor: string | null
  type: string
  detail: string
  errors: { pointer: string; detail: string; code: string }[]
}

/** Sends requests with one token. A body that is a string or bytes is sent unchanged, anything else as JSON. */
export interface TestClient {
  get<T = Body>(path: string, headers?: Headers): Promise<Answer<T>>
  post<T = Body>(path: string, body?: unknown, headers?: Headers): Promise<Answer<T>>
  patch<T = Body>(path: string, body?: unknown, headers?: Headers): Promise<Answer<T>>
  /** With a reason, unless the headers give another. */
  del<T = Body>(path: string, headers?: Headers): Promise<Answer<T>>
  send<T = Body>(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer<T>>
}

export interface TestAppOptions {
  /** The initial contents of its database; by default England's authorities and the synthetic postcodes. */
  contents?: Contents
  clock?: () => Date
  limits?: Partial<AppOptions['limits']>
  logger?: Logger
  publicUrl?: string
  contact?: string
  trustedProxies?: string[]
  /** Verifies tokens instead of the demonstration signer. */
  verify?: VerifyToken
  authorizationUri?: string
  /** How people sign in to the pages; by default as in the demonstration. */
  signIn?: AppOptions['signIn']
  /** Whether to publish events and deliver them to webhooks; by default not. */
  sending?: Partial<EventSettings>
  /** Seals the secrets of webhooks; by default nothing is sealed. */
  sealing?: Sealing
  /** Receivers of the daily collection; by default none. */
  daily?: AppOptions['daily']
  /** How often to tell of new rows of the attention list; by default only when asked. */
  attentionEveryMs?: number
  /** How often to compute the values of measures that feeds keep; by default never. */
  valuesEveryMs?: number
  /** A proxy for the application's connections; see `Tap`. */
  tap?: Tap
  /** A database that the test has; by default it gets one of its own. */
  database?: TestDatabase
  /** Connections of the application's login to replicas of that database. */
  replicas?: Pool[]
  /** Listen on a free port of 127.0.0.1: for tests of races, time limits and raw bytes. */
  listen?: boolean
}

export interface TestApp {
  app: FastifyInstance
  /** `http://127.0.0.1:PORT`; only if the app listens. */
  url: string
  /** A client with a token of the role; for Cheshire East by default. */
  as(role: Role, authorityCode?: string, subject?: string): Promise<TestClient>
  token(role: Role, authorityCode?: string, subject?: string): Promise<string>
  /** A client that sends the authorization header that it is given, or none. */
  with(token?: string): TestClient
  urls: DatabaseUrls
  appPool: Pool
  /** The journal's connections. */
  journal: Pool
  ownerPool: Pool
}

/** Builds the service on a new database. */
export async function testApp(t: Test, options: TestAppOptions = {}): Promise<TestApp> {
  const { urls, appPool, ownerPool } =
    options.database ?? (await testDatabase(t, { contents: 'reference', ...options }))
  const secret = randomBytes(32)
  const journal = createPool({ url: urls.app, name: 'test journal', max: 1 })
  t.teardown(() => journal.end())
  const sender = options.sending && createPool({ url: urls.sender, name: 'test sender', max: 4 })
  const listener = options.sending && createPool({ url: urls.listener, name: 'test listener', max: 1 })
  t.teardown(() => Promise.all([sender?.end(), listener?.end()]))
  const app = await buildApp({
    pool: appPool,
    ...(options.replicas && { replicas: options.replicas }),
    journal,
    ...(sender &&
      listener && {
        events: {
          sender,
          listener,
          sealing: options.sealing,
          settings: { loopback: true, ...options.sending },
        },
      }),
    daily: options.daily,
    sandboxes: { owner: ownerPool },
    ...(options.attentionEveryMs && { attentionEveryMs: options.attentionEveryMs }),
    ...(options.valuesEveryMs && { valuesEveryMs: options.valuesEveryMs }),
    verify: options.verify ?? rememberTokens(demonstrationVerifier(secret)),
    authorizationUri: options.authorizationUri,
    signIn: options.signIn ?? { kind: 'demonstration', authorityCode: CHESHIRE_EAST },
    clock: options.clock ?? (() => new Date(DAY)),
    logger: options.logger ?? false,
    publicUrl: options.publicUrl,
    contact: options.contact,
    ...(options.trustedProxies && { trustedProxies: options.trustedProxies }),
    limits: {
      requestsPerMinute: 1e6,
      failuresPerMinute: 1e6,
      bodyBytes: 1_048_576,
      uploadBytes: 33_554_432,
      requestTimeoutMs: 60_000,
      factsBytes: 67_108_864,
      ...options.limits,
    },
  })
  t.teardown(() => app.close())
  const url = options.listen ? await app.listen({ host: '127.0.0.1', port: 0 }) : ''
  await app.ready()
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const send = options.listen ? bySocket(url, agent) : byInjection(app)
  const withToken = (token?: string) => clientOf(send, token ? { authorization: `Bearer ${token}` } : {})
  const token: TestApp['token'] = (role, authorityCode = CHESHIRE_EAST, subject = `${role}@example.test`) =>
    signDemonstrationToken(secret, { role, authorityCode, subject })
  return {
    app,
    url,
    token,
    as: async (...who) => withToken(await token(...who)),
    with: withToken,
    urls,
    appPool,
    journal,
    ownerPool,
  }
}

/** A client of a service that listens somewhere, with a token. */
export const clientAt = (url: string, token: string): TestClient =>
  clientOf(bySocket(url, new Agent({ keepAlive: false })), { authorization: `Bearer ${token}` })

interface Sent {
  method: string
  path: string
  headers: Headers
  payload: string | Buffer | undefined
}
interface Received {
  status: number
  headers: Headers
  text: string
}
type Send = (sent: Sent) => Promise<Received>

function byInjection(app: FastifyInstance): Send {
  return async ({ method, path, headers, payload }) => {
    const answer = await app.inject({
      method: method,
      url: path,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    return { status: answer.statusCode, headers: answer.headers as Headers, text: answer.body }
  }
}

/** Without `fetch`, which takes three times the work. */
function bySocket(url: string, agent: Agent): Send {
  return async ({ method, path, headers, payload }) => {
    const outgoing = request(url + path, { method, headers, agent }).end(payload)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers as Headers,
      text: await text(answer),
    }
  }
}

/** Remembers what it said of a token: most requests of a test send the same few. */
function rememberTokens(verify: VerifyToken): VerifyToken {
  const answers = new Map<string, ReturnType<VerifyToken>>()
  return (token) => {
    const answer = answers.get(token) ?? verify(token)
    answers.set(token, answer)
    return answer
  }
}

function clientOf(send: Send, own: Headers): TestClient {
  const ask = async <T>(method: string, path: string, body?: unknown, headers: Headers = {}) => {
    const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
    const type: Headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const payload = raw ? body : JSON.stringify(body)
    const answer = await send({ method, path, headers: { ...own, ...type, ...headers }, payload })
    const json = /^application\/([\w.]+\+)?json/.test(answer.headers['content-type'] ?? '')
    return {
      status: answer.status,
      headers: answer.headers,
      body: (json && answer.text ? JSON.parse(answer.text) : answer.text) as T,
    }
  }
  return {
    send: ask,
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: (path, body, headers) => ask('POST', path, body, headers),
    patch: (path, body, headers) => ask('PATCH', path, body, headers),
    del: (path, headers) =>
      ask('DELETE', path, undefined, { 'change-reason': 'Recorded by mistake.', ...headers }),
  }
}
