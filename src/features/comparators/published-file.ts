import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import {
  neighbourColumns,
  publishedColumns,
  publishedFiles,
  type PublishedKind,
} from '../../domain/scorecards/published-files.ts'
import type { PublishedRow } from '../../domain/scorecards/published-rows.ts'

/** A file that can't be used, of which nothing was loaded. `message` names it and says why. */
export class PublishedFileError extends Error {
  override name = 'PublishedFileError'
}

export type LoadedFile = { name: string; sha256: string; rows: PublishedRow[] } & (
  { kind: PublishedKind } | { kind: 'statistical-neighbours'; model: number }
)

const maxBytes = 64 * 1024 * 1024

/**
 * Reads a published CSV file, plain or gzipped, and finds its kind by its columns. It is read whole, up to 64 MB unzipped;
 * DfE's files are a few megabytes.
 * @throws {PublishedFileError} when the file can't be read or its columns are those of no declared kind
 */
export async function readPublishedFile(path: string): Promise<LoadedFile> {
  const name = basename(path)
  const fail = (why: string): never => {
    throw new PublishedFileError(`${name} ${why}`)
  }
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) =>
    fail(error.code === 'ENOENT' ? 'is not there' : "can't be read"),
  )
  const rows = parseRows(bytes, fail)
  const columns = Object.keys(rows[0] ?? {})
  const file = { name, sha256: createHash('sha256').update(bytes).digest('hex'), rows }
  const has = (names: readonly string[]) => names.every((column) => columns.includes(column))

  if (has(neighbourColumns)) {
    const year = /(?<!\d)(20\d\d)(?!\d)/.exec(name)?.[1]
    return year === undefined
      ? fail('gives the model of no year: its name must hold the year, as sn_model_2025_wide.csv does')
      : { ...file, kind: 'statistical-neighbours', model: Number(year) }
  }
  const kinds = Object.keys(publishedFiles) as PublishedKind[]
  const kind = kinds.find((one) => has([...publishedColumns, ...publishedFiles[one].columns]))
  if (kind !== undefined) return { ...file, kind }
  const columnLists = kinds.map(
    (one) => `\n  ${one}: ${[...publishedColumns, ...publishedFiles[one].columns].join(', ')}`,
  )
  return fail(
    `is no file that is known by its columns. Known are:${columnLists.join('')}\n  statistical neighbours: ${neighbourColumns.join(', ')}`,
  )
}

function parseRows(bytes: Buffer, fail: (why: string) => never): PublishedRow[] {
  try {
    const text =
      bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: maxBytes }) : bytes
    return parse(text, { bom: true, columns: (header: string[]) => header.map((name) => name.trim()) })
  } catch (error) {
    return fail(`is no CSV: ${(error as Error).message}`)
  }
}
