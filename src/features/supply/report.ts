import { sheetOf } from '../../domain/supply/sheets.ts'
import type { SheetRow, SheetsRead } from './read-sheets.ts'

export const loadOutcomes = ['new', 'changed', 'unchanged', 'refused'] as const
export type LoadOutcome = (typeof loadOutcomes)[number]

/** Why a row can't be used: in which column, what it says, and what would be right. */
export interface CellFault {
  column: string | null
  value: string | null
  reason: string
}

/** What became of a row. */
export interface RowResult {
  row: SheetRow
  outcome: LoadOutcome
  /** Of the record; null where it is refused. */
  id: string | null
  /** The columns whose values were recorded. */
  columns: string[]
  faults: CellFault[]
}

export type SupplyReport = ReturnType<typeof reportOf>

/** The report of a load: what was read, and of each row what became of it or would. */
export function reportOf(
  { faults, notes }: SheetsRead,
  results: readonly RowResult[],
  { dryRun, isUsable }: { dryRun: boolean; isUsable: boolean },
) {
  const isDone = isUsable && !dryRun
  const titles = [...new Set(results.map(({ row }) => row.sheet))]
  return {
    status: isUsable ? (dryRun ? ('possible' as const) : ('done' as const)) : ('refused' as const),
    dryRun,
    detail: isUsable
      ? dryRun
        ? 'A dry run: nothing is recorded.'
        : null
      : "Something can't be used, so nothing is recorded. Correct it, or send acceptPartial for the rest.",
    counts: { rows: results.length, ...tally(results) },
    sheets: titles.map((sheet) => {
      const rows = results.filter(({ row }) => row.sheet === sheet)
      return { sheet, rows: rows.length, ...tally(rows) }
    }),
    files: [
      ...faults.map((fault) => ({ ...fault, outcome: 'refused' as const })),
      ...notes.map((note) => ({ ...note, outcome: 'noted' as const })),
    ],
    rows: results.map(({ row, outcome, id, columns, faults: reasons }) => ({
      file: row.file,
      sheet: row.sheet,
      row: row.line,
      record: recordName(row),
      outcome,
      // The record of a new row is there only once it is recorded.
      id: outcome === 'new' && !isDone ? null : id,
      columns,
      faults: reasons,
    })),
  }
}

function tally(results: readonly RowResult[]): Record<LoadOutcome, number> {
  const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 }
  for (const { outcome } of results) counts[outcome] += 1
  return counts
}

/** What the row calls its record: the cells that name it. */
function recordName({ sheet, cells }: SheetRow): string {
  const { keys, columns } = sheetOf(sheet)
  const fields = keys.flat()
  return columns
    .filter(({ field, isLookup }) => fields.includes(field) || isLookup)
    .map(({ heading }) => cells.get(heading) ?? '')
    .filter((text) => text !== '')
    .join(', ')
}

/** The report as lines of CSV: one a fault, and one a row or file without any. */
export function linesOfReport({ files, rows }: SupplyReport): Record<string, unknown>[] {
  const none = { column: null, value: null, reason: null }
  return [
    ...files.map(({ file, sheet, outcome, reason }) => ({
      file,
      sheet,
      row: null,
      record: null,
      outcome,
      ...none,
      reason,
    })),
    ...rows.flatMap(({ file, sheet, row, record, outcome, columns, faults }) =>
      (faults.length > 0
        ? faults
        : [{ ...none, column: outcome === 'changed' ? columns.join('; ') : null }]
      ).map((fault) => ({ file, sheet, row, record, outcome, ...fault })),
    ),
  ]
}

export const reportColumns = [
  'file',
  'sheet',
  'row',
  'record',
  'outcome',
  'column',
  'value',
  'reason',
] as const
