import type { Labels } from '../codes.ts'
import { faultsOfAnswer, type DailyFault } from './fields.ts'

/** Why a push stopped before its end, and what would be right. */
export const pushFaults = {
  'sign-in-refused':
    'The token service refuses the client: check tokenUrl, scope, clientId and clientSecret.',
  'credentials-refused': 'The collection refuses a new token (401): check scope, clientId and supplierKey.',
  forbidden:
    'The collection forbids it (403): check supplierKey, that the client may send for this authority, and the firewall.',
  'not-there': 'There is nothing at the address (404): check url, and the code of the authority.',
  redirected: 'The address leads elsewhere: check url. Records are not sent on.',
  'no-content':
    'The collection says that there was no content (204), and takes nothing: ask the Department for Education.',
  'not-understood':
    'The collection gives a status that its description does not have: ask the Department for Education.',
  'no-token':
    'The token service does not answer: check tokenUrl and the way to it. The next push tries again.',
  'not-reached': 'The collection is not reached: check url and the way to it. The next push tries again.',
  'too-soon': 'The collection asks to wait (429): the next push comes then.',
  'no-answer': 'No answer came, or an error: the next push sends it again.',
} as const satisfies Labels
export type PushFault = keyof typeof pushFaults

/** What the collection answered to a request. */
export type DailyAnswer =
  /** It has the records: a receipt for each, or one for all. */
  | { kind: 'accepted'; status: number; receipts: string[] }
  /** It took none of them; some of them are named, with what is wrong. */
  | { kind: 'refused'; status: number; faults: Map<number, DailyFault[]>; text: string }
  /** It took none of them, and may take them later. */
  | { kind: 'busy'; status: number | null; retryAfterMs: number | null; fault: PushFault }
  /** It took none of them, and will take none until something is put right. */
  | { kind: 'barred'; status: number | null; fault: PushFault }
  /** Whether it took them is not known. */
  | { kind: 'unanswered'; status: number | null; fault: string }

const barring: Readonly<Record<number, PushFault>> = {
  204: 'no-content',
  401: 'credentials-refused',
  403: 'forbidden',
  404: 'not-there',
}
/** Statuses by which a request is refused for what is in it. openapi.json has 400 and 413. */
const refusing: readonly number[] = [400, 413, 415, 422]

/** Characters of an answer's text that are stored. */
export const mostTextOfAnswer = 2000

/**
 * Reads an answer. Taken is only what has a receipt (openapi.json: a text; as public senders have seen it: a list with a text for
 * each record), so that a page of a proxy with status 200 is none.
 */
export function dailyAnswerOf(
  { status, text, retryAfter }: { status: number; text: string; retryAfter: string | null },
  { children, now }: { children: number; now: Date },
): DailyAnswer {
  if (status === 200) {
    const receipts = receiptsOf(text, children)
    return receipts === null
      ? { kind: 'unanswered', status, fault: 'no-receipt' }
      : { kind: 'accepted', status, receipts }
  }
  if (status === 429)
    return { kind: 'busy', status, retryAfterMs: waitOf(retryAfter, now), fault: 'too-soon' }
  if (refusing.includes(status))
    return { kind: 'refused', status, faults: faultsOfAnswer(text), text: text.slice(0, mostTextOfAnswer) }
  if (status >= 500 || status === 408) return { kind: 'unanswered', status, fault: 'error' }
  if (status >= 300 && status < 400) return { kind: 'barred', status, fault: 'redirected' }
  return { kind: 'barred', status, fault: barring[status] ?? 'not-understood' }
}

function receiptsOf(text: string, children: number): string[] | null {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return null
  }
  const short = (receipt: unknown): receipt is string => typeof receipt === 'string' && receipt.length <= 200
  if (short(body)) return Array.from({ length: children }, () => body)
  return Array.isArray(body) && body.length === children && body.every(short) ? body : null
}

/** Milliseconds that `Retry-After` asks for: seconds, or a date of HTTP. Null where it says neither. */
function waitOf(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now.getTime()
  return Number.isNaN(ms) ? null : Math.max(ms, 0)
}
