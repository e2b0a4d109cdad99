import { isDeepStrictEqual } from 'node:util'
import type { CivilDate } from '../../../../domain/dates.ts'
import { groupBy, placeOf, restate, yearOf, type Submission } from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import type { Reasons } from '../apply.ts'
import {
  ask,
  changeQuestion,
  standingQuestions,
  supersedeQuestion,
  type KeptStatement,
  type QuestionContent,
} from '../queries/questions.ts'
import { contradictionsIn, contradictionWords, type Contradiction } from './contradictions.ts'
import { keepStatements, readStatements, withoutRows } from './statements.ts'

/** What an import asks, and why it leaves children as they are, by their references. */
export interface Questions {
  questions: (QuestionContent & { reference: string })[]
  reasons: Reasons
}

/** What is said of a question in a dry run, which asks none. */
const wouldAsk = 'The import asks which is right, and changes nothing of the child until it is answered'
const howToAnswer =
  'Nothing of the child is changed until it is answered: GET /v1/import-questions?status=open, POST …/{id}/answer'

/** Whether two questions are about the same. */
function isSame(a: QuestionContent, b: QuestionContent): boolean {
  const [partsOfA, partsOfB] = [a, b].map((question) => [
    question.recorded,
    question.returned,
    withoutRows(question.statements).sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)),
  ])
  return isDeepStrictEqual(JSON.parse(JSON.stringify(partsOfA)), JSON.parse(JSON.stringify(partsOfB)))
}

/**
 * The questions to ask about children of whom the returns and what was recorded live contradict each other. What a question
 * that is open was about is asked again, with what the submission says besides. A question that was answered for the
 * record is not asked again of the same versions.
 */
export async function questionsAbout(
  tx: Tx,
  { statements }: Submission,
  contradictions: readonly Contradiction[],
  { today, dryRun }: { today: CivilDate; dryRun: boolean },
): Promise<Questions> {
  const result: Questions = { questions: [], reasons: new Map() }
  if (contradictions.length === 0) return result
  const references = contradictions.map(({ reference }) => reference)
  const earlier = groupBy(await standingQuestions(tx, references), ({ reference }) => reference)
  const ofChild = groupBy(statements, ({ child }) => child)
  const wholes = contradictions.flatMap(({ reference }) => {
    const own = keepStatements(ofChild.get(reference) ?? [])
    const open = earlier.get(reference)?.find(({ status }) => status === 'open')
    // Of a child of whom no row is, there is nothing to ask.
    if (own.length === 0) return []
    return { reference, statements: open ? unite(open.statements, own) : own }
  })
  const changes = (await readStatements(tx, wholes, today)).map(({ change }) => change)
  const versionsOf = new Map(
    (await contradictionsIn(tx, changes, today)).map((versions) => [versions.reference, versions]),
  )
  const statementsOf = new Map(wholes.map((whole) => [whole.reference, whole.statements]))
  for (const contradiction of contradictions) {
    const { reference } = contradiction
    const versions = versionsOf.get(reference) ?? contradiction
    const question = { ...versions, statements: statementsOf.get(reference) ?? [] }
    const decision = earlier.get(reference)?.findLast(({ answer }) => answer === 'record')
    if (decision && isSame(decision, question)) {
      const day = decision.answeredAt?.slice(0, 10) ?? ''
      result.reasons.set(reference, `set aside, as it was answered on ${day} that the record is right`)
      continue
    }
    if (question.statements.length > 0) result.questions.push(question)
    result.reasons.set(reference, `${contradictionWords(versions)}. ${dryRun ? wouldAsk : howToAnswer}`)
  }
  return result
}

/** Statements of a question with later ones, which take the place of what was said of the same years. */
const unite = (earlier: readonly KeptStatement[], later: readonly KeptStatement[]): KeptStatement[] =>
  keepStatements(restate(withoutRows(earlier), withoutRows(later)).standing)

/** Asks the questions of an import that is applied, and takes back what open ones ask that it has settled. */
export async function askQuestions(
  tx: Tx,
  importId: string,
  { statements }: Submission,
  { questions }: Questions,
): Promise<void> {
  await ask(tx, importId, questions)
  const years = new Set(statements.map(yearOf))
  const children = new Set(statements.map(({ child }) => child))
  for (const question of await standingQuestions(tx, [...children])) {
    if (question.status !== 'open') continue
    const others = question.statements.filter((statement) => !years.has(yearOf(statement)))
    if (others.length === 0) await supersedeQuestion(tx, question.id)
    else if (others.length < question.statements.length)
      await changeQuestion(tx, question.id, { ...question, statements: others })
  }
}
