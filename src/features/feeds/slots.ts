import { Problem } from '../../platform/http/problem.ts'

/** How long a pull waits for its turn before it is refused, and when the caller may try again. */
const WAIT_MS = 20_000
const RETRY_SECONDS = 15
/** Pulls of one authority that wait at once. */
const MOST_WAITING = 20

interface Waiting {
  authority: string
  grant: () => void
}

/** Slots for work on whole sets, each of which takes a connection and a transaction: a few of the process, fewer of one authority. */
export class Slots {
  readonly #most: number
  readonly #mostOfOne: number
  readonly #inUse = new Map<string, number>()
  readonly #waiting = new Set<Waiting>()

  constructor(most: number) {
    this.#most = most
    this.#mostOfOne = Math.ceil(most / 2)
  }

  /**
   * Takes a slot, when there is one, and resolves to what gives it back.
   * @throws {Problem} too-many-requests where the authority has all of its slots in use, unavailable where the process has
   */
  async take(authority: string): Promise<() => void> {
    if (!this.#isFree(authority)) await this.#turn(authority)
    else this.#count(authority, 1)
    return () => {
      this.#count(authority, -1)
      this.#grantNext()
    }
  }

  /** Waits until a slot is counted as this authority's. */
  #turn(authority: string): Promise<void> {
    if ([...this.#waiting].filter((entry) => entry.authority === authority).length >= MOST_WAITING)
      return Promise.reject(this.#refusal(authority))
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        this.#waiting.delete(entry)
        reject(this.#refusal(authority))
      }, WAIT_MS)
      const entry: Waiting = {
        authority,
        grant: () => {
          clearTimeout(timeout)
          this.#waiting.delete(entry)
          this.#count(authority, 1)
          resolve()
        },
      }
      this.#waiting.add(entry)
    })
  }

  #grantNext(): void {
    for (const entry of this.#waiting) if (this.#isFree(entry.authority)) entry.grant()
  }

  #usedBy(authority: string): number {
    return this.#inUse.get(authority) ?? 0
  }

  #isFree(authority: string): boolean {
    const total = [...this.#inUse.values()].reduce((sum, count) => sum + count, 0)
    return total < this.#most && this.#usedBy(authority) < this.#mostOfOne
  }

  #count(authority: string, change: 1 | -1): void {
    const count = this.#usedBy(authority) + change
    if (count === 0) this.#inUse.delete(authority)
    else this.#inUse.set(authority, count)
  }

  #refusal(authority: string): Problem {
    const headers = { 'retry-after': String(RETRY_SECONDS) }
    return this.#usedBy(authority) >= this.#mostOfOne
      ? new Problem('too-many-requests', 'Your authority has as many pulls under way as it may.', [], headers)
      : new Problem('unavailable', 'The service has as many pulls under way as it can.', [], headers)
  }
}
