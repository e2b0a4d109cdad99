import { groupBy } from '../group.ts'
import { moduleOf } from './modules.ts'
import { content, finding, type Finding, type Statement } from './rows.ts'

export interface Stacked {
  /** One statement for each module, child, year and key. */
  statements: Statement[]
  /** Statements that say no more than another: word for word the same, or an episode before it ended. */
  duplicates: Statement[]
  /** Statements that contradict another of the same return. */
  rejected: Statement[]
  findings: Finding[]
}

/** The statement's place in the record of the authority's returns. */
export function placeOf(statement: Statement): string {
  return JSON.stringify([statement.module, statement.child, statement.year, statement.key])
}

/** The fuller statement first: ended before open, the later end first, then an order that is merely fixed. */
function fullerFirst(a: Statement, b: Statement): number {
  const end = (statement: Statement) => statement.cells.DEC ?? ''
  if (end(a) !== end(b)) return end(a) > end(b) ? -1 : 1
  const [left, right] = [content(a.cells), content(b.cells)]
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * One statement a module, child, year and key, whatever the order of the rows. Word-for-word repeats collapse,
 * and so does an episode still open into the same one ended (files of several years in one). Two episodes of one
 * return that start on the same day and differ otherwise contradict each other: the fuller one is kept, the other
 * rejected.
 */
export function stack(statements: readonly Statement[]): Stacked {
  const stacked: Stacked = { statements: [], duplicates: [], rejected: [], findings: [] }
  for (const same of groupBy(statements, placeOf).values()) {
    const [kept, ...others] = same.length === 1 ? same : same.sort(fullerFirst)
    if (!kept) continue
    stacked.statements.push(kept)
    for (const other of others) {
      if (content(other.cells) === content(kept.cells) || isOpenFormOf(other, kept)) {
        stacked.duplicates.push(other)
        continue
      }
      stacked.rejected.push(other)
      if (other.from) stacked.findings.push(contradiction(other, kept))
    }
  }
  return stacked
}

function isOpenFormOf(other: Statement, kept: Statement): boolean {
  if (other.module !== 'episodes' || other.cells.DEC !== undefined) return false
  const beginning = ({ cells }: Statement) => content({ ...cells, DEC: '', REC: '', REASON_PLACE_CHANGE: '' })
  return beginning(other) === beginning(kept)
}

function contradiction(other: Statement, kept: Statement): Finding {
  const { title, key } = moduleOf(other.module)
  const where = kept.from ? `line ${kept.from.row} of ${kept.from.file}` : 'an earlier import'
  const what = `${title} has another row for this child${key[0] ? ` and ${key[0]}` : ''}, ${where}, which is used`
  if (!other.from) throw new Error('a contradiction is found on a row of the submission')
  return finding('rejected', other.from, other.module === 'episodes' ? '501' : null, key[0] ?? 'CHILD', what)
}
