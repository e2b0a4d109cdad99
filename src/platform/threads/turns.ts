import { Problem } from '../http/problem.ts'

/** So much of one owner, and of everybody together. */
interface Limit {
  ofOwner: number
  ofAll: number
}

interface Limits {
  /** How much is done at once. */
  atOnce: Limit
  /** How much may wait for its turn. */
  waiting: Limit
}

interface Waiting {
  owner: string
  start: () => void
}

/**
 * Turns at what there is little of: some are had at once, each owner has a share of them, and whoever has the fewest is next, of
 * these who waits longest. More than may wait is refused, so that neither memory nor files pile up behind what is slow.
 */
export class Turns {
  readonly #limits: Limits
  /** By owner, how many turns it has. */
  readonly #working = new Map<string, number>()
  #workingOfAll = 0
  readonly #waiting: Waiting[] = []

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** @throws {Problem} unavailable, where too much waits already */
  async take<T>(owner: string, work: () => Promise<T>): Promise<T> {
    if (this.#mayStart(owner)) this.#count(owner, 1)
    else await this.#wait(owner)
    try {
      return await work()
    } finally {
      this.#count(owner, -1)
      this.#startNext()
    }
  }

  #turnsOf(owner: string): number {
    return this.#working.get(owner) ?? 0
  }

  #count(owner: string, change: 1 | -1): void {
    const count = this.#turnsOf(owner) + change
    if (count === 0) this.#working.delete(owner)
    else this.#working.set(owner, count)
    this.#workingOfAll += change
  }

  #mayStart(owner: string): boolean {
    const { ofOwner, ofAll } = this.#limits.atOnce
    return this.#workingOfAll < ofAll && this.#turnsOf(owner) < ofOwner
  }

  #startNext(): void {
    const [next] = this.#waiting
      .filter(({ owner }) => this.#mayStart(owner))
      .sort((a, b) => this.#turnsOf(a.owner) - this.#turnsOf(b.owner))
    if (next === undefined) return
    this.#waiting.splice(this.#waiting.indexOf(next), 1)
    this.#count(next.owner, 1)
    next.start()
  }

  #wait(owner: string): Promise<void> {
    const { ofOwner, ofAll } = this.#limits.waiting
    const own = this.#waiting.filter((one) => one.owner === owner).length
    if (own >= ofOwner || this.#waiting.length >= ofAll)
      throw new Problem(
        'unavailable',
        'As much of this waits for its turn already as may. Send it again when an answer has come.',
        [],
        { 'retry-after': '10' },
      )
    return new Promise((start) => this.#waiting.push({ owner, start }))
  }
}
