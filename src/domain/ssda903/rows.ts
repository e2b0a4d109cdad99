import type { ModuleName } from './modules.ts'
import { rules } from './rules.ts'

/** A row as it came, its cells by column name. `row` is the line of a CSV file, or the nth such record of XML. */
export interface ReceivedRow {
  file: string
  row: number
  module: ModuleName
  /** The collection year, named by the calendar year in which it ends. */
  year: number
  cells: Readonly<Record<string, string>>
  /** Why the row can't be read cell by cell. */
  fault?: string
}

/**
 * What is said about a row: *rejected*, the row can't be used; *repaired*, it is used with a change, which is
 * told; *noted*, it is used as it stands though it breaks a rule.
 */
export interface Finding {
  kind: 'rejected' | 'repaired' | 'noted'
  file: string
  module: ModuleName | null
  row: number | null
  column: string | null
  value: string | null
  /** The collection's own rule number. */
  rule: string | null
  reason: string
}

/** A valid row: ISO dates, codes in capitals, compact postcodes, and no empty cells. */
export interface Statement {
  module: ModuleName
  child: string
  year: number
  /** What tells it from the other statements of its module, child and year. */
  key: string
  cells: Readonly<Record<string, string>>
  /** The row that says it; null for one kept from an earlier import. */
  from: ReceivedRow | null
}

/** A finding on a row, with the rule's own words before what was done about it. */
export function finding(
  kind: Finding['kind'],
  row: ReceivedRow,
  rule: string | null,
  column: string | null,
  more = '',
): Finding {
  const words = [rule === null ? '' : rules[rule], more].filter(Boolean).join('; ')
  const value = column === null ? null : (row.cells[column] ?? null)
  return { kind, file: row.file, module: row.module, row: row.row, column, value, rule, reason: words }
}

/** A statement's content, comparable: the same whatever the order of its columns. */
export function content(cells: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1)))
}
