import { isDeepStrictEqual } from 'node:util'
import type { CivilDate } from '../../../../domain/dates.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import { Problem } from '../../../../platform/http/problem.ts'
import { applyPossible, withLaterMoves } from '../apply.ts'
import { changeQuestion, storeAnswer, type QuestionAnswer, type QuestionRow } from '../queries/questions.ts'
import { storeStatements } from '../queries/rows.ts'
import { contradictionsIn, type Versions } from './contradictions.ts'
import { giveWay } from './give-way.ts'
import { readStatements, type Restatement } from './statements.ts'

export interface GivenAnswer {
  answer: QuestionAnswer
  reason: string
}

/**
 * Answers a question whose row is locked.
 * @returns false where what it is about has changed since: the question is then about that, and not answered
 * @throws {Problem} where it is answered already, or what the return says cannot be recorded
 */
export async function answerQuestion(
  tx: Tx,
  question: QuestionRow,
  { answer, reason }: GivenAnswer,
  today: CivilDate,
): Promise<boolean> {
  if (question.status !== 'open') throw new Problem('action-not-open', closedWords(question))
  const { id, reference, statements } = question
  const [now] = await readStatements(tx, [{ reference, statements }], today)
  if (!now) throw new Error('each question has its restatement')
  const [versions = noVersions] = await contradictionsIn(tx, [now.change], today)
  if (!isDeepStrictEqual(plain(versions), plain(question))) {
    await changeQuestion(tx, id, { ...versions, statements })
    return false
  }
  const notes = answer === 'return' ? await applyReturn(tx, question, now, today) : []
  await storeAnswer(tx, id, { answer, reason, notes })
  return true
}

const noVersions: Versions = { recorded: [], returned: [] }

/** Both versions as they are after they were stored. */
const plain = ({ recorded: live, returned: restatement }: Versions): unknown =>
  JSON.parse(JSON.stringify([live, restatement]))

function closedWords({ status, answer, answeredAt }: QuestionRow): string {
  if (status === 'superseded') return 'An import has settled it since: nothing is left to answer.'
  const day = answeredAt?.slice(0, 10) ?? ''
  return `It was answered on ${day}: the ${answer ?? ''} is right. To change that, correct the record, or import a return that says otherwise.`
}

/** Records what the return says. Returns what could not be done as it says, in words. */
async function applyReturn(
  tx: Tx,
  { importId }: QuestionRow,
  { change, statements, withdrawn }: Restatement,
  today: CivilDate,
): Promise<string[]> {
  const notes = await giveWay(tx, change, today)
  const attempt = await applyPossible(tx, await withLaterMoves(tx, [change], today), today)
  if ('impossible' in attempt)
    throw new Problem(
      'conflict',
      `The return can't be recorded: ${[...attempt.impossible.values()].join('; ')}.`,
    )
  await storeStatements(tx, importId, statements, withdrawn)
  await tx.client.query('set constraints all immediate')
  return [
    ...notes,
    ...attempt.result.unmatched.map(({ startedOn, reason }) => `placement from ${startedOn}: ${reason}`),
  ]
}
