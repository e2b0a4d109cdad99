import {
  isListOfOfsted,
  listColumns,
  listHeadings,
  type ListField,
} from '../../../domain/supply/ofsted-lists.ts'
import { FileFault } from '../../../platform/files/file-fault.ts'
import { tablesInFile } from '../../../platform/files/tables.ts'
import type { UploadedFile } from '../../../platform/http/uploads.ts'
import type { FilesRead } from '../read-sheets.ts'

/** A row of one of Ofsted's lists. */
export interface ListRow {
  file: string
  sheet: string | null
  line: number
  cells: Readonly<Record<ListField, string>>
}

/** More than are registered in England. */
const mostListRows = 50_000
/** How many lines may stand above the headings. */
const mostTitles = 10

/** Reads Ofsted's lists. Sheets that are none, such as those of conditions, are passed over if another is read. */
export async function readLists(
  files: readonly UploadedFile[],
  maxBytes: number,
): Promise<FilesRead<ListRow>> {
  const { rows, faults, notes }: FilesRead<ListRow> = { rows: [], faults: [], notes: [] }
  const budget = { left: maxBytes }
  for (const file of files) {
    try {
      let lists = 0
      for (const { sheet, lines } of await tablesInFile(file, budget)) {
        let columns: Map<ListField, number> | null = null
        let titles = 0
        for await (const { line, cells } of lines()) {
          if (columns) {
            if (rows.length >= mostListRows) throw new FileFault(`there are more than ${mostListRows} rows`)
            const row = rowOfList(columns, cells)
            if (row.urn !== '') rows.push({ file: file.name, sheet, line, cells: row })
            continue
          }
          const candidate = listColumns(cells)
          if (isListOfOfsted(candidate)) columns = candidate
          else if (++titles > mostTitles) break
        }
        if (columns) lists++
      }
      if (lists === 0)
        throw new FileFault(
          "it is none of Ofsted's lists: those have columns URN, Provider type, Setting name and Registration status",
        )
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      faults.push({ file: file.name, sheet: null, reason: error.message })
    }
  }
  return { rows, faults, notes }
}

const fields = Object.keys(listHeadings) as ListField[]

function rowOfList(columns: ReadonlyMap<ListField, number>, cells: readonly string[]): ListRow['cells'] {
  const textAt = (field: ListField) => (cells[columns.get(field) ?? -1] ?? '').trim().replace(/^-$/, '')
  const row = Object.fromEntries(fields.map((field) => [field, textAt(field)])) as Record<ListField, string>
  return { ...row, urn: row.urn.toUpperCase().replaceAll(/\s/g, '') }
}
