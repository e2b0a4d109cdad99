import type { NamedColumn } from '../../../domain/feeds/named-columns.ts'
import { AnsweringThread } from '../../../platform/threads/answering-thread.ts'
import type { FeedFormat } from './formats.ts'

const MEMORY_MB = 512

/** One thread for all files that a process writes: however many are pulled, they take one core from everything else. */
const thread = new AnsweringThread<EncodingStep, EncodedRows | null>(
  new URL(`./encode-thread${import.meta.url.slice(-3)}`, import.meta.url),
  MEMORY_MB,
)

/** What file is to be written. */
export interface EncodingTask {
  format: FeedFormat
  columns: readonly NamedColumn[]
}

/** What the thread is to do for the file with a number: begin it, take rows, end it, or forget it. */
export interface EncodingStep {
  file: number
  step: EncodingTask | { lines: Uint8Array; isLast: boolean } | 'drop'
}

/** What the thread wrote from the rows that were whole. */
export interface EncodedRows {
  bytes: Uint8Array
  rowCount: number
}

/** A piece of a file, and the rows that had been read when it was written. */
export interface FilePiece {
  bytes: Uint8Array
  rowCount: number
}

const nothing = new Uint8Array()
let fileCount = 0

/**
 * Writes rows as a file, piece by piece, in a thread, from bytes of COPY's text format, which this thread never looks into. The next
 * are read when the piece before was taken, so that memory stays flat.
 */
export async function* encodeRows(
  source: AsyncIterable<Uint8Array>,
  task: EncodingTask,
): AsyncGenerator<FilePiece> {
  const file = fileCount++
  let rowCount = 0
  async function encode(bytes: Uint8Array, isLast: boolean): Promise<FilePiece> {
    const answer = await thread.ask({ file, step: { lines: bytes, isLast } })
    if (answer === null) throw new Error('the thread that began the file has ended')
    rowCount += answer.rowCount
    return { bytes: answer.bytes, rowCount }
  }
  await thread.ask({ file, step: task })
  try {
    for await (const bytes of source) {
      const piece = await encode(bytes, false)
      if (piece.bytes.length > 0) yield piece
    }
    yield await encode(nothing, true)
  } finally {
    await thread.ask({ file, step: 'drop' })
  }
}
