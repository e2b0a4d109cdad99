import type { ModuleName, UndatedRow } from '../../../../domain/ssda903/index.ts'
import { readElements, type ElementHandler } from '../../../../platform/files/elements.ts'
import { FileFault } from '../../../../platform/files/file-fault.ts'
import type { Extent } from './extent.ts'

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
  // Rules 105 and 303 read it of Header, where a return has it at all; the CSV form has no such column.
  if (UASC !== undefined && rows[0]) rows[0].cells.UASC = UASC
  if (UASC === '1' || DUC !== '') rows.push({ module: 'uasc', cells: { CHILD, SEX, DOB, DUC } })
  for (const { module, cells } of records) {
    if (Object.values(cells).some((cell) => cell !== '')) {
      rows.push({ module, cells: { CHILD, ...(module === 'episodes' ? {} : { DOB }), ...cells } })
    }
  }
  return rows
}

/**
 * The rows of a return in its XML form (root `EXPSSDA903`, with or without a prefix), with the columns of the CSV form. A
 * row's number is its position among the file's rows of its module.
 *
 * @throws {FileFault} when it is not well-formed, or is another document or larger than this service reads
 */
export async function* readXml(file: string, document: string, extent: Extent): AsyncGenerator<UndatedRow> {
  const counts = new Map<ModuleName, number>()
  const ready: ModuleRow[] = []
  for await (const { module, cells } of readElements(document, ready, new ReturnReader(ready))) {
    extent.addLine()
    const row = (counts.get(module) ?? 0) + 1
    counts.set(module, row)
    yield { file, row, module, cells }
  }
}

/** Puts the rows of each child into `ready` when all its elements are read. */
class ReturnReader implements ElementHandler {
  #path: string[] = []
  #child: ChildElement | null = null
  #record: ModuleRow | null = null
  readonly #ready: ModuleRow[]

  constructor(ready: ModuleRow[]) {
    this.#ready = ready
  }

  open(element: string): void {
    const name = element.toUpperCase()
    if (this.#path.length === 0 && name !== 'EXPSSDA903') {
      throw new FileFault(`the root element is ${name.slice(0, 40)}; the return's is EXPSSDA903`)
    }
    this.#path.push(name)
    if (this.#path.length === 2) {
      if (name !== 'CHILD') throw new FileFault(`${name.slice(0, 40)} where CHILD is expected`)
      this.#child = { header: {}, records: [] }
    }
    const module = records[name]
    if (module && this.#child && !this.#record) this.#record = { module, cells: {} }
  }

  close(_element: string, text: string): void {
    const name = this.#path.pop() ?? ''
    if (this.#record && records[name] === this.#record.module) {
      this.#child?.records.push(this.#record)
      this.#record = null
    } else if (this.#path.length === 1) {
      if (this.#child) this.#ready.push(...rowsOf(this.#child))
      this.#child = null
    } else if (this.#child && this.#path.length > 1 && name !== 'HEADER') {
      const cells = this.#record?.cells ?? this.#child.header
      cells[columnNames[name] ?? name] = text.trim()
    }
  }
}
