import { createReadStream } from 'node:fs'
import {
  moduleOf,
  yearsOfEmpty,
  withYears,
  yearName,
  type Finding,
  type ModuleName,
  type EmptyModule,
  type EmptyTable,
  type GivenYear,
  type ReceivedRow,
  type ReturnRead,
  type UndatedRow,
} from '../../../../domain/ssda903/index.ts'
import {
  collect,
  gunzip,
  startsWith,
  textOfBytes,
  type ByteBudget,
} from '../../../../platform/files/bytes.ts'
import { csvLines } from '../../../../platform/files/csv.ts'
import { FileFault, FileTooLarge } from '../../../../platform/files/file-fault.ts'
import type { TableLine } from '../../../../platform/files/table-line.ts'
import { refuseOldWorkbook } from '../../../../platform/files/tables.ts'
import { isWorkbook, sheetsOf, type Sheet } from '../../../../platform/files/workbook.ts'
import { openArchive } from '../../../../platform/files/zip.ts'
import type { UploadedFile } from '../../../../platform/http/uploads.ts'
import { Extent } from './extent.ts'
import { NoModule, readTable } from './table.ts'
import { readXml } from './xml.ts'

/** A file, or a file or sheet in it, with the modules and collection years of its rows. */
export interface FileRead {
  name: string
  modules: string[]
  rows: number
  years: string[]
}

export interface ReadFiles {
  rows: ReceivedRow[]
  /** One for each file that can't be read, or whose year is in doubt. */
  faults: Finding[]
  /** How files are read, where that needs saying. */
  notes: Finding[]
  files: FileRead[]
  returns: ReturnRead[]
  /** Modules that say of a year that nobody is in them. */
  empty: EmptyModule[]
  /** Why not all of it was read, where it is larger than this service reads. */
  excess: string | null
}

/** Names of files that may hold a return; not of those that a Mac or Excel keeps beside them. */
export const readable =
  /^(?!.*(?:^|[/\\])(?:__MACOSX[/\\]|\._|~\$)).*\.(csv|txt|tsv|xml|xlsx|xlsm|zip)(\.gz)?$/i

/** What a Mac writes beside each file in an archive, and Excel beside an open workbook. */
const leftover = /(^|\/)(__MACOSX\/|\._|~\$)/

/** Archives may hold workbooks, which are archives too, but no archives of archives. */
const deepest = 2

/** Where something was found: in which file that was sent, and in how many archives in it. */
interface Place {
  upload: string
  depth: number
}

/** Reads files one after another and collects what they hold. */
class FilesReader {
  readonly rows: UndatedRow[] = []
  readonly faults: Finding[] = []
  readonly notes: Finding[] = []
  readonly files: FileRead[] = []
  readonly emptyTables: EmptyTable[] = []
  /** Why no more is read, where the submission is larger than this service reads. */
  excess: string | null = null
  #budget: ByteBudget
  readonly #extent = new Extent()

  constructor(maxBytes: number) {
    this.#budget = { left: maxBytes }
  }

