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
import type { Row } from '../../domain/scorecards/published-rows.ts'

/** The file can't be used and nothing of it was; `message` says which, and why. */
export class PublishedFileError extends Error {
  override name = 'PublishedFileError'
}

export type Published = { name: string; sha256: string; rows: Row[] } & (
  { kind: PublishedKind } | { kind: 'statistical-neighbours'; model: number }
)

const most = 64 * 1024 * 1024

/**
 * Reads a published file, plain or gzipped, known by its columns. DfE's files are some megabytes: they are read whole.
 * @throws {PublishedFileError} when it can't be read or is none of those that are declared
 */
export async function readPublished(path: string): Promise<Published> {
  const name = basename(path)
  const fail = (why: string): never => {
    throw new PublishedFileError(`${name} ${why}`)
  }
  const sent = await readFile(path).catch((error: NodeJS.ErrnoException) =>
    fail(error.code === 'ENOENT' ? 'is not there' : "can't be read"),
  )
  const rows = rowsOf(sent, fail)
  const columns = Object.keys(rows[0] ?? {})
  const about = { name, sha256: createHash('sha256').update(sent).digest('hex'), rows }
  const has = (wanted: readonly string[]) => wanted.every((column) => columns.includes(column))

  if (has(neighbourColumns)) {
    const year = /(?<!\d)(20\d\d)(?!\d)/.exec(name)?.[1]
    return year === undefined
      ? fail('gives the model of no year: its name must hold the year, as sn_model_2025_wide.csv does')
      : { ...about, kind: 'statistical-neighbours', model: Number(year) }
  }
  const kinds = Object.keys(publishedFiles) as PublishedKind[]
  const kind = kinds.find((one) => has([...publishedColumns, ...publishedFiles[one].columns]))
  if (kind !== undefined) return { ...about, kind }
  const known = kinds.map(
    (one) => `\n  ${one}: ${[...publishedColumns, ...publishedFiles[one].columns].join(', ')}`,
  )
  return fail(
    `is no file that is known by its columns. Known are:${known.join('')}\n  statistical neighbours: ${neighbourColumns.join(', ')}`,
  )
}

function rowsOf(sent: Buffer, fail: (why: string) => never): Row[] {
  try {
    const text = sent[0] === 0x1f && sent[1] === 0x8b ? gunzipSync(sent, { maxOutputLength: most }) : sent
    return parse(text, { bom: true, columns: (header: string[]) => header.map((name) => name.trim()) })
  } catch (error) {
    return fail(`is no CSV: ${(error as Error).message}`)
  }
}
