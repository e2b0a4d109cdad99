import type { CivilDate } from '../../../../domain/dates.ts'
import {
  childOf,
  earlierLastDayOf,
  groupBy,
  lastDayOf,
  restate,
  wholeYears,
  type ChildChange,
  type Statement,
} from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import { withLaterMoves } from '../apply.ts'
import { presenceInReturns, storedStatements } from '../queries/rows.ts'
import type { KeptStatement } from '../queries/questions.ts'

export interface Restatement {
  /** Of the child's record. */
  change: ChildChange
  statements: Statement[]
  /** Stored statements that are not repeated. */
  withdrawn: Statement[]
}

/** What statements that are kept with questions would change of children's records, beside those of earlier returns. */
export async function readStatements(
  tx: Tx,
  questions: readonly { reference: string; statements: readonly KeptStatement[] }[],
  today: CivilDate,
): Promise<Restatement[]> {
  const references = questions.map(({ reference }) => reference)
  const earlierOf = groupBy(await storedStatements(tx, references), ({ child }) => child)
  const returns = wholeYears(await presenceInReturns(tx))
  const restatements = questions.map(({ reference, statements: keptStatements }): Restatement => {
    // Asked of a record that was merged into this one, they have its reference.
    const statements = ofChild(reference, withoutRows(keptStatements))
    const earlier = earlierOf.get(reference) ?? []
    const { standing, withdrawn } = restate(earlier, statements)
    const change = {
      reference,
      previous: childOf(reference, earlier, returns).record,
      current: childOf(reference, standing, returns).record,
      lastDay: lastDayOf(standing),
      earlierLastDay: earlierLastDayOf(earlier),
    }
    return { change, statements, withdrawn }
  })
  const changes = await withLaterMoves(
    tx,
    restatements.map(({ change }) => change),
    today,
  )
  const changeOf = new Map(changes.map((change) => [change.reference, change]))
  return restatements.map((one) => ({ ...one, change: changeOf.get(one.change.reference) ?? one.change }))
}

/** Statements as they are kept with a question: without the rows that they came from. */
export const keepStatements = (statements: readonly Statement[]): KeptStatement[] =>
  statements.map(({ module, child, year, key, cells }) => ({ module, child, year, key, cells }))

export const withoutRows = (statements: readonly KeptStatement[]): Statement[] =>
  statements.map((statement) => ({ ...statement, from: null }))

/** Statements as of a child whose record another was merged into. */
export const ofChild = (reference: string, statements: readonly Statement[]): Statement[] =>
  statements.map((statement) => ({
    ...statement,
    child: reference,
    cells: { ...statement.cells, CHILD: reference },
  }))
