import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Principal } from '../../domain/access.ts'
import { etagOf } from '../http/etag.ts'
import { asInnerCaller } from '../http/inner-caller.ts'
import type { Fault } from '../http/problem.ts'
import type { UploadedFile } from '../http/uploads.ts'

/** The API refused what a page asked of it: the problem that any other client would have been sent. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal'
  readonly status: number
  readonly type: string
  readonly title: string
  readonly faults: readonly Fault[]

  constructor(body: { status: number; type: string; title: string; detail: string; errors?: Fault[] }) {
    super(body.detail)
    this.status = body.status
    this.type = body.type.replace('/problems/', '')
    this.title = body.title
    this.faults = body.errors ?? []
  }
}

/** For `catch`: what is not on record, or may not be read, is left out; any other refusal stays one. */
export function noneSeen(error: unknown): undefined {
  if (error instanceof ApiRefusal && error.status === 404) return undefined
  throw error
}

export interface ChangeHeaders {
  /** The idempotency key of the form: what is sent twice with it takes effect once. */
  key?: string
  /** The version that the person has seen, for actions on a record; null for whatever it is by now. */
  version?: number | null
  /** Why something is corrected. */
  reason?: string
}

/** An answer of the API in another form than JSON, as it stands. */
export interface ApiFile {
  bytes: Buffer
  /** What says how the bytes are to be read, and what they may do in a browser. */
  headers: Record<string, string>
}

const fileHeaders = ['content-type', 'content-security-policy']

interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  payload?: object | Readable | undefined
  headers?: Readonly<Record<string, string>>
}

const inFlightTries = 20
const inFlightPauseMs = 150

/** The API, called within the process by a page as the person who has signed in, for a stated purpose. */
export class InnerApi {
  readonly #app: FastifyInstance
  readonly #caller: Principal
  readonly #purpose: string

  constructor(app: FastifyInstance, caller: Principal, purpose: string) {
    this.#app = app
    this.#caller = caller
    this.#purpose = purpose
  }

  /**
   * Reads, with what broken glass opens where its id is given.
   * @throws {ApiRefusal}
   */
  async get<T>(url: string, { breakGlassId }: { breakGlassId?: string | undefined } = {}): Promise<T> {
    const headers: Call['headers'] = breakGlassId === undefined ? {} : { 'break-glass': breakGlassId }
    return (await this.#call({ method: 'GET', url, headers })).json<T>()
  }

  /**
   * Reads what the API answers in another form, such as `text/csv`: with a body by POST. Of a list it is every page of it.
   * @throws {ApiRefusal}
   */
  async file(url: string, accept: string, payload?: object): Promise<ApiFile> {
    const pieces: Buffer[] = []
    let headers: Record<string, string> = {}
    for (let next: string | undefined = url; next !== undefined;) {
      const answer = await this.#call({
        method: payload ? 'POST' : 'GET',
        url: next,
        payload,
        headers: { accept },
      })
      const { rawPayload: bytes } = answer
      // Each further page of a table begins with the same line of headings.
      pieces.push(pieces.length === 0 ? bytes : bytes.subarray(bytes.indexOf('\n') + 1))
      headers = Object.fromEntries(
        fileHeaders.flatMap((name) => {
          const value = answer.headers[name]
          return value === undefined ? [] : [[name, String(value)]]
        }),
      )
      next = /<([^>]*)>; rel="next"/.exec(String(answer.headers.link))?.[1]
    }
    return { bytes: Buffer.concat(pieces), headers }
  }

  /**
   * Sends a body. A second sending of the same form waits for the first to be carried out, and is answered like it.
   * @throws {ApiRefusal}
   */
  post<T>(url: string, body: object, changes: ChangeHeaders = {}): Promise<T> {
    return this.#change<T>(() => ({ method: 'POST', url, payload: body }), changes)
  }

  /** Changes fields of a record. @throws {ApiRefusal} */
  patch<T>(url: string, body: object, changes: ChangeHeaders): Promise<T> {
    return this.#change<T>(() => ({ method: 'PATCH', url, payload: body }), changes)
  }

  /** Removes a record. @throws {ApiRefusal} */
  async remove(url: string, changes: ChangeHeaders): Promise<void> {
    await this.#call({ method: 'DELETE', url, headers: headersOf(changes) })
  }

  /** Sends files with the fields of a form, as `post` sends a body. @throws {ApiRefusal} */
  upload<T>(
    url: string,
    { files, fields }: { files: readonly UploadedFile[]; fields: Readonly<Record<string, string>> },
    changes: ChangeHeaders = {},
  ): Promise<T> {
    const boundary = randomUUID()
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    const callOf = () => {
      const payload = Readable.from(multipart(boundary, files, fields))
      return { method: 'POST' as const, url, payload, headers }
    }
    return this.#change<T>(callOf, changes)
  }

  /** Calls until no other sending of the same form is under way. A stream is read once, so that each call has its own. */
  async #change<T>(callOf: () => Call, changes: ChangeHeaders): Promise<T> {
    for (let tries = 1; ; tries++) {
      const call = callOf()
      try {
        return (await this.#call({ ...call, headers: { ...call.headers, ...headersOf(changes) } })).json<T>()
      } catch (error) {
        if (!(error instanceof ApiRefusal && error.type === 'request-in-flight') || tries === inFlightTries)
          throw error
        await sleep(inFlightPauseMs)
      }
    }
  }

  async #call({ method, url, payload, headers }: Call) {
    const answer = await asInnerCaller(this.#caller, async () =>
      this.#app.inject({
        method,
        url,
        headers: { 'access-purpose': this.#purpose, ...headers },
        ...(payload && { payload }),
      }),
    )
    if (answer.statusCode >= 400) throw new ApiRefusal(answer.json())
    return answer
  }
}

function headersOf({ key, version, reason }: ChangeHeaders): Record<string, string> {
  return {
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(version !== undefined && { 'if-match': version === null ? '*' : etagOf(version) }),
    ...(reason !== undefined && { 'change-reason': reason }),
  }
}

/** The text of a form with files (RFC 7578), file by file as it is read. */
async function* multipart(
  boundary: string,
  files: readonly UploadedFile[],
  fields: Readonly<Record<string, string>>,
): AsyncGenerator<Buffer> {
  const head = (disposition: string) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`)
  for (const [name, value] of Object.entries(fields)) {
    yield head(`name="${name}"`)
    yield Buffer.from(`${value}\r\n`)
  }
  for (const { name, path } of files) {
    yield head(`name="files"; filename="${name.replaceAll('"', '%22')}"`)
    yield* createReadStream(path) as AsyncIterable<Buffer>
    yield Buffer.from('\r\n')
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}
