import { plain } from '../../domain/supply/cells.ts'
import type { SheetColumn } from '../../domain/supply/columns.ts'
import { sheets, type SheetTitle, type SupplySheet } from '../../domain/supply/sheets.ts'
import type { ByteBudget } from '../../platform/files/bytes.ts'
import { FileFault } from '../../platform/files/file-fault.ts'
import type { TableLine } from '../../platform/files/table-line.ts'
import { tablesInFile, type FileTable } from '../../platform/files/tables.ts'
import { withoutEscape } from '../../platform/http/csv.ts'
import type { UploadedFile } from '../../platform/http/uploads.ts'
import { sheetsOfItself } from './workbook.ts'

/** A row of a sheet: its cells by the headings of the columns that are known. */
export interface SheetRow {
  file: string
  sheet: SheetTitle
  /** The line of the file. */
  line: number
  cells: ReadonlyMap<string, string>
}

/** How a file or sheet was read, or why it was not. */
export interface FileNote {
  file: string
  sheet: string | null
  reason: string
}

/** What was read of files. */
export interface FilesRead<Row> {
  rows: Row[]
  /** What can't be read: it refuses the load. */
  faults: FileNote[]
  /** What is passed over. */
  notes: FileNote[]
}

export type SheetsRead = FilesRead<SheetRow>

/** Rows of all files together: more is no file of an authority. */
const mostRows = 20_000
/** How many lines may stand above the headings: a title, a date, an empty line. */
const mostAbove = 10

/** Reads the sheets of all files. */
export async function readSheets(files: readonly UploadedFile[], maxBytes: number): Promise<SheetsRead> {
  const read: SheetsRead = { rows: [], faults: [], notes: [] }
  const budget: ByteBudget = { left: maxBytes }
  for (const file of files) {
    await orFault(read, { file: file.name, sheet: null }, async () => {
      const tables = await tablesInFile(file, budget)
      const counts = []
      for (const table of tables) counts.push(await readTableOfFile(read, file.name, table))
      if (counts.every((count) => count === null))
        throw new FileFault(
          'it has no sheet of the supply workbook: GET /v1/supply/workbook gives an empty one',
        )
    })
  }
  return read
}

/** Reads a table; resolves to the number of its rows, or null where it is no sheet of the workbook. */
async function readTableOfFile(read: SheetsRead, file: string, table: FileTable): Promise<number | null> {
  if (table.sheet !== null && sheetsOfItself.includes(table.sheet)) return null
  const place = { file, sheet: table.sheet }
  let count: number | null = null
  await orFault(read, place, async () => {
    let layout: Layout | null = null
    const upper: string[][] = []
    for await (const { line, cells } of table.lines()) {
      if (!cells.some((cell) => cell.trim() !== '')) continue
      if (layout) {
        if (read.rows.length >= mostRows) throw new FileFault(`there are more than ${mostRows} rows`)
        read.rows.push(rowOf(file, layout, { line, cells }))
        count = (count ?? 0) + 1
        continue
      }
      layout = recogniseSheet(table.sheet, cells)
      if (layout) {
        count = 0
        for (const heading of layout.others)
          read.notes.push({
            ...place,
            reason: `the column ${heading} is none of ${layout.sheet.title}: not read`,
          })
      } else if (upper.push(cells) > mostAbove) break
    }
    if (layout) return
    const target = sheetOfName(table.sheet)
    if (target)
      throw new FileFault(`${target.title} lacks the columns ${lacks(target, upper[0] ?? []).join(', ')}`)
    if (table.sheet === null && upper[0]) throw new FileFault(nearness(upper[0]))
    read.notes.push({ ...place, reason: 'is no sheet of the supply workbook: not read' })
  })
  return count
}

async function orFault(
  read: SheetsRead,
  place: { file: string; sheet: string | null },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    read.faults.push({ ...place, reason: error.message })
  }
}

interface Layout {
  sheet: SupplySheet
  columns: (SheetColumn | undefined)[]
  /** Headings that are none of the sheet's. */
  others: string[]
}

const allSheets: readonly SupplySheet[] = sheets

function sheetOfName(name: string | null): SupplySheet | undefined {
  if (name === null) return undefined
  return allSheets.find(({ title, aliases }) => [title.toLowerCase(), ...aliases].includes(plain(name)))
}

/** The sheet whose headings these are: that of the name, else the one of which most are there. */
function recogniseSheet(name: string | null, headings: readonly string[]): Layout | null {
  const target = sheetOfName(name)
  const candidates = (target ? [target] : allSheets)
    .filter((sheet) => lacks(sheet, headings).length === 0)
    .map((sheet) => ({ sheet, columns: columnsUnder(sheet, headings) }))
  const count = ({ columns }: { columns: readonly unknown[] }) => columns.filter(Boolean).length
  const [best] = candidates.sort((a, b) => count(b) - count(a))
  if (!best) return null
  const twice = best.columns.find((column, index) => column && best.columns.indexOf(column) !== index)
  if (twice) throw new FileFault(`the column ${twice.heading} is there twice`)
  const others = headings.filter((heading, index) => heading.trim() !== '' && !best.columns[index])
  return { ...best, others: others.slice(0, 20).map((heading) => heading.trim().slice(0, 60)) }
}

const columnsUnder = (sheet: SupplySheet, headings: readonly string[]) =>
  headings.map((heading) => sheet.columns.find((column) => isHeadingOf(column, heading)))

const isHeadingOf = ({ heading, aliases = [] }: SheetColumn, text: string) => {
  const name = plain(text.replaceAll(/[*_]/g, ' '))
  return name === heading.toLowerCase() || aliases.includes(name)
}

/** The columns without which no row says which record it is of. */
function lacks(sheet: SupplySheet, headings: readonly string[]): string[] {
  const fields = new Set(sheet.keys.flat())
  const fixedColumns = sheet.columns.filter(
    ({ field, isRequired, isLookup }) => isRequired && (fields.has(field) || isLookup),
  )
  return fixedColumns
    .filter((column) => !headings.some((heading) => isHeadingOf(column, heading)))
    .map(({ heading }) => heading)
}

function nearness(headings: readonly string[]): string {
  const [nearest] = allSheets
    .map((sheet) => ({
      sheet,
      gaps: lacks(sheet, headings),
      matches: columnsUnder(sheet, headings).filter(Boolean),
    }))
    .sort((a, b) => b.matches.length - a.matches.length)
  const names = headings.slice(0, 15).map((heading) => heading.trim().slice(0, 30))
  const reason = `its columns (${names.join(', ')}) are those of no sheet`
  return nearest && nearest.matches.length > 0
    ? `${reason}; they come nearest to ${nearest.sheet.title}, of which it lacks ${nearest.gaps.join(', ')}`
    : reason
}

function rowOf(file: string, { sheet, columns }: Layout, { line, cells }: TableLine): SheetRow {
  const entries = cells.flatMap((cell, index): [string, string][] => {
    const column = columns[index]
    return column ? [[column.heading, withoutEscape(cell.trim())]] : []
  })
  return { file, sheet: sheet.title as SheetTitle, line, cells: new Map(entries) }
}
