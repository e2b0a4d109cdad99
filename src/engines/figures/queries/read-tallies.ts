import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { Facts } from '../columns.ts'
import { keptTallies, keyOfQuestion } from '../kept-tallies.ts'
import type { Question } from '../question.ts'
import {
  areDividedAlone,
  checkCount,
  countTallies,
  countUndivided,
  type Tally,
  type Undivided,
} from '../tallies.ts'
import { factStore } from './kept-facts.ts'
import { blurFor, selectDays, selectSet } from './read-facts.ts'

/** How many figures an answer has at most that is sent in one piece. */
export const maxFiguresAtOnce = 50_000
/** For so many milliseconds questions are counted before other requests have their turn. */
const turnMs = 10
/** The database ends a transaction in which nothing is said for a minute: something is said this often while questions are counted. */
const silenceMs = 10_000

/** What ends the counting of many questions early. */
export interface CountingLimits {
  /** The most figures of all questions together; those of an answer in one piece where it is left out. */
  maxFigures?: number
  signal?: AbortSignal | undefined
}

/**
 * The tallies of each question, in the order of the questions: all as the transaction sees the records. Those of the first
 * questions are kept, as many as an answer in one piece has: a longer one would drive out all else that is kept, and itself.
 * @throws {Problem} for more figures, and the reason of `signal` when that aborts
 */
export async function readTallies(
  tx: Tx,
  questions: readonly Question[],
  { maxFigures = maxFiguresAtOnce, signal }: CountingLimits = {},
): Promise<(readonly Tally[])[]> {
  const readFacts = await factStore(tx.pool).open(tx)
  const answers: (readonly Tally[])[] = []
  let remainder = maxFigures
  let turnBegan = performance.now()
  let spokeAt = turnBegan
  let last: { question: Question; key: string; facts: Facts; base?: Undivided } | null = null
  for (const question of questions) {
    if (question.points.length === 0) {
      answers.push([])
      continue
    }
    if (last === null || !areDividedAlone(last.question, question)) {
      const facts = await readFacts({
        whole: blurFor(tx, selectSet(question)),
        ofDays: blurFor(tx, selectDays(question)),
      })
      last = { question, key: keyOfQuestion(question), facts }
    }
    const earlier = keptTallies(last.facts)
    const key = `${last.key} ${question.dimensions.join()}`
    let tallies = earlier.find(key)
    if (tallies) checkCount(tallies.length, question.points, remainder)
    else {
      last.base ??= countUndivided(question, last.facts)
      tallies = countTallies(last.base, question.dimensions, remainder)
      if (maxFigures - remainder < maxFiguresAtOnce) earlier.keep(key, tallies)
    }
    remainder -= tallies.length * question.points.length
    answers.push(tallies)
    if (performance.now() - turnBegan < turnMs) continue
    await setImmediate()
    signal?.throwIfAborted()
    turnBegan = performance.now()
    if (turnBegan - spokeAt < silenceMs) continue
    await tx.client.query('select')
    spokeAt = performance.now()
  }
  return answers
}
