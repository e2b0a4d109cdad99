import { dailyAnswerOf, type DailyAnswer } from '../../../../domain/daily-collection/answers.ts'
import type { DailyChild } from '../../../../domain/daily-collection/child.ts'
import { authorities } from '../../../../domain/geography/authorities.ts'
import type { DailyReceiverSettings } from '../../../../platform/http/daily-receivers.ts'

/** Bytes of an answer that are read. */
const MOST_BYTES = 262_144
/** A token is not used in its last minute. */
const SPARE_MS = 60_000

/** What node says of a connection that never was, so that nothing can have been taken. */
const unreachable = [
  'econnrefused',
  'enotfound',
  'eai-again',
  'ehostunreach',
  'enetunreach',
  'und-err-connect-timeout',
]

class NoToken extends Error {
  readonly isRefused: boolean

  constructor(isRefused: boolean) {
    super('no token')
    this.isRefused = isRefused
  }
}

const noToken = (isRefused: boolean): DailyAnswer =>
  isRefused
    ? { kind: 'barred', status: null, fault: 'sign-in-refused' }
    : { kind: 'busy', status: null, retryAfterMs: null, fault: 'no-token' }

/** The bearer token of an answer (RFC 6749 section 5.1), with the seconds for which it is good: five minutes unless it says. */
function tokenOf(text: string): { value: string; seconds: number } | undefined {
  try {
    const { access_token: value, expires_in: seconds } = JSON.parse(text) as Record<string, unknown>
    return typeof value === 'string' ? { value, seconds: Number(seconds) || 300 } : undefined
  } catch {
    return undefined
  }
}

/** A receiver of the daily collection, signed in by client credentials (OAuth 2.0, RFC 6749 section 4.4). */
export class DailyReceiver {
  readonly #settings: DailyReceiverSettings
  readonly #timeoutMs: number
  readonly #address: string
  #token: { value: string; expiresAt: number } | undefined

  constructor(settings: DailyReceiverSettings, timeoutMs: number) {
    this.#settings = settings
    this.#timeoutMs = timeoutMs
    const laCode = authorities.find(({ code }) => code === settings.authorityCode)?.oldCode
    this.#address = `${settings.url}/children_social_care_data/${laCode}/children`
  }

  /**
   * Sends children once, and once more with a new token where the token is refused.
   * @throws when `signal` aborts
   */
  async send(records: readonly DailyChild[], signal: AbortSignal): Promise<DailyAnswer> {
    try {
      const earlierToken = this.#token
      const answer = await this.#post(records, await this.#signIn(signal), signal)
      if (answer.status !== 401 || earlierToken === undefined) return answer
      return await this.#post(records, await this.#signIn(signal), signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof NoToken) return noToken(error.isRefused)
      const code = codeOf(error)
      return unreachable.includes(code)
        ? { kind: 'busy', status: null, retryAfterMs: null, fault: 'not-reached' }
        : { kind: 'unanswered', status: null, fault: code }
    }
  }

  async #post(records: readonly DailyChild[], token: string, signal: AbortSignal): Promise<DailyAnswer> {
    const { status, text, retryAfter } = await this.#call(this.#address, signal, {
      headers: {
        authorization: `Bearer ${token}`,
        supplierkey: this.#settings.supplierKey,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify(records),
    })
    const answer = dailyAnswerOf({ status, text, retryAfter }, { children: records.length, now: new Date() })
    if (status === 401) this.#token = undefined
    return answer
  }

  /** @throws {NoToken} */
  async #signIn(signal: AbortSignal): Promise<string> {
    if (this.#token && Date.now() < this.#token.expiresAt) return this.#token.value
    const { clientId, clientSecret, scope, tokenUrl } = this.#settings
    const answer = await this.#call(tokenUrl, signal, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        ...(scope && { scope }),
      }).toString(),
    }).catch(() => undefined)
    signal.throwIfAborted()
    if (answer === undefined) throw new NoToken(false)
    const { status, text } = answer
    if (status !== 200) throw new NoToken(status >= 400 && status < 500 && status !== 408 && status !== 429)
    const token = tokenOf(text)
    if (token === undefined) throw new NoToken(false)
    this.#token = { value: token.value, expiresAt: Date.now() + token.seconds * 1000 - SPARE_MS }
    return token.value
  }

  /** Posts and reads the answer, within the time limit. Redirects are not followed, as records must not travel on. */
  async #call(
    url: string,
    signal: AbortSignal,
    { headers, body }: { headers: Record<string, string>; body: string },
  ): Promise<{ status: number; text: string; retryAfter: string | null }> {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...headers, 'user-agent': 'Sufficiency' },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]),
    })
    const text = await firstText(response)
    return { status: response.status, text, retryAfter: response.headers.get('retry-after') }
  }
}

async function firstText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= MOST_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8')
}

/** A short code for why there was no answer, such as `econnrefused`. It contains no text that the receiver chose. */
function codeOf(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return 'timed-out'
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } }
  const first = typeof code === 'string' ? code : cause?.code
  return typeof first === 'string' ? first.toLowerCase().replaceAll('_', '-') : 'no-answer'
}
