import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Credential } from './credentials.ts'
import { Problem } from './problem.ts'

const MINUTE_S = 60
/** How many accepted credentials are remembered, the latest ones. */
const REMEMBERED = 10_000

/**
 * Counts refused credentials, by the address that they come from and by the key that they name, and refuses more of them
 * for the rest of a minute. A credential that this process has accepted before is still looked at, so that nobody can
 * lock a working system out by sending wrong ones. Each process counts for itself.
 */
export class FailedAttempts {
  readonly #limiter: RateLimiterMemory
  readonly #most: number
  /** Hashes of accepted credentials, the latest last. */
  readonly #accepted = new Set<string>()

  constructor(perMinute: number) {
    this.#most = perMinute
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S })
  }

  /** @throws {Problem} too-many-requests, when too many of its source were refused within the minute */
  async refuseIfTooMany(address: string, credential: Credential): Promise<void> {
    if (this.#accepted.has(hashOf(credential))) return
    for (const source of sourcesOf(address, credential)) {
      const count = await this.#limiter.get(source)
      if (count === null || count.consumedPoints < this.#most) continue
      throw new Problem(
        'too-many-requests',
        'Too many credentials from this address, or with the prefix of this key, were refused.',
        [],
        { 'retry-after': String(Math.max(1, Math.ceil(count.msBeforeNext / 1000))) },
      )
    }
  }

  async count(address: string, credential: Credential): Promise<void> {
    this.#accepted.delete(hashOf(credential))
    for (const source of sourcesOf(address, credential)) await this.#limiter.penalty(source)
  }

  remember(credential: Credential): void {
    const hash = hashOf(credential)
    this.#accepted.delete(hash)
    this.#accepted.add(hash)
    if (this.#accepted.size <= REMEMBERED) return
    const [oldest] = this.#accepted
    if (oldest !== undefined) this.#accepted.delete(oldest)
  }
}

/** The names under which an attempt is counted. */
function sourcesOf(address: string, credential: Credential): string[] {
  const key = credential.kind === 'key' ? [`key ${credential.key.prefix}`] : []
  return [`address ${networkOf(address)}`, ...key]
}

/** An IPv4 address; of IPv6 its first 64 bits, as one subscriber has all addresses below them. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!isIPv6(plain)) return plain
  const [head = [], tail = []] = plain.split('::').map((part) => part.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}

const hashOf = ({ text }: Credential) => createHash('sha256').update(text).digest('base64')
