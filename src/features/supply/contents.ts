import { sheets, type SupplySheet, type SheetTitle } from '../../domain/supply/sheets.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { AnyResource } from '../../platform/http/resource-declaration.ts'
import { textOfReference } from './references.ts'
import { SupplyRegister } from './register.ts'
import type { WrittenRow } from './workbook.ts'

const allSheets: readonly SupplySheet[] = sheets

/** The sheets of these titles, in their order in the workbook; all without titles. */
export const sheetsOfTitles = (titles: readonly SheetTitle[] | undefined): SupplySheet[] =>
  allSheets.filter(({ title }) => !titles || (titles as readonly string[]).includes(title))

/** The authority's own records as rows of sheets, as the caller may see them, in the order of their names. */
export async function contentsOf(
  tx: Tx,
  resources: ReadonlyMap<string, AnyResource>,
  list: readonly SupplySheet[],
): Promise<{ sheet: SupplySheet; rows: WrittenRow[] }[]> {
  const register = new SupplyRegister(tx, resources)
  const contents = []
  for (const sheet of list) {
    const records = (await register.of(sheet.records)).rows
    const { present } = register.resource(sheet.records)
    const rows = []
    for (const record of records) {
      if (sheet.kinds && !Object.hasOwn(sheet.kinds, record.kind as string)) continue
      const row = present ? (present(record, tx.principal, {}) as AnyRow) : record
      rows.push(await writtenRow(register, sheet, row))
    }
    const names = sheet.columns.filter(({ field, isLookup }) => sheet.keys.flat().includes(field) || isLookup)
    const nameOf = (row: WrittenRow) => JSON.stringify(names.map(({ field }) => row[field] ?? ''))
    contents.push({ sheet, rows: rows.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) })
  }
  return contents
}

async function writtenRow(register: SupplyRegister, sheet: SupplySheet, record: AnyRow): Promise<WrittenRow> {
  const row: Record<string, unknown> = {}
  for (const column of sheet.columns) {
    const value = column.isLookup
      ? (await register.of('beds')).get(record.bedId as string)?.homeId
      : record[column.field]
    row[column.field] =
      column.holds.kind === 'record' && typeof value === 'string'
        ? await textOfReference(register, column, value)
        : value
  }
  return row
}
