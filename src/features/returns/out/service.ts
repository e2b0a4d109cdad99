import {
  groupBy,
  Validation,
  type Breach,
  type ModuleName,
  type ReceivedRow,
} from '../../../domain/ssda903/index.ts'
import { moduleNames } from '../../../domain/ssda903/modules.ts'
import { rowsOfChild, type MadeRow } from '../../../domain/ssda903/out/rows.ts'
import { writtenCells } from '../../../domain/ssda903/out/written.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { storedStatements } from '../in/queries/rows.ts'
import { lookupsFor } from '../validation/lookups.ts'
import { returnFiles } from './files.ts'
import { libertyRows, recordedChildren, storedRows } from './queries.ts'

/** A return of a collection year, made from the authority's records. */
export interface MadeReturn {
  rows: MadeRow[]
  /** The records here of the children in it. */
  childIds: string[]
}

/** The modules that are made from records; the rows of the others are those that returns brought. */
const madeModules: readonly ModuleName[] = ['header', 'episodes', 'uasc']

/**
 * Makes the return of a collection year (2024 is 1 April 2023 to 31 March 2024): Header, Episodes and UASC from the records
 * as they are, DoLo from orders too, and the rows of other modules that earlier returns of the year brought.
 */
export async function makeReturn(tx: Tx, year: number): Promise<MadeReturn> {
  const span = { from: `${year - 1}-04-01`, to: `${year}-03-31` }
  const others = await storedRows(
    tx,
    year,
    moduleNames.filter((module) => !madeModules.includes(module)),
  )
  const orderKey = ({ cells }: MadeRow) => JSON.stringify([cells.CHILD, cells.DOLO_START])
  const orderKeys = new Set(others.flatMap((row) => (row.module === 'dolo' ? [orderKey(row)] : [])))
  const orders = (await libertyRows(tx, span)).filter((row) => !orderKeys.has(orderKey(row)))
  const otherRows = [...others, ...orders]
  const references = [...new Set(otherRows.flatMap(({ cells }) => cells.CHILD ?? []))]
  const listing = new Set(references)
  const children = await recordedChildren(tx, span, references)
  const ownRows = children.flatMap(({ record, motherhood }) =>
    rowsOfChild(record, year, { motherhood, isListed: listing.has(record.reference) }),
  )
  const byModule = groupBy([...ownRows, ...otherRows], ({ module }) => module)
  return {
    rows: moduleNames.flatMap((module) => byModule.get(module) ?? []),
    childIds: children.map(({ id }) => id),
  }
}

/** The rows of a return as they are written into its files, so that the collection's rules can be checked. */
function receivedRows(rows: readonly MadeRow[], year: number): ReceivedRow[] {
  const files = new Map(returnFiles.map(({ module, file }) => [module, file]))
  const lines = new Map<ModuleName, number>()
  return rows.map(({ module, cells }) => {
    const row = (lines.get(module) ?? 1) + 1
    lines.set(module, row)
    return { file: files.get(module) ?? '', row, module, year, cells: writtenCells(module, cells) }
  })
}

/** Checks a return that was made by the collection's validation rules, against what the returns of other years say. */
export async function validateMade(
  tx: Tx,
  { rows }: MadeReturn,
  year: number,
): Promise<{ breaches: Breach[]; undecided: Validation['undecided'] }> {
  const fileRows = receivedRows(rows, year)
  const references = [...new Set(rows.flatMap(({ cells }) => cells.CHILD ?? []))]
  const statements = (await storedStatements(tx, references)).filter((statement) => statement.year !== year)
  const validation = new Validation(fileRows, statements, await lookupsFor(tx, fileRows, statements))
  return { breaches: [...validation.breaches()].flat(), undecided: validation.undecided }
}

/** How many rows a return has in each module that has any. */
export function countModules(rows: readonly MadeRow[]) {
  const byModule = groupBy(rows, ({ module }) => module)
  return returnFiles.flatMap(({ module, file }) => {
    const count = byModule.get(module)?.length ?? 0
    return count === 0 ? [] : [{ module, file, rows: count }]
  })
}
