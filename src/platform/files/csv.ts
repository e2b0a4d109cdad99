import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import { FileFault } from './file-fault.ts'
import type { TableLine } from './table-line.ts'

const delimiters = [',', ';', '\t', '|', '^']
const largestRecord = 100_000

/** The delimiter that a line has most of; the headings may stand below a title. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, largestRecord).split(/\r\n|\r|\n/, 12)
  const count = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length))
  return delimiters.reduce((most, delimiter) => (count(delimiter) > count(most) ? delimiter : most))
}

interface CsvRecord {
  record: string[]
  info: { lines: number }
}

/**
 * The lines of a CSV file that are not empty.
 *
 * @throws {FileFault} when a quote is never closed, or a line is longer than any of a table
 */
export async function* csvLines(text: string): AsyncGenerator<TableLine> {
  refuseLongLine(text)
  const parser = Readable.from(piecesOf(text)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: largestRecord,
    }),
  )
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      yield { line: info.lines, cells: record }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new FileFault(`it can't be read as CSV near line ${lineOf(error)}: is a quotation mark left open?`)
  }
}

/** The parser measures what is in cells, and has no limit to how many are in a line. */
function refuseLongLine(text: string): void {
  for (let [start, line] = [0, 1]; start < text.length; line++) {
    const lineEnd = text.indexOf('\n', start)
    const end = lineEnd < 0 ? text.length : lineEnd
    const isLong =
      end - start > largestRecord &&
      text
        .slice(start, end)
        .split('\r')
        .some(({ length }) => length > largestRecord)
    if (isLong)
      throw new FileFault(`line ${line} is longer than ${largestRecord} characters: this is no table`)
    start = end + 1
  }
}

function lineOf(error: CsvError): string {
  const { lines } = error as { lines?: unknown }
  return typeof lines === 'number' ? String(lines) : 'its end'
}

/** The pieces of a text, between which other work may go on: streams alone give way to nothing else. */
async function* piecesOf(text: string): AsyncGenerator<string> {
  for (const piece of slices(text)) {
    yield piece
    await setImmediate()
  }
}

/** Cuts a text into pieces of `length` characters, so that a parser can yield to other work between them. */
export function* slices(text: string, length = 65_536): Generator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length)
}
