import type { Facts } from './columns.ts'
import type { Question } from './question.ts'
import type { Tally } from './tallies.ts'

/** About what a group takes beside its numbers. */
const bytesOfGroup = 400
/** Answers of facts that take little have this much room. */
const leastBytes = 256 * 1024
/** An answer is kept if so many of its size have room. */
const leastAnswers = 8

const bytesOf = (tallies: readonly Tally[]): number =>
  tallies.reduce(
    (sum, { numerator, quartiles }) => sum + bytesOfGroup + (quartiles ? 6 : 3) * numerator.byteLength,
    0,
  )

/**
 * What questions came to that were asked of some facts. As facts never change (others take their place), nor does what they come
 * to. Takes as much memory as the facts at most; the answers used longest ago make way.
 */
class KeptTallies {
  private readonly answers = new Map<string, readonly Tally[]>()
  private readonly maxBytes: number
  private bytes = 0

  constructor(facts: Facts) {
    this.maxBytes = Math.max(facts.bytes, leastBytes)
  }

  find(key: string): readonly Tally[] | undefined {
    const tallies = this.answers.get(key)
    if (tallies === undefined) return undefined
    this.answers.delete(key)
    this.answers.set(key, tallies)
    return tallies
  }

  keep(key: string, tallies: readonly Tally[]): void {
    const bytes = bytesOf(tallies)
    if (bytes * leastAnswers > this.maxBytes) return
    this.answers.set(key, tallies)
    this.bytes += bytes
    for (const [oldestKey, oldest] of this.answers) {
      if (this.bytes <= this.maxBytes) return
      this.answers.delete(oldestKey)
      this.bytes -= bytesOf(oldest)
    }
  }
}

const keptByFacts = new WeakMap<Facts, KeptTallies>()

/** What is kept of some facts, for as long as there are the facts. */
export function keptTallies(facts: Facts): KeptTallies {
  const answers = keptByFacts.get(facts) ?? new KeptTallies(facts)
  keptByFacts.set(facts, answers)
  return answers
}

/** What an answer depends on beside the facts and how it is divided. */
export const keyOfQuestion = ({ measure, points, starts, cohort }: Question): string =>
  JSON.stringify([measure, points, starts, cohort])
