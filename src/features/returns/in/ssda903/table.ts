import {
  columnName,
  explainsHeadings,
  isBlankCell,
  isFooter,
  moduleOf,
  recognise,
  repeatsHeadings,
  type Finding,
  type Layout,
  type ModuleName,
  type UndatedRow,
} from '../../../../domain/ssda903/index.ts'
import { FileFault } from '../../../../platform/files/file-fault.ts'
import type { TableLine } from '../../../../platform/files/table-line.ts'

/** A table is empty, or nothing like a module. */
export class NoModule extends FileFault {}

/** What is told of how a table is read. */
export interface TableListener {
  /** That there is a line, as each is read. */
  line: () => void
  /** How it is read, where that is not as the guide has it. */
  note: (finding: Finding) => void
  /** That it has the headings of a module and no row. */
  noRow: (module: ModuleName) => void
}

/** How many lines may stand above the headings: a title, a date, an empty line. */
const mostAbove = 10

/**
 * The rows of a table, whose module is recognised by its headings. A row with too many cells, or with so few that one which
 * decides what it says is not there, is given with the cells that it has and a `fault`.
 *
 * @throws {FileFault} when no line has the headings of a module
 */
export async function* readTable(
  file: string,
  lines: AsyncIterable<TableLine>,
  { line: addLine, note, noRow }: TableListener,
): AsyncGenerator<UndatedRow> {
  let layout: Layout | null = null
  let [rowCount, headings]: [number, string[]] = [0, []]
  const upper: TableLine[] = []
  const passedLines: TableLine[] = []
  const shortLines: number[] = []
  // Columns without a heading, and the first line with a value in each.
  let columnsToWatch: number[] = []
  const strayColumns = new Map<number, number>()
  for await (const { line, cells } of lines) {
    addLine()
    if (!cells.some((cell) => cell.trim() !== '')) continue
    if (layout) {
      if (isNoRow(cells, headings, rowCount + passedLines.length === 0)) {
        passedLines.push({ line, cells })
        continue
      }
      rowCount += 1
      for (const index of columnsToWatch)
        if (!strayColumns.has(index) && !isBlankCell(cells[index])) strayColumns.set(index, line)
      const read = cellsOf(layout, cells)
      if (read.fault === undefined && cells.length < layout.columns.length) shortLines.push(line)
      yield { file, row: line, module: layout.module, ...read }
      continue
    }
    headings = cells.map(columnName)
    layout = recognise(headings).layout
    if (layout) {
      columnsToWatch = layout.columns.flatMap((column, index) => (column === '' ? index : []))
      refuseTwice(layout.columns)
      for (const reason of readingOf(layout, upper)) note(howRead(file, layout, reason))
    } else {
      upper.push({ line, cells: headings })
      if (upper.length > mostAbove) break
    }
  }
  if (layout === null) throw faultOf(upper)
  if (passedLines.length > 0) note(howRead(file, layout, passedReason(passedLines)))
  if (shortLines.length > 0) note(howRead(file, layout, shortReason(shortLines)))
  for (const [index, line] of strayColumns)
    note(
      howRead(
        file,
        layout,
        `column ${index + 1} has no heading and is not used; line ${line} has a value in it`,
      ),
    )
  if (rowCount === 0) noRow(layout.module)
}

const isNoRow = (cells: readonly string[], headings: readonly string[], isFirst: boolean) =>
  isFooter(cells) || repeatsHeadings(cells, headings) || (isFirst && explainsHeadings(cells))

function passedReason([first, ...others]: readonly TableLine[]): string {
  const words = (first?.cells ?? []).map((cell) => cell.trim()).filter(Boolean)
  const start = words.join(', ').slice(0, 60)
  const more = others.length > 0 ? `, and so are ${others.length} more such lines` : ''
  return `line ${first?.line ?? 0} is no row (${start}) and is passed over${more}`
}

function shortReason([first, ...others]: readonly number[]): string {
  const more = others.length > 0 ? `, and so have ${others.length} more lines` : ''
  return `line ${first ?? 0} has fewer cells than there are headings${more}: what may be blank at the end of a row is read so`
}

function howRead(file: string, { module }: Layout, reason: string): Finding {
  return { kind: 'read', file, module, row: null, column: null, value: null, rule: null, reason }
}

function refuseTwice(columns: readonly string[]): void {
  const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
  if (twice) throw new FileFault(`the column ${twice} is there twice`)
}

function readingOf(
  { module, others, gaps, unused: unusedColumns }: Layout,
  upper: readonly TableLine[],
): string[] {
  const { title } = moduleOf(module)
  return [
    upper.length > 0 ? `${upper.length} lines above the headings are passed over` : '',
    others.length > 0
      ? `read as ${title}: ${others.map(({ heading, column }) => `${heading} as ${column}`).join(', ')}`
      : '',
    unusedColumns.length > 0 ? `${unusedColumns.join(', ')}: not used, as ${title} has no such column` : '',
    gaps.length > 0 ? `read as ${title} without ${gaps.join(', ')}, as if blank in every row` : '',
  ].filter(Boolean)
}

/** Why a table is none of a return: the module that its headings come nearest to, and what is missing. */
function faultOf(lines: readonly TableLine[]): FileFault {
  const [first] = lines
  if (!first) return new NoModule('the file is empty')
  const attempts = lines.map(({ cells }) => ({ cells, nearest: recognise(cells).nearest }))
  const { cells, nearest } = attempts.find((attempt) => attempt.nearest.length > 0) ?? {
    ...first,
    nearest: [],
  }
  const names = cells.slice(0, 15).map((cell) => cell.slice(0, 30))
  const nearness = nearest.map(
    ({ module, gaps }) => `${moduleOf(module).title}, of which it lacks ${gaps.join(', ')}`,
  )
  const reason = `its columns (${names.join(', ')}) are those of no SSDA903 module`
  return nearness.length === 0
    ? new NoModule(reason)
    : new FileFault(`${reason}; they come nearest to ${nearness.join('; and to ')}`)
}

function cellsOf(
  { columns, leastCells }: Layout,
  record: readonly string[],
): Pick<UndatedRow, 'cells' | 'fault'> {
  const cells = Object.fromEntries(columns.map((column, index) => [column, record[index] ?? '']))
  const extra = record.slice(columns.length).some((cell) => cell.trim() !== '')
  if (!extra && record.length >= leastCells) return { cells }
  return { cells, fault: `the row has ${record.length} cells under ${columns.length} columns` }
}
