import {
  childOfCells,
  groupBy,
  isBlankCell,
  moduleOf,
  type Finding,
  type ReceivedRow,
} from '../../../domain/ssda903/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { authoritiesNamed } from './queries/authorities.ts'
import { survivorReferences } from './queries/records.ts'

/** The number of a school, or of the authority itself (8950000): it begins with DfE's three digits of the authority. */
const establishment = /^(\d{3})[ /]?\d{4}$/

/**
 * The rows, of which those whose LA column names another authority than the sender's have a fault. A name of no authority
 * that is known is told, once for each file.
 */
export async function ownRows(
  tx: Tx,
  rows: readonly ReceivedRow[],
): Promise<{ rows: ReceivedRow[]; notes: Finding[] }> {
  const textOfLa = ({ cells: { LA = '' } }: ReceivedRow) =>
    isBlankCell(LA) ? '' : LA.trim().replace(/\.0$/, '').replace(establishment, '$1')
  const texts = [...new Set(rows.map(textOfLa))].filter((text) => text !== '')
  if (texts.length === 0) return { rows: [...rows], notes: [] }
  const byText = groupBy(await authoritiesNamed(tx, texts), ({ text }) => text)
  const { authorityCode } = tx.principal
  const unknown = rows.filter((row) => textOfLa(row) !== '' && !byText.has(textOfLa(row)))
  return {
    rows: rows.map((row) => {
      const authorities = byText.get(textOfLa(row)) ?? []
      const [other] = authorities
      if (!other || authorities.some(({ code }) => code === authorityCode)) return row
      const fault = `its LA column says ${textOfLa(row)}, which is ${other.name}: another authority's child is not taken`
      return { fault, ...row }
    }),
    notes: [...groupBy(unknown, (row) => JSON.stringify([row.file, textOfLa(row)])).values()].flatMap(
      ([row]) => (row ? [unknownAuthority(row, textOfLa(row))] : []),
    ),
  }
}

function unknownAuthority({ file, module }: ReceivedRow, value: string): Finding {
  const reason = `LA is no authority that we know by this name: the rows of ${moduleOf(module).title} are taken as your own`
  return { kind: 'read', file, module, row: null, column: 'LA', value, rule: null, reason }
}

/**
 * The rows, of which those about a child whose record was merged into another name that other. Each such child is told,
 * once for each file.
 */
export async function rowsOfMerged(
  tx: Tx,
  rows: readonly ReceivedRow[],
): Promise<{ rows: ReceivedRow[]; notes: Finding[] }> {
  const references = [...new Set(rows.map(({ cells }) => childOfCells(cells)))]
  const survivors = await survivorReferences(tx, references)
  const survivorOf = ({ cells }: ReceivedRow) => survivors.get(childOfCells(cells))
  const ofMerged = groupBy(rows.filter(survivorOf), ({ file, cells }) =>
    JSON.stringify([file, childOfCells(cells)]),
  )
  return {
    rows: rows.map((row) => {
      const survivor = survivorOf(row)
      return survivor === undefined ? row : { ...row, cells: { ...row.cells, CHILD: survivor } }
    }),
    notes: [...ofMerged.values()].flatMap(([row]) => (row ? [mergedChild(row, survivorOf(row) ?? '')] : [])),
  }
}

function mergedChild({ file, module, row, cells }: ReceivedRow, survivor: string): Finding {
  const reason = `the record of this child was merged into that of ${survivor}: the rows are taken as of that child`
  return { kind: 'read', file, module, row, column: 'CHILD', value: cells.CHILD ?? '', rule: null, reason }
}
