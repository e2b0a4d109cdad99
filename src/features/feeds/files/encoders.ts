import type { NamedColumn } from '../../../domain/feeds/named-columns.ts'
import type { FeedRow } from '../../../engines/feeds/read.ts'
import { csvText } from '../../../platform/http/csv.ts'
import type { FeedEncoder } from './encoder.ts'
import type { FeedFormat } from './formats.ts'
import { parquetEncoder } from './parquet.ts'

const nothing = new Uint8Array()

function csvEncoder(columns: readonly NamedColumn[]): FeedEncoder {
  const names = columns.map(({ name }) => name)
  let isFirst = true
  function encode(rows: readonly FeedRow[]) {
    const piece = csvText(rows, names, { header: isFirst })
    isFirst = false
    return Buffer.from(piece)
  }
  return { encode, finish: () => (isFirst ? encode([]) : nothing) }
}

const lineEncoder = (): FeedEncoder => ({
  encode: (rows) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
  finish: () => nothing,
})

export const feedEncoders: Record<FeedFormat, (columns: readonly NamedColumn[]) => FeedEncoder> = {
  csv: csvEncoder,
  ndjson: lineEncoder,
  parquet: parquetEncoder,
}
