import { collectionYear } from '../../domain/ssda903/index.ts'
import { table, type TableRows } from './copy.ts'
import { dateOf, type Day } from './days.ts'

/** The collection years, each ending on 31 March, of which the demonstration has the rows that a return would have brought. */
export const returnYears = [2020, 2021, 2022, 2023]

/** A row of a module of a return, as an import would have stored it. */
export interface ReturnedRow {
  module: string
  child: string
  year: number
  /** What tells it from the child's other rows of the module and year; empty where there is one. */
  key: string
  cells: Readonly<Record<string, string>>
}

/** The collection year of a day. */
export const returnYearOf = (day: Day): number => collectionYear(dateOf(day))

/** The rows of returns, and the import that would have brought them. `modules` are their titles. */
export function importOfRows(
  { authority, importId }: { authority: string; importId: string },
  rows: readonly ReturnedRow[],
  modules: Readonly<Record<string, string>>,
): TableRows[] {
  const countsOf = (read: number) => {
    return { read, new: read, changed: 0, unchanged: 0, rejected: 0, repaired: 0, noted: 0 }
  }
  const none = { new: 0, changed: 0, unchanged: 0, removed: 0 }
  const tallies = Object.entries(modules).map(([module, title]) => {
    return { name: `${module}.csv`, title, rows: rows.filter((row) => row.module === module).length }
  })
  const counts = {
    ...countsOf(rows.length),
    withdrawn: 0,
    modules: Object.fromEntries(tallies.map(({ title, rows: count }) => [title, countsOf(count)])),
    records: { children: none, care_periods: none, legal_statuses: none, placements: none },
  }
  const files = tallies.map(({ name, title, rows: count }) => ({ name, modules: [title], rows: count }))
  return [
    table(
      'imports',
      ['id', 'authority_code', 'kind', 'status', 'requested_by', 'files', 'counts', 'finished_at'],
      [
        [
          importId,
          authority,
          'ssda903',
          'succeeded',
          'demonstration',
          JSON.stringify(files),
          JSON.stringify(counts),
          'now',
        ],
      ],
    ),
    table(
      'return_rows',
      ['authority_code', 'child_reference', 'module', 'collection_year', 'key', 'cells', 'import_id'],
      rows.map(({ module, child, year, key, cells }) => [
        authority,
        child,
        module,
        year,
        key,
        JSON.stringify(cells),
        importId,
      ]),
    ),
  ]
}
