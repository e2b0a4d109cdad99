import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import type { DailyReceiverSettings } from '../../../src/platform/http/daily-receivers.ts'
import { CHESHIRE_EAST } from '../../support/app.ts'

/*
 * A service that behaves as openapi.json 1.0.1 of github.com/DFE-Digital/children-in-social-care-schemas (aa2640d) says: its
 * path, its hundred records, lengths and patterns, statuses 200, 204, 400, 401, 403, 413 and 429, a receipt, and `purge`. Of
 * sign-in it says nothing: client credentials, a bearer token and the header SupplierKey are as the sender of
 * github.com/data-to-insight/dfe-csc-api-data-flows (41e6f19) has them, which has seen refusals name records as `[3]`.
 */

export interface SentStay {
  child_looked_after_placement_id: string
  start_date?: string
  purge: boolean
}
export interface SentCare {
  social_care_episode_id: string
  child_looked_after_placements: SentStay[]
  purge: boolean
}
export interface SentRecord {
  la_child_id: string
  child_details?: Record<string, unknown>
  social_care_episodes?: SentCare[]
  purge: boolean
}

/** What it does with a request: takes it, answers something else, or breaks off. */
export type Behaviour =
  | 'take'
  /** Takes it, and cuts the connection before it answers. */
  | 'take-and-cut'
  | 'take-and-hang'
  | 'cut'
  | { status: number; body?: string; headers?: Record<string, string> }

export interface FakeRequest {
  path: string
  records: SentRecord[]
  status: number | null
}

export interface FakeCollection {
  settings(changes?: Partial<DailyReceiverSettings>): DailyReceiverSettings
  /** As `DAILY_COLLECTION` says it. */
  variable(): string
  /** The requests that came with a good token, in order. */
  requests: FakeRequest[]
  /** Tokens given. */
  tokens: string[]
  /** What it has: each child with its periods of care and placements. */
  children: Map<string, { details: unknown; care: Map<string, Map<string, SentStay>> }>
  behave(how: (records: SentRecord[], count: number) => Behaviour): void
  /** Makes every token expire that was given. */
  expireTokens(): void
  /** What the token service answers; 200 by default. */
  tokenStatus: number
  /** Waits for a number of requests. */
  until(count: number): Promise<void>
}

const credentials = {
  clientId: 'client',
  clientSecret: 'a-secret-of-the-client',
  supplierKey: 'a-supplier-key',
}

