import { writeXlsx, type CellValue, type DataValidation, type WriteSheet } from 'hucre/xlsx'
import { codesOf, type Labels } from '../../domain/codes.ts'
import { writeCell } from '../../domain/supply/cells.ts'
import type { SheetColumn } from '../../domain/supply/columns.ts'
import type { SupplySheet } from '../../domain/supply/sheets.ts'

const notesTitle = 'Notes'
const listsTitle = 'Lists'
/** Sheets that the service adds to those of records, and passes over when the workbook comes back. */
export const sheetsOfItself: readonly string[] = [notesTitle, listsTitle]

/** Rows that have a drop-down list, beside those that are filled. */
const spareRows = 500

/** A record as the row of a sheet, by the fields of its columns. References are names. */
export type WrittenRow = Readonly<Record<string, unknown>>

const yesOrNo: Labels = { yes: 'Yes', no: 'No' }

function choicesOf({ holds }: SheetColumn): Labels | undefined {
  if (holds.kind === 'yes-no') return yesOrNo
  return holds.kind === 'code' ? holds.codes : undefined
}

/**
 * A workbook with these sheets: their rows under their headings, lists to choose from where a column takes one of a list, and
 * first a sheet of notes that says what each column takes. Texts are texts, so that none is run as a formula.
 */
export async function writeWorkbook(
  contents: readonly { sheet: SupplySheet; rows: readonly WrittenRow[] }[],
): Promise<Buffer> {
  const lists = new Map<Labels, string>()
  const columns: string[][] = []
  const rangeOf = (choices: Labels): string => {
    const labels = Object.values(choices)
    const letter = columnLetter(columns.length)
    const range = lists.get(choices) ?? `${listsTitle}!$${letter}$1:$${letter}$${labels.length}`
    if (!lists.has(choices)) columns.push(labels)
    lists.set(choices, range)
    return range
  }
  const dataSheets = contents.map(({ sheet, rows }) => dataSheet(sheet, rows, rangeOf))
  const height = Math.max(1, ...columns.map((labels) => labels.length))
  const listRows = Array.from({ length: height }, (_, row) => columns.map((labels) => labels[row] ?? null))
  const bytes = await writeXlsx({
    sheets: [
      notesSheet(contents.map(({ sheet }) => sheet)),
      ...dataSheets,
      { name: listsTitle, rows: listRows, hidden: true },
    ],
  })
  return Buffer.from(bytes)
}

function dataSheet(
  sheet: SupplySheet,
  rows: readonly WrittenRow[],
  rangeOf: (choices: Labels) => string,
): WriteSheet {
  const last = rows.length + 1 + spareRows
  const dataValidations = sheet.columns.flatMap((column, index): DataValidation[] => {
    const choices = choicesOf(column)
    const letter = columnLetter(index)
    if (!choices) return []
    return [
      {
        type: 'list',
        formula1: rangeOf(choices),
        range: `${letter}2:${letter}${last}`,
        allowBlank: true,
        showErrorMessage: true,
        errorStyle: 'stop',
        errorTitle: column.heading,
        errorMessage: 'Choose one of the list.',
      },
    ]
  })
  return {
    name: sheet.title,
    columns: sheet.columns.map((column) => ({
      width: Math.max(12, column.heading.length + 2),
      ...(column.holds.kind === 'day' ? { numFmt: 'dd/mm/yyyy' } : {}),
      ...(column.holds.kind === 'money' ? { numFmt: '#,##0.00' } : {}),
    })),
    rows: [
      sheet.columns.map(({ heading }) => heading),
      ...rows.map((row) => sheet.columns.map((column) => cellOf(column, row[column.field]))),
    ],
    cells: new Map(sheet.columns.map((_, index) => [`0,${index}`, { style: { font: { bold: true } } }])),
    freezePane: { rows: 1 },
    dataValidations,
  }
}

function cellOf({ holds }: SheetColumn, value: unknown): CellValue {
  const cell = writeCell(holds, value)
  return holds.kind === 'day' && typeof cell === 'string' ? new Date(`${cell}T00:00:00Z`) : cell
}

function notesSheet(list: readonly SupplySheet[]): WriteSheet {
  const rows = list.flatMap((sheet): CellValue[][] => [
    [],
    [sheet.title, sheet.words],
    ['Column', 'What it takes', 'Needed', 'One of'],
    ...sheet.columns.map((column): CellValue[] => [
      column.heading,
      column.words,
      column.isRequired ? 'Yes, of a new row' : '',
      choicesInWords(column),
    ]),
  ])
  return {
    name: notesTitle,
    columns: [{ width: 24 }, { width: 90 }, { width: 18 }, { width: 60 }],
    rows: [...introduction.map((line) => [line]), ...rows],
  }
}

const introduction = [
  'Supply: one row a record. Send it to POST /v1/supply/loads, first with dryRun=true.',
  'A row is of the record that its Identifier or its names say; one that is of no record yet is a new one.',
  'A blank cell leaves what is recorded as it is. To empty a field, write (empty). A row that is left out changes nothing.',
  'Days are written 31/03/2026, the day first. Several of a list: with a semicolon between two.',
]

function choicesInWords({ holds }: SheetColumn): string {
  if (holds.kind === 'yes-no') return 'Yes; No'
  if (holds.kind !== 'code' && holds.kind !== 'several') return ''
  return holds.codes
    ? codesOf(holds.codes)
        .map((key) => holds.codes?.[key])
        .join('; ')
    : ''
}

/** The letters of a column, from 0: AB of 27. */
function columnLetter(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}