  async read({ path, name }: UploadedFile): Promise<void> {
    await this.#orFault(name, async () => {
      const bytes = await collect(createReadStream(path), this.#budget)
      await this.#open(name, bytes, { upload: name, depth: 0 })
    })
  }

  /** Whatever a file holds: a table, the XML form, a workbook with sheets, or an archive with files. */
  async #open(name: string, content: Buffer, place: Place): Promise<void> {
    const bytes = await gunzip(content, this.#budget)
    refuseOldWorkbook(bytes)
    if (startsWith(bytes, 0x50, 0x4b)) return this.#openArchive(name, bytes, place)
    const text = textOfBytes(bytes)
    if (/^\uFEFF?\s*</.test(text)) await this.#take(name, place.upload, readXml(name, text, this.#extent))
    else await this.#takeTable(name, place.upload, csvLines(text))
  }

  async #openArchive(name: string, bytes: Buffer, { upload, depth }: Place) {
    if (depth >= deepest) throw new FileFault('archives are packed in archives; send the files themselves')
    // The files in it count, and not the archive.
    this.#budget.left += bytes.length
    const archive = await openArchive(bytes)
    if (isWorkbook(archive)) return this.#takeSheets(name, await sheetsOf(archive, this.#budget), upload)
    for (const entry of archive.names) {
      const entryName = `${name}/${entry}`
      if (leftover.test(entry)) {
        this.#note(entryName, 'not read: what a Mac or Excel keeps beside a file')
        continue
      }
      if (!readable.test(entry)) {
        this.#note(entryName, 'not read: a return is in files of CSV, XML or Excel')
        continue
      }
      await this.#orFault(entryName, async () => {
        const content = await archive.read(entry, this.#budget)
        if (content) await this.#open(entryName, content, { upload, depth: depth + 1 })
      })
    }
  }

  /** Sheets that are nothing like a module, such as one of notes, are passed over if another is read. */
  async #takeSheets(name: string, sheets: readonly Sheet[], upload: string): Promise<void> {
    const others: { name: string; fault: NoModule }[] = []
    for (const sheet of sheets) {
      const sheetName = `${name}/${sheet.name}`
      await this.#orFault(sheetName, async () => {
        try {
          await this.#takeTable(sheetName, upload, sheet.lines())
        } catch (error) {
          if (!(error instanceof NoModule)) throw error
          others.push({ name: sheetName, fault: error })
        }
      })
    }
    if (others.length === sheets.length) throw others[0]?.fault ?? new NoModule('the workbook has no sheets')
    for (const other of others) this.#note(other.name, `not read: ${other.fault.message}`)
  }

  #takeTable(name: string, upload: string, lines: AsyncIterable<TableLine>): Promise<void> {
    const noRow = (module: ModuleName) => this.emptyTables.push({ file: name, upload, module })
    return this.#take(
      name,
      upload,
      readTable(name, lines, {
        line: () => this.#extent.addLine(),
        note: (finding) => this.notes.push(finding),
        noRow,
      }),
    )
  }

  async #take(name: string, upload: string, source: AsyncIterable<UndatedRow>): Promise<void> {
    const modules = new Set<string>()
    const rows: UndatedRow[] = []
    for await (const row of source) {
      this.#extent.addRowOf(row.cells.CHILD ?? '')
      modules.add(moduleOf(row.module).title)
      rows.push({ ...row, upload })
    }
    for (const row of rows) this.rows.push(row)
    for (const { file, module } of this.emptyTables) if (file === name) modules.add(moduleOf(module).title)
    this.files.push({ name, modules: [...modules], rows: rows.length, years: [] })
  }

  async #orFault(name: string, work: () => Promise<void>): Promise<void> {
    if (this.excess !== null) return
    try {
      await work()
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      if (error instanceof FileTooLarge) this.excess = error.message
      this.files.push({ name, modules: [], rows: 0, years: [] })
      this.faults.push(aboutFile('rejected', name, error.message))
    }
  }

  #note(name: string, reason: string): void {
    this.notes.push(aboutFile('read', name, reason))
  }
}

function aboutFile(kind: 'rejected' | 'read', file: string, reason: string): Finding {
  return { kind, file, module: null, row: null, column: null, value: null, rule: null, reason }
}

/** Numbers files of the same name, so that the report tells them apart: `episodes.csv (2)`. */
function withDistinctNames(files: readonly UploadedFile[]): UploadedFile[] {
  const seen = new Map<string, number>()
  return files.map((file) => {
    const times = (seen.get(file.name) ?? 0) + 1
    seen.set(file.name, times)
    return times === 1 ? file : { ...file, name: `${file.name} (${times})` }
  })
}

export interface ReadingOptions {
  /** Maximum bytes of all files together, unpacked. */
  maxBytes: number
  today: string
  /** The collection year that the sender says the return is of. */
  year?: GivenYear | null
  /** Called after each file with the number of files read. */
  onRead?: (files: number) => void
}

/**
 * Reads all rows of a submission's files: CSV, XML and Excel workbooks, packed with gzip or zip or not, and finds the
 * collection year of each. A file that can't be read gives a fault.
 */
export async function readFiles(
  files: readonly UploadedFile[],
  { maxBytes, today, year = null, onRead = () => {} }: ReadingOptions,
): Promise<ReadFiles> {
  const reader = new FilesReader(maxBytes)
  for (const [index, file] of withDistinctNames(files).entries()) {
    await reader.read(file)
    onRead(index + 1)
  }
  const allRows = reader.excess === null ? reader.rows : []
  const { rows, returns, doubts, notes } = withYears(allRows, today, year)
  const empty = yearsOfEmpty(reader.emptyTables, returns, year)
  const filesRead = reader.files.map((file) => ({
    ...file,
    years: [
      ...new Set([
        ...returns.filter(({ files: names }) => names.includes(file.name)).map(nameOfYear),
        ...empty.flatMap(({ file: name, year: own }) => (name === file.name && own ? yearName(own) : [])),
      ]),
    ].sort(),
  }))
  const years = returns.flatMap((part) =>
    part.files.map((name) =>
      aboutFile('read', name, `read as the return of ${nameOfYear(part)}: ${part.because}`),
    ),
  )
  return {
    rows,
    faults: [...reader.faults, ...doubts],
    notes: [...reader.notes, ...years, ...notes, ...empty.map(emptyNote)],
    files: filesRead,
    returns,
    empty,
    excess: reader.excess,
  }
}

/** What is said of a module whose table has headings alone. */
function emptyNote({ file, module, year }: EmptyModule): Finding {
  const { title } = moduleOf(module)
  const reason =
    year === null
      ? `it has the headings of ${title} and no row, and nothing says of which year: it is not used`
      : `it has the headings of ${title} and no row: nobody is in ${title} of ${yearName(year)}`
  return { ...aboutFile('read', file, reason), module }
}

const nameOfYear = ({ year }: ReturnRead) => yearName(year)
