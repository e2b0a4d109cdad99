import { createReadStream } from 'node:fs'
import type { UploadedFile } from '../http/uploads.ts'
import { collect, gunzip, startsWith, textOfBytes, type ByteBudget } from './bytes.ts'
import { csvLines } from './csv.ts'
import { FileFault } from './file-fault.ts'
import type { TableLine } from './table-line.ts'
import { isWorkbook, sheetsOf } from './workbook.ts'
import { openArchive } from './zip.ts'

/** A table of a file: the whole of a CSV file, or a sheet of a workbook. */
export interface FileTable {
  /** Null of a CSV file. */
  sheet: string | null
  lines: () => AsyncIterable<TableLine>
}

/**
 * The tables of a file of CSV or Excel, packed with gzip or not.
 * @throws {FileFault} when it is neither, is damaged, or is larger unpacked than the budget
 */
export async function tablesInFile({ path }: UploadedFile, budget: ByteBudget): Promise<FileTable[]> {
  const bytes = await gunzip(await collect(createReadStream(path), budget), budget)
  refuseOldWorkbook(bytes)
  if (startsWith(bytes, 0x50, 0x4b)) {
    // The files in it count, and not the archive.
    budget.left += bytes.length
    const archive = await openArchive(bytes)
    if (!isWorkbook(archive))
      throw new FileFault('this is an archive of files: send the workbook or the CSV files themselves')
    const sheets = await sheetsOf(archive, budget)
    return sheets.map(({ name, lines }) => ({ sheet: name, lines }))
  }
  const text = textOfBytes(bytes)
  return [{ sheet: null, lines: () => csvLines(text) }]
}

/** @throws {FileFault} for a workbook in the format of before 2007, or with a password, which is in that format too */
export function refuseOldWorkbook(bytes: Buffer): void {
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new FileFault(
      'this is a workbook with a password, or of before 2007 (.xls); save it as .xlsx without one',
    )
}
