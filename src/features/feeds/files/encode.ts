import type { NamedColumn } from '../../../domain/feeds/named-columns.ts'
import type { FeedRow } from '../../../engines/feeds/read.ts'
import { AnsweringThread } from '../../../platform/threads/answering-thread.ts'
import type { FeedFormat } from './formats.ts'

const thread = new URL(`./encode-thread${import.meta.url.slice(-3)}`, import.meta.url)
const MEMORY_MB = 256

/** Rows that are handed to the thread at once: few, so that copying them holds up no other request. */
const HANDFUL = 500

/** What file a thread is to write. */
export interface EncodingTask {
  format: FeedFormat
  columns: readonly NamedColumn[]
}

/** A message to the thread. */
export type RowsToEncode = readonly FeedRow[] | 'end'

/** A piece of a file, and the rows that had been read when it was written. */
export interface FilePiece {
  bytes: Uint8Array
  rowCount: number
}

/**
 * Writes rows as a file, piece by piece, in a thread of its own. The next batch is read when the piece before was taken, so
 * that memory stays flat however slow the reader of the file is.
 */
export async function* encodeRows(
  batches: AsyncIterable<readonly FeedRow[]>,
  task: EncodingTask,
): AsyncGenerator<FilePiece> {
  const encoder = new AnsweringThread<RowsToEncode, Uint8Array>(thread, task, MEMORY_MB)
  let rowCount = 0
  try {
    for await (const rows of batches) {
      for (let start = 0; start < rows.length; start += HANDFUL) {
        const handful = rows.slice(start, start + HANDFUL)
        const bytes = await encoder.ask(handful)
        rowCount += handful.length
        if (bytes.length > 0) yield { bytes, rowCount }
      }
    }
    yield { bytes: await encoder.ask('end'), rowCount }
  } finally {
    await encoder.end()
  }
}
