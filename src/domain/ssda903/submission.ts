import type { CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { checkRow } from './check-row.ts'
import { childOf, type ChildRecord } from './child.ts'
import { content, finding, type Finding, type ReceivedRow, type Statement } from './rows.ts'
import { placeOf, stack } from './stack.ts'

/**
 * What became of a row. *New*: the authority's returns said nothing of the kind for that child and year.
 * *Changed*: they said something else. *Unchanged*: they said the same, or another row of the submission does.
 * *Rejected*: it can't be used. Every row is one of the four; a repaired row is one of the first three.
 */
export type Outcome = 'new' | 'changed' | 'unchanged' | 'rejected'

export interface Submission {
  /** In the order of the rows given. */
  outcomes: Outcome[]
  findings: Finding[]
  /** The statements to keep, in place of those of the same module, child and year. */
  statements: Statement[]
  /** Earlier statements that the return no longer makes. */
  withdrawn: Statement[]
  /** What changed of each child: the record that the returns made before, and the one they make now. */
  children: { before: ChildRecord | null; after: ChildRecord }[]
}

const yearOf = (statement: Statement) => JSON.stringify([statement.module, statement.child, statement.year])
const yearOfRow = ({ module, cells, year }: ReceivedRow) =>
  JSON.stringify([module, (cells.CHILD ?? '').trim(), year])

const childOfStatement = ({ child }: Statement) => child

const latestYear = (statements: readonly Statement[]) =>
  statements.reduce(
    (latest, { module, year }) => (module === 'episodes' ? Math.max(latest, year) : latest),
    0,
  )

/**
 * A submission of rows, of one or many years, against what the authority's earlier returns said.
 *
 * A return speaks for the whole of a child's year: what it says of a module, child and year takes the place of
 * what was said before, unless a row of it was rejected, when what it doesn't say again stays.
 *
 * @param stored the kept statements of the children named in the rows
 * @param storedLastYear the latest year for which the authority has given episodes; 0 for none
 */
export function readSubmission(
  rows: readonly ReceivedRow[],
  stored: readonly Statement[],
  storedLastYear: number,
  today: CivilDate,
): Submission {
  const findings: Finding[] = []
  const rejected = new Set<ReceivedRow>()
  const checked: Statement[] = []
  for (const row of rows) {
    const result = checkRow(row, today)
    for (const found of result.findings) findings.push(found)
    if (result.statement) checked.push(result.statement)
    else rejected.add(row)
  }
  const stacked = stack(checked)
  for (const found of stacked.findings) findings.push(found)
  for (const { from } of stacked.rejected) if (from) rejected.add(from)

  const lastYear = Math.max(storedLastYear, latestYear(stacked.statements))
  const incomplete = new Set([...rejected].map(yearOfRow))
  const storedOf = groupBy(stored, childOfStatement)
  const kept: Statement[] = []
  const unusable = new Map<string, Statement>()
  const withdrawn: Statement[] = []
  const children: Submission['children'] = []
  for (const [child, said] of groupBy(stacked.statements, childOfStatement)) {
    const before = storedOf.get(child) ?? []
    const places = new Set(said.map(placeOf))
    const years = new Set(said.map(yearOf))
    const stays = (statement: Statement) =>
      !places.has(placeOf(statement)) && (!years.has(yearOf(statement)) || incomplete.has(yearOf(statement)))
    const result = childOf(child, [...before.filter(stays), ...said], lastYear)
    for (const found of result.findings) findings.push(found)
    for (const statement of result.rejected) unusable.set(placeOf(statement), statement)
    const used = said.filter((statement) => !unusable.has(placeOf(statement)))
    const usedPlaces = new Set(used.map(placeOf))
    for (const statement of used) kept.push(statement)
    for (const statement of before) {
      if (!stays(statement) && !usedPlaces.has(placeOf(statement))) withdrawn.push(statement)
    }
    if (result.record) {
      children.push({ before: childOf(child, before, storedLastYear).record, after: result.record })
    }
  }
  for (const { from } of unusable.values()) if (from) rejected.add(from)
  for (const duplicate of stacked.duplicates) {
    const same = unusable.get(placeOf(duplicate))
    if (!same || !duplicate.from) continue
    rejected.add(duplicate.from)
    const why = `says the same as line ${same.from?.row ?? 0} of ${same.from?.file ?? ''}, which can't be used`
    findings.push(finding('rejected', duplicate.from, null, null, why))
  }

  const rejectedRows = new Set([...rejected].map(rowName))
  return {
    outcomes: outcomesOf(rows, rejected, kept, stored),
    findings: findings.filter((found) => found.kind !== 'repaired' || !rejectedRows.has(rowName(found))),
    statements: kept,
    withdrawn,
    children,
  }
}

function rowName({ file, module, row }: Pick<Finding, 'file' | 'module' | 'row'>): string {
  return JSON.stringify([file, module, row])
}

function outcomesOf(
  rows: readonly ReceivedRow[],
  rejected: ReadonlySet<ReceivedRow>,
  kept: readonly Statement[],
  stored: readonly Statement[],
): Outcome[] {
  const storedAt = new Map(stored.map((statement) => [placeOf(statement), content(statement.cells)]))
  const keptFrom = new Map(kept.map((statement) => [statement.from, statement]))
  return rows.map((row) => {
    if (rejected.has(row)) return 'rejected'
    const statement = keptFrom.get(row)
    if (!statement) return 'unchanged'
    const before = storedAt.get(placeOf(statement))
    if (before === undefined) return 'new'
    return before === content(statement.cells) ? 'unchanged' : 'changed'
  })
}

/** The submission without some children: every row of theirs is rejected, for the reason given. */
export function withoutChildren(
  submission: Submission,
  rows: readonly ReceivedRow[],
  children: ReadonlySet<string>,
  reason: string,
): Submission {
  if (children.size === 0) return submission
  const outcomes = [...submission.outcomes]
  const findings = [...submission.findings]
  for (const [index, row] of rows.entries()) {
    if (!children.has((row.cells.CHILD ?? '').trim()) || outcomes[index] === 'rejected') continue
    outcomes[index] = 'rejected'
    findings.push(finding('rejected', row, null, 'CHILD', reason))
  }
  const others = ({ child }: Statement) => !children.has(child)
  return {
    outcomes,
    findings,
    statements: submission.statements.filter(others),
    withdrawn: submission.withdrawn.filter(others),
    children: submission.children.filter(({ after }) => !children.has(after.reference)),
  }
}
