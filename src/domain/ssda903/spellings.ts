import { groupBy } from '../group.ts'
import { childOfCells } from './cells.ts'
import type { Finding, ReceivedRow } from './rows.ts'

/** An identifier without what spreadsheets and systems change about: the zeros before a number, and capitals. */
const bareIdentifier = (reference: string) => reference.toUpperCase().replace(/^0+(?=\d+$)/, '')

/** The spelling that Header has, by each other one that the same upload has of the identifier; not where Header has two. */
function spellingsOfHeader(rows: readonly ReceivedRow[]): Map<string, string> {
  const own = new Set(
    rows.filter(({ module }) => module === 'header').map(({ cells }) => childOfCells(cells)),
  )
  const all = new Set(rows.map(({ cells }) => childOfCells(cells)))
  const byBare = groupBy(all, bareIdentifier)
  return new Map(
    [...byBare.values()].flatMap((spellings) => {
      const [ofHeader, ...more] = spellings.filter((spelling) => own.has(spelling))
      if (ofHeader === undefined || more.length > 0) return []
      return spellings
        .filter((spelling) => spelling !== ofHeader)
        .map((spelling) => [spelling, ofHeader] as const)
    }),
  )
}

/**
 * The rows, of which those about a child whom Header has under another spelling alone (123 for 00123, ab1 for AB1) name the
 * child as Header does. Each is told once for each file.
 */
export function withHeaderSpellings(rows: readonly ReceivedRow[]): { rows: ReceivedRow[]; notes: Finding[] } {
  const spellings = spellingsOfHeader(rows)
  if (spellings.size === 0) return { rows: [...rows], notes: [] }
  const spellingOf = ({ cells }: ReceivedRow) => spellings.get(childOfCells(cells))
  const others = rows.filter(spellingOf)
  const byFile = groupBy(others, ({ file, cells }) => JSON.stringify([file, childOfCells(cells)]))
  return {
    rows: rows.map((row) => {
      const spelling = spellingOf(row)
      return spelling === undefined ? row : { ...row, cells: { ...row.cells, CHILD: spelling } }
    }),
    notes: [...byFile.values()].flatMap(([row]): Finding[] => {
      if (!row) return []
      const { file, module, row: line, cells } = row
      const reason = `Header has this child as ${spellingOf(row) ?? ''} alone: the rows are taken as of that child`
      return [
        {
          kind: 'read',
          file,
          module,
          row: line,
          column: 'CHILD',
          value: cells.CHILD ?? '',
          rule: null,
          reason,
        },
      ]
    }),
  }
}
