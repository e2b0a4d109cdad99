import type { CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { childOfCells } from './cells.ts'
import { checkRow } from './check-row.ts'
import { childOf, type ChildRecord } from './child.ts'
import { finding, haveSameCells, type Finding, type ReceivedRow, type Statement } from './rows.ts'
import { placeOf, stack } from './stack.ts'

/**
 * The outcome of a row. *new*: no stored statement has its key. *changed*: the stored statement differs. *unchanged*: the
 * stored statement, or another row of the submission, is the same. *rejected*: the row cannot be used. A repaired row has
 * one of the first three.
 */
export const rowOutcomes = ['new', 'changed', 'unchanged', 'rejected'] as const
export type RowOutcome = (typeof rowOutcomes)[number]

/** A child's record as derived before the submission and after it; null where the returns do not have the child. */
export interface ChildChange {
  reference: string
  previous: ChildRecord | null
  current: ChildRecord | null
  /** The end of the last year of which returns tell about the child: what is recorded live of later days stands. */
  lastDay: CivilDate
  /** The same before the submission; null where no return told of the child. */
  earlierLastDay: CivilDate | null
}

export interface Submission {
  /** One for each row, in the order of the rows. */
  outcomes: RowOutcome[]
  findings: Finding[]
  /** The statements to store, replacing those with the same key. */
  statements: Statement[]
  /** Stored statements that the submission no longer contains, to be deleted. */
  withdrawn: Statement[]
  children: ChildChange[]
}

/** The unique key of a child's year in a module. */
export const yearOf = ({ module, child, year }: Pick<Statement, 'module' | 'child' | 'year'>) =>
  `${module} ${year} ${child}`
const yearOfRow = ({ module, cells, year }: ReceivedRow) =>
  yearOf({ module, child: childOfCells(cells), year })

const childOfStatement = ({ child }: Statement) => child

/** The 31 March up to which earlier statements of a child tell; null where there are none. */
export const earlierLastDayOf = (statements: readonly Statement[]): CivilDate | null =>
  statements.length > 0 ? lastDayOf(statements) : null

/** The 31 March up to which statements of a child tell. */
export function lastDayOf(statements: readonly Statement[]): CivilDate {
  return `${Math.max(...statements.map(({ year }) => year))}-03-31`
}

/**
 * Statements of a child of which later ones restate some: whole years of modules take the place of what was said of them.
 * `withdrawn` are those that are not repeated.
 */
export function restate(
  earlier: readonly Statement[],
  later: readonly Statement[],
): { standing: Statement[]; withdrawn: Statement[] } {
  const [years, places] = [new Set(later.map(yearOf)), new Set(later.map(placeOf))]
  const isRestated = (statement: Statement) => years.has(yearOf(statement))
  return {
    standing: [...earlier.filter((statement) => !isRestated(statement)), ...later],
    withdrawn: earlier.filter((statement) => isRestated(statement) && !places.has(placeOf(statement))),
  }
}

/** What earlier returns have left. */
export interface EarlierReturns {
  statements: readonly Statement[]
  /** The collection years of whole returns, in order. */
  returns: readonly number[]
  /** The years of children in modules, as `yearOf` names them, that the submission no longer has. */
  losses?: ReadonlySet<string>
}

/**
 * Compares a submission, of one or several years, with the statements stored from earlier returns.
 *
 * A return replaces the whole of a module, child and year: stored statements that it does not repeat are withdrawn. If a
 * row of that module, child and year was rejected, they are kept.
 *
 * @param earlier of the children in the rows
 * @param returns the collection years of whole returns, this submission among them, in order
 */
export function readSubmission(
  rows: readonly ReceivedRow[],
  { statements: storedStatements, returns: earlierReturns, losses = new Set() }: EarlierReturns,
  returns: readonly number[],
  today: CivilDate,
): Submission {
  const findings: Finding[] = []
  const rejections = new Set<ReceivedRow>()
  const validStatements: Statement[] = []
  for (const row of rows) {
    const result = checkRow(row, today)
    for (const entry of result.findings) findings.push(entry)
    if (result.statement) validStatements.push(result.statement)
    else rejections.add(row)
  }
  const stackResult = stack(validStatements)
  for (const entry of stackResult.findings) findings.push(entry)
  for (const { from } of stackResult.rejected) if (from) rejections.add(from)

  const incomplete = new Set([...rejections].map(yearOfRow))
  const storedOf = groupBy(storedStatements, childOfStatement)
  const usable: Statement[] = []
  const unusable = new Map<string, Statement>()
  const withdrawn: Statement[] = []
  const children: Submission['children'] = []
  for (const [child, statements] of groupBy(stackResult.statements, childOfStatement)) {
    const earlier = storedOf.get(child) ?? []
    const places = new Set(statements.map(placeOf))
    const years = new Set(statements.map(yearOf))
    const stays = (statement: Statement) =>
      !places.has(placeOf(statement)) &&
      !losses.has(yearOf(statement)) &&
      (!years.has(yearOf(statement)) || incomplete.has(yearOf(statement)))
    const standing = [...earlier.filter(stays), ...statements]
    const result = childOf(child, standing, returns)
    for (const entry of result.findings) findings.push(entry)
    for (const statement of result.rejected) unusable.set(placeOf(statement), statement)
    const usableOfChild = statements.filter((statement) => !unusable.has(placeOf(statement)))
    const usedPlaces = new Set(usableOfChild.map(placeOf))
    for (const statement of usableOfChild) usable.push(statement)
    for (const statement of earlier) {
      if (!stays(statement) && !usedPlaces.has(placeOf(statement))) withdrawn.push(statement)
    }
    if (result.record) {
      children.push({
        reference: child,
        previous: childOf(child, earlier, earlierReturns).record,
        current: result.record,
        lastDay: lastDayOf(standing),
        earlierLastDay: earlierLastDayOf(earlier),
      })
    }
  }
  for (const { from } of unusable.values()) if (from) rejections.add(from)
  for (const duplicate of stackResult.duplicates) {
    const same = unusable.get(placeOf(duplicate))
    if (!same || !duplicate.from) continue
    rejections.add(duplicate.from)
    const why = `says the same as line ${same.from?.row ?? 0} of ${same.from?.file ?? ''}, which can't be used`
    findings.push(finding('rejected', duplicate.from, { rule: null, column: null, more: why }))
  }

  const rejectedRows = new Set([...rejections].map(rowName))
  return {
    outcomes: outcomesOf(rows, rejections, usable, storedStatements),
    findings: findings.filter((entry) => entry.kind !== 'repaired' || !rejectedRows.has(rowName(entry))),
    statements: usable,
    withdrawn,
    children,
  }
}

function rowName({ file, module, row }: Pick<Finding, 'file' | 'module' | 'row'>): string {
  return JSON.stringify([file, module, row])
}

function outcomesOf(
  rows: readonly ReceivedRow[],
  rejections: ReadonlySet<ReceivedRow>,
  usable: readonly Statement[],
  storedStatements: readonly Statement[],
): RowOutcome[] {
  const storedAt = new Map(storedStatements.map((statement) => [placeOf(statement), statement.cells]))
  const keptFrom = new Map(usable.map((statement) => [statement.from, statement]))
  return rows.map((row) => {
    if (rejections.has(row)) return 'rejected'
    const statement = keptFrom.get(row)
    if (!statement) return 'unchanged'
    const earlier = storedAt.get(placeOf(statement))
    if (earlier === undefined) return 'new'
    return haveSameCells(earlier, statement.cells) ? 'unchanged' : 'changed'
  })
}

/** The submission with all rows of some children rejected, each for its reason. */
export function withoutChildren(
  submission: Submission,
  rows: readonly ReceivedRow[],
  reasons: ReadonlyMap<string, string>,
): Submission {
  if (reasons.size === 0) return submission
  const outcomes = [...submission.outcomes]
  const findings = [...submission.findings]
  for (const [index, row] of rows.entries()) {
    const reason = reasons.get(childOfCells(row.cells))
    if (reason === undefined || outcomes[index] === 'rejected') continue
    outcomes[index] = 'rejected'
    findings.push(finding('rejected', row, { rule: null, column: 'CHILD', more: reason }))
  }
  const others = ({ child }: Statement) => !reasons.has(child)
  return {
    outcomes,
    findings,
    statements: submission.statements.filter(others),
    withdrawn: submission.withdrawn.filter(others),
    children: submission.children.filter(({ reference }) => !reasons.has(reference)),
  }
}
