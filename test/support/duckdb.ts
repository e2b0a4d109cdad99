import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type Json } from '@duckdb/node-api'
import type { Test } from 'tap'

export interface Reader {
  /** Makes a file a view, and tells the types of its columns. */
  open: (
    view: string,
    content: Uint8Array,
    ending: 'parquet' | 'csv' | 'ndjson',
  ) => Promise<Record<string, string>>
  /** The file of a view. */
  pathOf: (view: string) => string
  /** The rows of a statement; whole numbers as numbers, everything else as JSON has it. */
  query: (statement: string) => Promise<Record<string, Json>[]>
}

const functions = { parquet: 'read_parquet', csv: 'read_csv', ndjson: 'read_ndjson' }

/** DuckDB, as a reader of files that has nothing of ours. */
export async function duckdb(t: Test): Promise<Reader> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  t.teardown(() => connection.closeSync())
  const paths: Record<string, string> = {}
  async function query(statement: string) {
    const result = await connection.runAndReadAll(statement)
    return result.getRowObjectsJson()
  }
  return {
    query,
    pathOf: (view) => paths[view] ?? '',
    async open(view, content, ending) {
      const path = join(tmpdir(), `${randomUUID()}.${ending}`)
      await writeFile(path, content)
      t.teardown(() => rm(path))
      paths[view] = path
      await query(`create view "${view}" as select * from ${functions[ending]}('${path}')`)
      const columns = await query(`describe "${view}"`)
      return Object.fromEntries(
        columns.map(({ column_name: name, column_type: type }) => [name as string, type as string]),
      )
    },
  }
}
