import type { NamedColumn } from '../../../domain/feeds/named-columns.ts'
import type { FeedType } from '../../../domain/feeds/set.ts'
import { csvCell, csvLine, csvText } from '../../../platform/http/csv.ts'
import type { FeedEncoder } from './encoder.ts'
import type { FeedFormat } from './formats.ts'
import { parquetEncoder } from './parquet.ts'

const nothing = new Uint8Array()

type Write = (text: string) => string

/** Different texts of a column that are remembered as they are written: nearly all are codes, which come again and again. */
const MOST_REMEMBERED = 1000

function remembering(write: Write): Write {
  const memory = new Map<string, string>()
  return (text) => {
    const form = memory.get(text)
    if (form !== undefined) return form
    const result = write(text)
    if (memory.size < MOST_REMEMBERED) memory.set(text, result)
    return result
  }
}

const same: Write = (text) => text
const inQuotes: Write = (text) => `"${text}"`
const truth: Write = (text) => (text === 't' ? 'true' : 'false')
/** PostgreSQL has exponents in numbers that JavaScript writes out. */
const decimal: Write = (text) => (text.includes('e') ? String(Number(text)) : text)

const csvForms: Record<FeedType, () => Write> = {
  text: () => remembering(csvCell),
  id: () => same,
  date: () => same,
  instant: () => same,
  integer: () => same,
  decimal: () => decimal,
  boolean: () => truth,
}

const jsonForms: Record<FeedType, () => Write> = {
  text: () => remembering((text) => JSON.stringify(text)),
  id: () => inQuotes,
  date: () => inQuotes,
  instant: () => inQuotes,
  integer: () => same,
  decimal: () => decimal,
  boolean: () => truth,
}

function csvEncoder(columns: readonly NamedColumn[]): FeedEncoder {
  const writers = columns.map(({ type }) => csvForms[type]())
  let header = csvText(
    [],
    columns.map(({ name }) => name),
  )
  function take(lines: string) {
    const text = header + lines
    header = ''
    return text === '' ? nothing : Buffer.from(text)
  }
  return {
    encode: (rows) =>
      take(
        rows
          .map((row) =>
            csvLine(row.map((value, index) => (value === null ? '' : (writers[index] ?? csvCell)(value)))),
          )
          .join(''),
      ),
    finish: () => take(''),
  }
}

function lineEncoder(columns: readonly NamedColumn[]): FeedEncoder {
  const writers = columns.map(({ type }) => jsonForms[type]())
  const starts = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  return {
    encode: (rows) => {
      let text = ''
      for (const row of rows) {
        for (const [index, write] of writers.entries()) {
          const value = row[index] ?? null
          text += (starts[index] ?? '') + (value === null ? 'null' : write(value))
        }
        text += '}\n'
      }
      return Buffer.from(text)
    },
    finish: () => nothing,
  }
}

/** Writers of files by their form, from rows as the database wrote them, whose values come in the order of the columns. */
export const feedEncoders: Record<FeedFormat, (columns: readonly NamedColumn[]) => FeedEncoder> = {
  csv: csvEncoder,
  ndjson: lineEncoder,
  parquet: parquetEncoder,
}
