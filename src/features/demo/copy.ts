import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type Value = string | number | boolean | null | readonly string[]
export interface TableRows {
  table: string
  columns: readonly string[]
  rows: Value[][]
}
export const table = (name: string, columns: readonly string[], rows: Value[][]): TableRows => ({
  table: name,
  columns,
  rows,
})

const rowsPerChunk = 500

/** Writes the rows of a table by COPY. */
export async function copyRows(client: PoolClient, { table, columns, rows }: TableRows): Promise<void> {
  const target = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from(chunks(rows)), target)
}

function* chunks(rows: readonly Value[][]): Generator<string> {
  for (let start = 0; start < rows.length; start += rowsPerChunk) {
    yield rows
      .slice(start, start + rowsPerChunk)
      .map(lineOf)
      .join('')
  }
}

/** A row in COPY's text format. */
export const lineOf = (row: readonly Value[]): string => `${row.map(copyText).join('\t')}\n`

function copyText(value: Value): string {
  if (value === null) return '\\N'
  if (typeof value === 'string')
    return value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character)
  if (typeof value === 'object') return `{${value.join(',')}}`
  return String(value)
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