export async function aCollection(t: Test, { host = '127.0.0.1' } = {}): Promise<FakeCollection> {
  let behave: (records: SentRecord[], count: number) => Behaviour = () => 'take'
  let good = new Set<string>()
  let wake = () => {}
  const hanging = new Set<ServerResponse>()

  const server = createServer((request, response) => {
    void (request.url === '/token' ? signIn(request, response) : receive(request, response))
  })
  server.listen(0, host)
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://${host}:${(server.address() as AddressInfo).port}`

  async function signIn(request: IncomingMessage, response: ServerResponse) {
    const form = new URLSearchParams(await text(request))
    const isKnown =
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_id') === credentials.clientId &&
      form.get('client_secret') === credentials.clientSecret &&
      form.get('scope') === 'collection/.default'
    const status = collection.tokenStatus !== 200 ? collection.tokenStatus : isKnown ? 200 : 401
    response.writeHead(status, { 'content-type': 'application/json' })
    if (status !== 200) return response.end('{"error":"invalid_client"}')
    const token = randomUUID()
    good.add(token)
    collection.tokens.push(token)
    return response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3599 }))
  }

  async function receive(request: IncomingMessage, response: ServerResponse) {
    const body = await text(request)
    const answer = (status: number, words = '', headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(words)
    }
    if (!good.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) return answer(401)
    if (request.headers.supplierkey !== credentials.supplierKey) return answer(403)
    if (
      request.method !== 'POST' ||
      !/^\/children_social_care_data\/\d{3}\/children$/.test(request.url ?? '')
    )
      return answer(404)
    const records = JSON.parse(body) as SentRecord[]
    const seen: FakeRequest = { path: request.url ?? '', records, status: null }
    const how = behave(records, collection.requests.push(seen))
    try {
      if (typeof how === 'object') return answer((seen.status = how.status), how.body, how.headers)
      if (how === 'cut') return void request.socket.destroy()
      const [status, words] = take(records)
      if (how === 'take-and-cut') return void request.socket.destroy()
      if (how === 'take-and-hang') return void hanging.add(response)
      return answer((seen.status = status), words)
    } finally {
      wake()
    }
  }

  function take(records: SentRecord[]): [number, string] {
    if (records.length > 100) return [413, '']
    const faults = records.flatMap((record, n) => faultsOf(record).map((fault) => `[${n}]${fault}`))
    if (faults.length > 0) return [400, JSON.stringify({ message: faults.join('; ') })]
    for (const record of records) apply(record)
    return [200, JSON.stringify(records.map(() => `2026-05-19_10:00:00.00_${randomUUID()}.json`))]
  }

  /** As `purge` is described: what is named is put in place of what was, or removed; what is not named remains. */
  function apply({
    la_child_id: id,
    purge,
    child_details: details,
    social_care_episodes: episodes = [],
  }: SentRecord) {
    if (purge) return collection.children.delete(id)
    const child = collection.children.get(id) ?? {
      details: undefined,
      care: new Map<string, Map<string, SentStay>>(),
    }
    collection.children.set(id, child)
    child.details = details ?? child.details
    for (const {
      social_care_episode_id: careId,
      child_looked_after_placements: stays,
      ...care
    } of episodes) {
      if (care.purge) {
        child.care.delete(careId)
        continue
      }
      const here = child.care.get(careId) ?? new Map<string, SentStay>()
      child.care.set(careId, here)
      for (const stay of stays)
        if (stay.purge) here.delete(stay.child_looked_after_placement_id)
        else here.set(stay.child_looked_after_placement_id, stay)
    }
    return undefined
  }

  const collection: FakeCollection = {
    settings: (changes = {}) => ({
      authorityCode: CHESHIRE_EAST,
      kind: 'test',
      url,
      tokenUrl: `${url}/token`,
      scope: 'collection/.default',
      ...credentials,
      hour: 2,
      ...changes,
    }),
    variable() {
      const { authorityCode: authority, kind: receiver, ...rest } = collection.settings()
      return JSON.stringify([{ authority, receiver, madeUpRecords: true, ...rest }])
    },
    requests: [],
    tokens: [],
    children: new Map(),
    behave: (how) => (behave = how),
    expireTokens: () => (good = new Set()),
    tokenStatus: 200,
    async until(count) {
      while (collection.requests.length < count) await new Promise<void>((resolve) => (wake = resolve))
    },
  }
  return collection
}

/** The longest that openapi.json takes of each text. */
const longest: Record<string, number> = {
  ...{ la_child_id: 20, mis_child_id: 36, unique_pupil_number: 13, unique_pupil_number_unknown_reason: 4 },
  ...{ date_of_birth: 10, sex: 1, ethnicity: 4, uasc_end_date: 10, social_care_episode_id: 36 },
  ...{ child_looked_after_placement_id: 36, start_date: 10, start_reason: 1, placement_type: 3, postcode: 8 },
  ...{ end_date: 10, end_reason: 3, change_reason: 6 },
}

function faultsOf(record: SentRecord): string[] {
  const faults: string[] = []
  if (!/^[A-Za-z0-9]+$/.test(record.la_child_id)) faults.push('.la_child_id')
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`
      if (typeof inner !== 'string') visit(inner, step)
      else if (!(inner.length <= (longest[name] ?? 0))) faults.push(step)
    }
  }
  visit(record, '')
  return faults
}
