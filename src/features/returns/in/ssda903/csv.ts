import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { columnName, recognise, type ModuleName, type UndatedRow } from '../../../../domain/ssda903/index.ts'
import { FileFault } from './file-fault.ts'

const delimiters = [',', ';', '\t', '|']
const largestRecord = 100_000

/** The delimiter that occurs most often in the first line. */
function delimiterOf(text: string): string {
  const firstLine = text.slice(0, text.search(/\r|\n|$/))
  const count = (delimiter: string) => firstLine.split(delimiter).length
  return delimiters.reduce((most, delimiter) => (count(delimiter) > count(most) ? delimiter : most))
}

function moduleOfHeading(columns: readonly string[]): ModuleName {
  const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
  if (twice) throw new FileFault(`the column ${twice} is there twice`)
  const module = recognise(columns)
  if (module) return module
  const names = columns.slice(0, 15).map((column) => column.slice(0, 30))
  throw new FileFault(`its columns (${names.join(', ')}) are those of no SSDA903 module`)
}

interface CsvRecord {
  record: string[]
  info: { lines: number }
}

/**
 * The rows of a CSV file, whose module is recognised by its columns. A row with too many or too few cells is given with
 * the cells that it has and a `fault`.
 *
 * @throws {FileFault} when the columns are those of no module, or a quote is never closed
 */
export async function* readCsv(file: string, text: string): AsyncGenerator<UndatedRow> {
  const parser = Readable.from(slices(text)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: largestRecord,
    }),
  )
  let columns: string[] | null = null
  let module: ModuleName | null = null
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (columns === null || module === null) {
        columns = record.map(columnName)
        module = moduleOfHeading(columns)
      } else if (record.some((cell) => cell.trim() !== '')) {
        yield { file, row: info.lines, module, ...cellsOf(columns, record) }
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new FileFault(`it can't be read as CSV near line ${lineOf(error)}: is a quotation mark left open?`)
  }
  if (columns === null) throw new FileFault('the file is empty')
}

function cellsOf(columns: readonly string[], record: readonly string[]): Pick<UndatedRow, 'cells' | 'fault'> {
  const cells = Object.fromEntries(columns.map((column, index) => [column, record[index] ?? '']))
  const extra = record.slice(columns.length).some((cell) => cell.trim() !== '')
  if (!extra && record.length >= columns.length) return { cells }
  return { cells, fault: `the row has ${record.length} cells under ${columns.length} columns` }
}

function lineOf(error: CsvError): string {
  const { lines } = error as { lines?: unknown }
  return typeof lines === 'number' ? String(lines) : 'its end'
}

/** Cuts a text into pieces of `length` characters, so that a parser can yield to other work between them. */
export function* slices(text: string, length = 65_536): Generator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length)
}
