import { stringify } from 'csv-stringify/sync'
import { moduleOf, type ModuleName } from '../../../domain/ssda903/index.ts'
import { moduleNames } from '../../../domain/ssda903/modules.ts'
import type { MadeRow } from '../../../domain/ssda903/out/rows.ts'
import { writtenCells } from '../../../domain/ssda903/out/written.ts'

/** The modules of a return in their order, each with the name of its file. */
export const returnFiles = moduleNames.map((module) => ({
  module,
  file: `${module.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.csv`,
}))

/**
 * A module of a return as CSV, in the columns and the form of the guide. For another system to read and not for a
 * spreadsheet: nothing is escaped but as CSV has it.
 */
export function moduleCsv(module: ModuleName, rows: readonly MadeRow[]): string {
  const table = rows.filter((row) => row.module === module).map(({ cells }) => writtenCells(module, cells))
  const columns = moduleOf(module).columns.map(({ name }) => name)
  return stringify(table, { header: true, columns, record_delimiter: 'windows' })
}
