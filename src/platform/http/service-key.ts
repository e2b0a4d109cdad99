import { createHash, randomBytes } from 'node:crypto'

/** What every service key begins with, by which scanners for secrets find one in a file. */
const MARK = 'sufk_'
const PREFIX_BYTES = 6
const SECRET_BYTES = 32
const form = /^sufk_([0-9a-f]{12})_[\w-]{43}$/

/** A service key as it is sent, with the parts by which it is looked up. */
export interface ServiceKey {
  /** The readable part that names it in lists and in the log; not secret. */
  prefix: string
  /** SHA-256 of the whole key. No slower hash is needed: 256 random bits can't be guessed. */
  hash: Buffer
}

/** Makes a service key. Its text is shown once and stored nowhere. */
export function makeServiceKey(): { text: string; key: ServiceKey } {
  const prefix = randomBytes(PREFIX_BYTES).toString('hex')
  const text = `${MARK}${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`
  return { text, key: { prefix, hash: hashOf(text) } }
}

/** Reads a service key; null when the text has not the form of one. */
export function readServiceKey(text: string): ServiceKey | null {
  const prefix = form.exec(text)?.[1]
  return prefix === undefined ? null : { prefix, hash: hashOf(text) }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest()
