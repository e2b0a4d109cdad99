import { groupBy } from '../group.ts'
import type { ModuleName } from './modules.ts'
import { rules } from './rules.ts'

/** A row as received, with cells by column name. `row` is the line of a CSV file, or the number of an XML record. */
export interface ReceivedRow {
  file: string
  row: number
  module: ModuleName
  /** The collection year, named by the calendar year in which it ends. */
  year: number
  cells: Readonly<Record<string, string>>
  /** Why the row cannot be read cell by cell. */
  fault?: string
}

/**
 * A finding on a row. *rejected*: the row cannot be used. *repaired*: it is used with the change that `reason` gives.
 * *noted*: it is used unchanged although it breaks a rule. *read*: how a file, or a cell that is not in the guide's form,
 * was read.
 */
export interface Finding {
  kind: 'rejected' | 'repaired' | 'noted' | 'read'
  file: string
  module: ModuleName | null
  row: number | null
  column: string | null
  value: string | null
  /** The number of the collection's validation rule. */
  rule: string | null
  reason: string
}

/** A valid row in normal form: ISO dates, codes in capitals, compact postcodes, no empty cells. */
export interface Statement {
  module: ModuleName
  child: string
  year: number
  /** Identifies it among the statements of its module, child and year. */
  key: string
  cells: Readonly<Record<string, string>>
  /** The row that it came from; null for one stored by an earlier import. */
  from: ReceivedRow | null
}

/** Makes a finding. Its reason is the rule's text followed by `more`, such as what was done about it. */
export function finding(
  kind: Finding['kind'],
  row: ReceivedRow,
  { rule, column, more = '' }: { rule: string | null; column: string | null; more?: string },
): Finding {
  const words = [rule === null ? '' : rules[rule], more].filter(Boolean).join('; ')
  const value = column === null ? null : (row.cells[column] ?? null)
  return { kind, file: row.file, module: row.module, row: row.row, column, value, rule, reason: words }
}

/** A statement's cells as a string for comparison, independent of the order of columns. */
export function content(cells: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Whether two statements' cells say the same, whatever the order of their columns. */
export function haveSameCells(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const columns = Object.keys(a)
  return columns.length === Object.keys(b).length && columns.every((column) => a[column] === b[column])
}

/** The findings with those of one kind of reading put together: one for each file, column and form, at its first cell. */
export function summarise(findings: readonly Finding[]): Finding[] {
  const others = findings.filter(({ kind, row }) => kind !== 'read' || row === null)
  const cells = findings.filter(({ kind, row }) => kind === 'read' && row !== null)
  const alike = groupBy(cells, ({ file, module, column, reason }) =>
    JSON.stringify([file, module, column, reason]),
  )
  const summaries = [...alike.values()].map((group) => {
    const first = group.reduce((a, b) => ((b.row ?? 0) < (a.row ?? 0) ? b : a))
    const more = group.length === 1 ? '' : `, as in ${group.length - 1} more cells of the column`
    return { ...first, reason: `written as ${first.reason}${more}; read so` }
  })
  return [...others, ...summaries]
}
