import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { Question } from '../question.ts'
import { countTallies, type Tally } from '../tallies.ts'
import { factStore } from './kept-facts.ts'
import { selectDays, selectSet } from './read-facts.ts'

/** How many figures an answer has at most that is sent in one piece. */
export const maxFiguresAtOnce = 50_000
/** For so many milliseconds questions are counted before other requests have their turn. */
const turnMs = 10

/**
 * The tallies of each question, in the order of the questions: all as the transaction sees the records.
 * @param maxFigures of all questions together
 * @throws {Problem} for more figures
 */
export async function readTallies(
  tx: Tx,
  questions: readonly Question[],
  maxFigures = maxFiguresAtOnce,
): Promise<Tally[][]> {
  const readFacts = await factStore(tx.pool).open(tx)
  const answers: Tally[][] = []
  let remainder = maxFigures
  let turnBegan = performance.now()
  for (const question of questions) {
    const selection = { whole: selectSet(question), ofDays: selectDays(question) }
    const tallies =
      question.points.length === 0 ? [] : countTallies(question, await readFacts(selection), remainder)
    remainder -= tallies.length * question.points.length
    answers.push(tallies)
    if (performance.now() - turnBegan < turnMs) continue
    await setImmediate()
    turnBegan = performance.now()
  }
  return answers
}
