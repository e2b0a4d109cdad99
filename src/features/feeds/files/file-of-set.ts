import { createHash } from 'node:crypto'
import { namedColumns } from '../../../domain/feeds/named-columns.ts'
import type { PackedFile } from '../../../domain/feeds/data-package.ts'
import type { FeedName } from '../../../domain/feeds/sets.ts'
import { encodeRows } from './encode.ts'
import { feedFormats, type FeedFormat } from './formats.ts'

/** One file of a pack, while it is made. */
export interface FileOfSet {
  set: FeedName
  path: string
  pieces: AsyncGenerator<Uint8Array, void>
  /** How many rows its pieces up to now were written from. */
  rowCount: () => number
  /** What it is, when its pieces were all taken. */
  describe: () => PackedFile
}

export interface FileTask {
  set: FeedName
  columns: readonly string[]
  format: FeedFormat
}

/** Writes a set, from bytes of COPY's text format, as a file whose rows, bytes and hash are counted on their way. */
export function fileOfSet({ set, columns, format }: FileTask, source: AsyncIterable<Uint8Array>): FileOfSet {
  const hash = createHash('sha256')
  const path = `${set}.${format}`
  let [rows, bytes] = [0, 0]
  async function* pieces() {
    for await (const piece of encodeRows(source, { format, columns: namedColumns(set, columns) })) {
      hash.update(piece.bytes)
      bytes += piece.bytes.length
      rows = piece.rowCount
      yield piece.bytes
    }
  }
  const describe = () => ({
    set,
    columns,
    path,
    format,
    mediaType: feedFormats[format].type,
    rows,
    bytes,
    sha256: hash.digest('hex'),
  })
  return { set, path, pieces: pieces(), rowCount: () => rows, describe }
}
