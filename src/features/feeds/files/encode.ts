import type { NamedColumn } from '../../../domain/feeds/named-columns.ts'
import type { FeedRow } from '../../../engines/feeds/read.ts'
import { AnsweringThread } from '../../../platform/threads/answering-thread.ts'
import type { FeedFormat } from './formats.ts'

const MEMORY_MB = 512

/** One thread for all files that a process writes: however many are pulled, they take one core from everything else. */
const thread = new AnsweringThread<EncodingStep, Uint8Array | null>(
  new URL(`./encode-thread${import.meta.url.slice(-3)}`, import.meta.url),
  MEMORY_MB,
)

/** Rows that are handed to the thread at once: few, so that copying them holds up no other request. */
const HANDFUL = 500

/** What file is to be written. */
export interface EncodingTask {
  format: FeedFormat
  columns: readonly NamedColumn[]
}

/** What the thread is to do for the file with a number: begin it, take rows, end it, or forget it. */
export interface EncodingStep {
  file: number
  step: EncodingTask | { rows: readonly FeedRow[]; isLast: boolean } | 'drop'
}

/** A piece of a file, and the rows that had been read when it was written. */
export interface FilePiece {
  bytes: Uint8Array
  rowCount: number
}

let fileCount = 0

/**
 * Writes rows as a file, piece by piece, in a thread. The next batch is read when the piece before was taken, so that memory
 * stays flat however slow the reader of the file is.
 */
export async function* encodeRows(
  batches: AsyncIterable<readonly FeedRow[]>,
  task: EncodingTask,
): AsyncGenerator<FilePiece> {
  const file = fileCount++
  let rowCount = 0
  async function encode(rows: readonly FeedRow[], isLast: boolean): Promise<Uint8Array> {
    const bytes = await thread.ask({ file, step: { rows, isLast } })
    if (bytes === null) throw new Error('the thread that began the file has ended')
    return bytes
  }
  await thread.ask({ file, step: task })
  try {
    for await (const rows of batches) {
      for (let start = 0; start < rows.length; start += HANDFUL) {
        const handful = rows.slice(start, start + HANDFUL)
        const bytes = await encode(handful, false)
        rowCount += handful.length
        if (bytes.length > 0) yield { bytes, rowCount }
      }
    }
    yield { bytes: await encode([], true), rowCount }
  } finally {
    await thread.ask({ file, step: 'drop' })
  }
}
