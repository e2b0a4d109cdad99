import { groupBy } from '../group.ts'
import { moduleOf } from './modules.ts'
import { content, finding, type Finding, type Statement } from './rows.ts'

export interface Stacked {
  /** One statement for each module, child, year and key. */
  statements: Statement[]
  /** Statements that add nothing to another: identical, or the same episode while it was still open. */
  duplicates: Statement[]
  /** Statements that contradict another of the same return. */
  rejected: Statement[]
  findings: Finding[]
}

/** The unique key of a statement among all of an authority's returns. */
export function placeOf(statement: Statement): string {
  const { module, child, year, key } = statement
  return `${module} ${year} ${child.length} ${child} ${key}`
}

/** Sorts the fuller statement first: ended before open, later end first, then by content. */
function fullerFirst(a: Statement, b: Statement): number {
  const end = (statement: Statement) => statement.cells.DEC ?? ''
  if (end(a) !== end(b)) return end(a) > end(b) ? -1 : 1
  const [contentOfA, contentOfB] = [content(a.cells), content(b.cells)]
  return contentOfA < contentOfB ? -1 : contentOfA > contentOfB ? 1 : 0
}

/**
 * Reduces statements to one for each module, child, year and key, independent of the order of rows. Identical ones are
 * merged, and so is an open episode with the same one ended (several years' files submitted together). Two episodes of
 * one return that start on the same day and differ otherwise contradict each other: the fuller one is kept, the other
 * rejected.
 */
export function stack(statements: readonly Statement[]): Stacked {
  const result: Stacked = { statements: [], duplicates: [], rejected: [], findings: [] }
  for (const same of groupBy(statements, placeOf).values()) {
    const [fullest, ...others] = same.length === 1 ? same : same.sort(fullerFirst)
    if (!fullest) continue
    result.statements.push(fullest)
    for (const other of others) {
      if (content(other.cells) === content(fullest.cells) || isOpenFormOf(other, fullest)) {
        result.duplicates.push(other)
        continue
      }
      result.rejected.push(other)
      if (other.from) result.findings.push(contradiction(other, fullest))
    }
  }
  return result
}

function isOpenFormOf(other: Statement, fullest: Statement): boolean {
  if (other.module !== 'episodes' || other.cells.DEC !== undefined) return false
  const beginning = ({ cells }: Statement) => content({ ...cells, DEC: '', REC: '', REASON_PLACE_CHANGE: '' })
  return beginning(other) === beginning(fullest)
}

function contradiction(other: Statement, fullest: Statement): Finding {
  const { title, key } = moduleOf(other.module)
  const where = fullest.from ? `line ${fullest.from.row} of ${fullest.from.file}` : 'an earlier import'
  const what = `${title} has another row for this child${key[0] ? ` and ${key[0]}` : ''}, ${where}, which is used`
  if (!other.from) throw new Error('a contradiction is found on a row of the submission')
  return finding('rejected', other.from, {
    rule: other.module === 'episodes' ? '501' : null,
    column: key[0] ?? 'CHILD',
    more: what,
  })
}
