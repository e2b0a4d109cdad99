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
import { APP_ROLE, createPool, SENDER_ROLE } from '../../src/platform/db/pool.ts'
import type { VerifyToken } from '../../src/platform/http/auth.ts'
import { demonstrationVerifier, signDemonstrationToken } from '../../src/platform/http/tokens.ts'
import { testDatabase, type Tap } from './database.ts'
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
  /** Whether to publish events and deliver them to webhooks; by default not. */
  sending?: Partial<EventSettings>
  /** How often to tell of new rows of the attention list; by default only when asked. */
  attentionEveryMs?: number
  /** A proxy for the application's connections; see `Tap`. */
  tap?: Tap
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
  appPool: Pool
  /** The journal's connections. */
  journal: Pool
  ownerPool: Pool
}

/** Builds the service on a new database. */
export async function testApp(t: Test, options: TestAppOptions = {}): Promise<TestApp> {
  const {
    url: databaseUrl,
    appPool,
    ownerPool,
  } = await testDatabase(t, { contents: 'reference', ...options })
  const secret = randomBytes(32)
  const journal = createPool({ url: databaseUrl, name: 'test journal', max: 1, role: APP_ROLE })
  t.teardown(() => journal.end())
  const sender =
    options.sending && createPool({ url: databaseUrl, name: 'test sender', max: 4, role: SENDER_ROLE })
  t.teardown(() => sender?.end())
  const app = await buildApp({
    pool: appPool,
    journal,
    ...(sender && { events: { sender, settings: { loopback: true, ...options.sending } } }),
    ...(options.attentionEveryMs && { attentionEveryMs: options.attentionEveryMs }),
    verify: options.verify ?? rememberTokens(demonstrationVerifier(secret)),
    authorizationUri: options.authorizationUri,
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
    appPool,
    journal,
    ownerPool,
  }
}

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
