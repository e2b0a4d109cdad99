import { addDays } from '../../domain/dates.ts'
import { textOfBytes, type ByteBudget } from './bytes.ts'
import { readElements, type Attributes, type ElementHandler } from './elements.ts'
import { FileFault } from './file-fault.ts'
import type { TableLine } from './table-line.ts'
import type { Archive } from './zip.ts'

/** Columns that a sheet may have: those of all modules together are fewer. A cell further right is no part of a table. */
const mostColumns = 256

const folder = 'xl/'
const contents = `${folder}workbook.xml`

export const isWorkbook = ({ names }: Archive) => names.includes(contents)

export interface Sheet {
  name: string
  lines: () => AsyncGenerator<TableLine>
}

/** How the value of a cell is shown: as a date, or with leading zeros to a length. */
interface Format {
  isDate: boolean
  digits: number
}

interface Book {
  strings: readonly string[]
  formats: readonly Format[]
  /** Excel for the Mac counted days from 1904. */
  from1904: boolean
}

/** Reads a part of the workbook that it may lack. */
async function readPart(archive: Archive, name: string, budget: ByteBudget, handler: ElementHandler) {
  const bytes = await archive.read(name, budget)
  if (!bytes) return
  const elements = readElements(textOfBytes(bytes), [], handler)
  while (!(await elements.next()).done) continue
}

/** The sheets of an Excel workbook (Office Open XML). Each is unpacked when its lines are read, and one row at a time is kept. */
export async function sheetsOf(archive: Archive, budget: ByteBudget): Promise<Sheet[]> {
  const list: { name: string; relation: string }[] = []
  const book = { strings: [] as string[], formats: [] as Format[], from1904: false }
  await readPart(archive, contents, budget, {
    open(element, attributes) {
      if (element === 'sheet') list.push({ name: attributes.name ?? '', relation: attributes['r:id'] ?? '' })
      if (element === 'workbookPr') book.from1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
    },
    close() {},
  })
  const targets = new Map<string, string>()
  await readPart(archive, `${folder}_rels/workbook.xml.rels`, budget, {
    open(_element, { Id, Target }) {
      if (Id && Target) targets.set(Id, Target.startsWith('/') ? Target.slice(1) : folder + Target)
    },
    close() {},
  })
  await readPart(archive, `${folder}sharedStrings.xml`, budget, stringsInto(book.strings))
  await readPart(archive, `${folder}styles.xml`, budget, formatsInto(book.formats))
  return list.map(({ name, relation }) => ({
    name,
    lines: () => linesOf(archive, targets.get(relation) ?? '', budget, book),
  }))
}

function stringsInto(strings: string[]): ElementHandler {
  let isPhonetic = false
  return {
    open(element) {
      if (element === 'si') strings.push('')
      if (element === 'rPh') isPhonetic = true
    },
    close(element, text) {
      if (element === 'rPh') isPhonetic = false
      if (element === 't' && !isPhonetic) strings[strings.length - 1] += text
    },
  }
}

/** Numbers of Excel's own formats that show a date. */
const dateFormats = [
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 34, 35, 36, 45, 46, 47, 50, 57, 58,
]

function formatsInto(formats: Format[]): ElementHandler {
  const codes = new Map<string, string>()
  let isOfCells = false
  return {
    open(element, { numFmtId = '', formatCode = '' }) {
      if (element === 'numFmt') codes.set(numFmtId, formatCode)
      if (element === 'cellXfs') isOfCells = true
      if (element !== 'xf' || !isOfCells) return
      const code = codes.get(numFmtId) ?? ''
      const content = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
      formats.push({
        isDate: dateFormats.includes(Number(numFmtId)) || /[dmy]/i.test(content),
        digits: /^0+$/.test(code) ? code.length : 0,
      })
    },
    close(element) {
      if (element === 'cellXfs') isOfCells = false
    },
  }
}

/** The position of a cell's column, from 0: 27 for `AB12`. */
function columnIndex(reference: string): number {
  const letters = /^[A-Z]+/i.exec(reference)?.[0].toUpperCase() ?? ''
  const index = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  if (index < mostColumns) return index
  throw new FileFault(`there is something in the cell ${reference}, far from any table: clear it`)
}

async function* linesOf(
  archive: Archive,
  target: string,
  budget: ByteBudget,
  book: Book,
): AsyncGenerator<TableLine> {
  const bytes = await archive.read(target, budget)
  if (!bytes) throw new FileFault('the sheet is missing from the workbook; save it anew')
  const ready: TableLine[] = []
  yield* readElements(textOfBytes(bytes), ready, sheetInto(ready, book))
}

function sheetInto(ready: TableLine[], book: Book): ElementHandler {
  let line: TableLine = { line: 0, cells: [] }
  let cell: Attributes = {}
  let [value, next, width] = ['', 0, 0]
  return {
    open(element, attributes) {
      if (element === 'row') {
        line = { line: Number(attributes.r ?? line.line + 1), cells: [] }
        next = 0
      }
      if (element === 'c') [cell, value] = [attributes, '']
    },
    close(element, text) {
      if (element === 'v' || element === 't') value += text
      if (element === 'c') {
        const content = shownValue(value, cell, book)
        const index = cell.r === undefined ? next : content === '' ? -1 : columnIndex(cell.r)
        next = index + 1
        if (content === '' || index < 0) return
        while (line.cells.length < index) line.cells.push('')
        line.cells[index] = content
      }
      if (element !== 'row') return
      // Blank cells at the end of a row are left out of the file.
      width = Math.max(width, line.cells.length)
      if (line.cells.length > 0) while (line.cells.length < width) line.cells.push('')
      ready.push(line)
    },
  }
}

/** A cell's value as text. A day is written as in the guide's other form, yyyy-mm-dd. */
function shownValue(value: string, { t: type = 'n', s: style = '' }: Attributes, book: Book): string {
  if (type === 's') return book.strings[Number(value)] ?? ''
  if (type !== 'n' || value === '' || Number.isNaN(Number(value))) return value
  const { isDate, digits } = book.formats[Number(style || 0)] ?? { isDate: false, digits: 0 }
  const number = Number(value)
  const isDay = isDate && number >= 1 && number < 100_000
  if (isDay) return addDays(book.from1904 ? '1904-01-01' : '1899-12-30', Math.floor(number))
  return String(number).padStart(digits, '0')
}
