import {
  moduleOf,
  withYears,
  type Finding,
  type ReceivedRow,
  type UndatedRow,
} from '../../../../domain/ssda903/index.ts'
import { readCsv } from './csv.ts'
import { FileFault } from './file-fault.ts'
import { readText, type ByteBudget } from './text.ts'
import { readXml } from './xml.ts'

/** A file of a submission: its path here, and the name that its sender gave it. */
export interface SubmittedFile {
  path: string
  name: string
}

export interface ReadFiles {
  rows: ReceivedRow[]
  /** One finding for each file that can't be read. */
  findings: Finding[]
  files: { name: string; modules: string[]; rows: number }[]
}

async function readFile({ path, name }: SubmittedFile, budget: ByteBudget): Promise<UndatedRow[]> {
  const text = await readText(path, budget)
  const rows: UndatedRow[] = []
  const xml = /^\uFEFF?\s*</.test(text)
  for await (const row of xml ? readXml(name, text) : readCsv(name, text)) rows.push(row)
  return rows
}

/** Numbers files of the same name, so that the report tells them apart: `episodes.csv (2)`. */
function withDistinctNames(files: readonly SubmittedFile[]): SubmittedFile[] {
  const seen = new Map<string, number>()
  return files.map((file) => {
    const times = (seen.get(file.name) ?? 0) + 1
    seen.set(file.name, times)
    return times === 1 ? file : { ...file, name: `${file.name} (${times})` }
  })
}

/**
 * Reads all rows of a submission's files, CSV or XML, gzipped or not. A file that can't be read gives a finding.
 *
 * @param maxBytes maximum bytes of all files together, unpacked
 * @param onRead called after each file with the number of files read
 */
export async function readFiles(
  files: readonly SubmittedFile[],
  maxBytes: number,
  today: string,
  onRead: (files: number) => void = () => {},
): Promise<ReadFiles> {
  const budget = { left: maxBytes }
  const read: ReadFiles = { rows: [], findings: [], files: [] }
  const rowsOfFiles: UndatedRow[] = []
  for (const file of withDistinctNames(files)) {
    try {
      const rows = await readFile(file, budget)
      for (const row of rows) rowsOfFiles.push(row)
      const modules = [...new Set(rows.map(({ module }) => moduleOf(module).title))]
      read.files.push({ name: file.name, modules, rows: rows.length })
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      read.files.push({ name: file.name, modules: [], rows: 0 })
      read.findings.push(unreadable(file.name, error.message))
    }
    onRead(read.files.length)
  }
  read.rows = withYears(rowsOfFiles, today)
  return read
}

function unreadable(file: string, reason: string): Finding {
  return { kind: 'rejected', file, module: null, row: null, column: null, value: null, rule: null, reason }
}
