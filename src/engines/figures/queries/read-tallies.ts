import type { Tx } from '../../../platform/db/tenant.ts'
import type { Question } from '../question.ts'
import { countTallies, type Tally } from '../tallies.ts'
import { factStore } from './kept-facts.ts'
import { selectDays, selectSet } from './read-facts.ts'

/** The tallies of each question, in the order of the questions: all as the transaction sees the records. */
export async function readTallies(tx: Tx, questions: readonly Question[]): Promise<Tally[][]> {
  const readFacts = await factStore(tx.pool).open(tx)
  const answers: Tally[][] = []
  for (const question of questions) {
    const selection = { whole: selectSet(question), ofDays: selectDays(question) }
    answers.push(question.points.length === 0 ? [] : countTallies(question, await readFacts(selection)))
  }
  return answers
}
