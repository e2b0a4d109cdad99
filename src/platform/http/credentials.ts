import type { IncomingMessage } from 'node:http'
import { readServiceKey, type ServiceKey } from './service-key.ts'

/** What a request brings to say who sends it. */
export type Credential =
  | { kind: 'token'; text: string }
  | { kind: 'key'; text: string; key: ServiceKey }
  /** Something that is neither, such as a person's password. */
  | { kind: 'unreadable'; text: string }

/** A credential does not count. `reason` is for the log; `message` for the caller, who has the credential. */
export class CredentialRefused extends Error {
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.reason = reason
  }
}

/** The query parameter in which a service key may be sent, by clients that can set no header. */
export const KEY_PARAMETER = 'key'

/**
 * Reads the header `Authorization`: a bearer token, or a service key as bearer or as the password of Basic, whatever the
 * user name. Null when it brings nothing; `Bearer` alone, which Power BI sends to be told where to sign in, is nothing.
 */
export function credentialOf(authorization: string | undefined): Credential | null {
  const [, scheme = '', text = ''] = /^(\S+)\s*(.*)$/.exec(authorization?.trim() ?? '') ?? []
  if (scheme === '' || (text === '' && /^(bearer|basic)$/i.test(scheme))) return null
  if (/^bearer$/i.test(scheme)) return readCredential(text)
  if (/^basic$/i.test(scheme)) {
    const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(text, 'base64').toString()) ?? []
    const key = readServiceKey(password)
    return key ? { kind: 'key', text: password, key } : { kind: 'unreadable', text: password }
  }
  return { kind: 'unreadable', text }
}

function readCredential(text: string): Credential {
  const key = readServiceKey(text)
  if (key) return { kind: 'key', text, key }
  return { kind: /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? 'token' : 'unreadable', text }
}

/**
 * Takes a service key out of a request's address, before anything reads that, and puts it where other clients send it: in
 * the header `Authorization`, unless there is one. So no log, error, link or redirect can contain it.
 * @returns the address without the key
 */
export function moveKeyToHeader(request: IncomingMessage & { originalUrl?: string }): string {
  const address = request.url ?? '/'
  const start = address.indexOf('?')
  if (start < 0) return address
  const parts = address.slice(start + 1).split('&')
  const rest = parts.filter((part) => parameterName(part) !== KEY_PARAMETER)
  if (rest.length === parts.length) return address
  const [first = ''] = parts.filter((part) => parameterName(part) === KEY_PARAMETER)
  if (credentialOf(request.headers.authorization) === null) {
    request.headers.authorization = `Bearer ${decode(first.slice(first.indexOf('=') + 1))}`
  }
  const path = address.slice(0, start)
  request.originalUrl = rest.length > 0 ? `${path}?${rest.join('&')}` : path
  return request.originalUrl
}

const parameterName = (part: string) => decode(part.split('=', 1)[0] ?? '')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
