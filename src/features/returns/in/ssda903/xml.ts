import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import type { ModuleName, UndatedRow } from '../../../../domain/ssda903/index.ts'
import { slices } from './csv.ts'
import { FileFault } from './file-fault.ts'

const maxDepth = 6
const maxCellLength = 10_000

/** Elements of which each is a row of a module. */
const records: Readonly<Record<string, ModuleName>> = {
  EPISODE: 'episodes',
  AREVIEW: 'reviews',
  AMISSING: 'missing',
  AD_PLACED: 'placedAdoption',
  PERMANENCE: 'prevPerm',
  OC2: 'oc2',
  SWEPISODE: 'swEpisodes',
  ASWEPISODE: 'swEpisodes',
  DOLO: 'dolo',
  ADOLO: 'dolo',
}

/** Modules whose columns the XML form has in a child's HEADER element. */
const headerModules: readonly { module: ModuleName; columns: readonly string[] }[] = [
  { module: 'header', columns: ['SEX', 'ETHNIC', 'UPN', 'MOTHER', 'MC_DOB'] },
  { module: 'oc3', columns: ['IN_TOUCH', 'ACTIV', 'ACCOM'] },
  {
    module: 'ad1',
    columns: ['DATE_INT', 'DATE_MATCH', 'FOSTER_CARE', 'NB_ADOPTR', 'SEX_ADOPTR', 'LS_ADOPTR'],
  },
]

const columnNames: Readonly<Record<string, string>> = { CHILDID: 'CHILD', PL: 'PLACE' }

interface ModuleRow {
  module: ModuleName
  cells: Record<string, string>
}

interface ChildElement {
  header: Record<string, string>
  records: ModuleRow[]
}

function rowsOf({ header, records }: ChildElement): ModuleRow[] {
  const { CHILD = '', DOB = '', SEX = '', DUC = '', UASC } = header
  const hasValue = (columns: readonly string[]) => columns.some((column) => (header[column] ?? '') !== '')
  const pick = (columns: readonly string[]) =>
    Object.fromEntries(columns.map((column) => [column, header[column] ?? '']))
  const rows: ModuleRow[] = headerModules
    .filter(({ module, columns }) => module === 'header' || hasValue(columns))
    .map(({ module, columns }) => ({ module, cells: { CHILD, DOB, ...pick(columns) } }))
  if (UASC === '1' || DUC !== '') rows.push({ module: 'uasc', cells: { CHILD, SEX, DOB, DUC } })
  for (const { module, cells } of records) {
    if (Object.values(cells).some((cell) => cell !== '')) {
      rows.push({ module, cells: { CHILD, ...(module === 'episodes' ? {} : { DOB }), ...cells } })
    }
  }
  return rows
}

/**
 * The rows of a return in its XML form (root `EXPSSDA903`), with the columns of the CSV form. A row's number is its
 * position among the file's rows of its module. A document type, and with it own entities, is refused.
 *
 * @throws {FileFault} when it is not well-formed, or is another document
 */
export async function* readXml(file: string, text: string): AsyncGenerator<UndatedRow> {
  const reader = new ReturnReader()
  const parser = new SaxesParser()
  const fail = (message: string): never => {
    throw new FileFault(`line ${parser.line}: ${message}`)
  }
  parser.on('doctype', () => fail('a document type is not accepted; remove the <!DOCTYPE …>'))
  parser.on('error', () => fail('it is not well-formed XML'))
  parser.on('opentag', (tag) => reader.open(tag.name.toUpperCase(), fail))
  parser.on('text', (piece) => reader.text(piece, fail))
  parser.on('cdata', (piece) => reader.text(piece, fail))
  parser.on('closetag', () => reader.close())

  const counts = new Map<ModuleName, number>()
  const number = ({ module, cells }: ModuleRow): UndatedRow => {
    const row = (counts.get(module) ?? 0) + 1
    counts.set(module, row)
    return { file, row, module, cells }
  }
  for (const piece of slices(text.replace(/^\uFEFF/, ''))) {
    parser.write(piece)
    for (const row of reader.take()) yield number(row)
    await setImmediate()
  }
  parser.close()
  for (const row of reader.take()) yield number(row)
}

type Fail = (message: string) => never

/** Collects the rows of each child while a parser reads elements; `take` gives and clears those that are complete. */
class ReturnReader {
  #path: string[] = []
  #child: ChildElement | null = null
  #record: ModuleRow | null = null
  #cell = ''
  #ready: ModuleRow[] = []

  open(name: string, fail: Fail): void {
    if (this.#path.length === 0 && name !== 'EXPSSDA903') {
      fail(`the root element is ${name.slice(0, 40)}; the return's is EXPSSDA903`)
    }
    this.#path.push(name)
    if (this.#path.length > maxDepth) fail('elements are nested deeper than in any return')
    this.#cell = ''
    if (this.#path.length === 2) {
      if (name !== 'CHILD') fail(`${name.slice(0, 40)} where CHILD is expected`)
      this.#child = { header: {}, records: [] }
    }
    const module = records[name]
    if (module && this.#child && !this.#record) this.#record = { module, cells: {} }
  }

  text(piece: string, fail: Fail): void {
    this.#cell += piece
    if (this.#cell.length > maxCellLength) fail('the text of an element is too long')
  }

  close(): void {
    const name = this.#path.pop() ?? ''
    const text = this.#cell.trim()
    this.#cell = ''
    if (this.#record && records[name] === this.#record.module) {
      this.#child?.records.push(this.#record)
      this.#record = null
    } else if (this.#path.length === 1) {
      if (this.#child) this.#ready.push(...rowsOf(this.#child))
      this.#child = null
    } else if (this.#child && this.#path.length > 1 && name !== 'HEADER') {
      const cells = this.#record?.cells ?? this.#child.header
      cells[columnNames[name] ?? name] = text
    }
  }

  take(): ModuleRow[] {
    return this.#ready.splice(0)
  }
}
