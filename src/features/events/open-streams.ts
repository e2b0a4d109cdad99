import { Problem } from '../../platform/http/problem.ts'

/** The streams of events that this process sends, counted by whom they are sent to, so that nobody takes all of them. */
export class OpenStreams {
  readonly #most: { perSubject: number; inAll: number }
  readonly #counts = new Map<string, number>()
  #total = 0

  constructor(most: { perSubject: number; inAll: number }) {
    this.#most = most
  }

  /**
   * Counts one more stream of a subject.
   * @returns what to call when it has ended
   * @throws {Problem} too-many-requests where the subject has as many as it may; unavailable where the process has
   */
  enter(subject: string): () => void {
    const count = this.#counts.get(subject) ?? 0
    const later = { 'retry-after': '30' }
    if (count >= this.#most.perSubject)
      throw new Problem(
        'too-many-requests',
        `${count} streams of events are sent to you already: end one, or read the feed.`,
        [],
        later,
      )
    if (this.#total >= this.#most.inAll)
      throw new Problem('unavailable', 'As many streams of events are being sent as can be.', [], later)
    this.#counts.set(subject, count + 1)
    this.#total++
    return () => {
      this.#total--
      const rest = (this.#counts.get(subject) ?? 1) - 1
      if (rest > 0) this.#counts.set(subject, rest)
      else this.#counts.delete(subject)
    }
  }
}
