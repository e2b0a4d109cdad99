import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { NamedColumn } from '../../../domain/feeds/named-columns.ts'
import type { FeedType } from '../../../domain/feeds/set.ts'
import type { CopiedRow } from './copied-lines.ts'
import type { FeedEncoder } from './encoder.ts'

/** Rows of a row group: what is kept in memory while a file is written, and what a reader can skip. */
const GROUP = 10_000
const DAY_MS = 86_400_000

/** A record's UUID is text here as in every other form, because not every reader has a type for it. */
const text: Partial<SchemaElement> = {
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
}
const elements: Record<FeedType, Partial<SchemaElement>> = {
  text,
  id: text,
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  integer: { type: 'INT32' },
  decimal: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
}

const schemaOf = (columns: readonly NamedColumn[]): SchemaElement[] => [
  { name: 'root', num_children: columns.length },
  ...columns.map(({ name, type, isKey }) => ({
    ...elements[type],
    name,
    repetition_type: isKey ? ('REQUIRED' as const) : ('OPTIONAL' as const),
  })),
]

type ParquetValue = string | number | bigint | boolean

/** A value as the writer takes it: of a date the days since 1970, of an instant the microseconds. */
const values: Record<FeedType, (text: string) => ParquetValue> = {
  text: (text) => text,
  id: (text) => text,
  date: (text) => Date.parse(text) / DAY_MS,
  instant: (text) => BigInt(Date.parse(text)) * 1000n + BigInt(text.slice(23, 26)),
  integer: Number,
  decimal: Number,
  boolean: (text) => text === 't',
}

/** Rows as Parquet (Snappy), with the types of the declaration. */
export function parquetEncoder(columns: readonly NamedColumn[]): FeedEncoder {
  const bytes = new ByteWriter()
  const file = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'sufficiency' })
  let group = columns.map((): (ParquetValue | null)[] => [])

  function writeGroup() {
    const data = columns.map(({ name }, index) => ({ name, data: group[index] ?? [] }))
    void file.write({ columnData: data, rowGroupSize: GROUP })
    group = columns.map(() => [])
  }
  function addRow(row: CopiedRow) {
    for (const [index, { type }] of columns.entries()) {
      const text = row[index] ?? null
      group[index]?.push(text === null ? null : values[type](text))
    }
  }
  /** What was written since the last time. */
  function takeBytes() {
    const piece = bytes.getBytes().slice()
    bytes.index = 0
    return piece
  }
  return {
    encode(rows) {
      for (const row of rows) {
        addRow(row)
        if (group[0]?.length === GROUP) writeGroup()
      }
      return takeBytes()
    },
    finish() {
      if (group[0]?.length) writeGroup()
      void file.finish()
      return takeBytes()
    },
  }
}
