import { Readable } from 'node:stream'
import type { FeedRow } from '../../engines/feeds/read.ts'
import { csvText } from '../../platform/http/csv.ts'

export const feedFormats = ['text/csv', 'application/x-ndjson'] as const
export type FeedFormat = (typeof feedFormats)[number]

/** Rows in pieces of text: CSV under a header, or a line of JSON for each. */
const writers: Record<FeedFormat, (rows: FeedRow[], columns: readonly string[], isFirst: boolean) => string> =
  {
    'text/csv': (rows, columns, isFirst) => csvText(rows, columns, { header: isFirst }),
    'application/x-ndjson': (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  }

/**
 * A stream of the rows of a feed. A batch is read when the client has taken the one before, so that memory stays flat
 * however slow the client is. `finish` is called once at the end, with the rows given and whether they were all.
 */
export function feedStream(
  batches: AsyncIterable<FeedRow[]>,
  columns: readonly string[],
  format: FeedFormat,
  finish: (rows: number, isWhole: boolean) => Promise<void>,
): Readable {
  async function* pieces() {
    let [count, isWhole] = [0, false]
    try {
      yield writers[format]([], columns, true)
      for await (const rows of batches) {
        if (rows.length > 0) yield writers[format](rows, columns, false)
        count += rows.length
      }
      isWhole = true
    } finally {
      await finish(count, isWhole)
    }
  }
  return Readable.from(pieces(), { highWaterMark: 1 })
}
