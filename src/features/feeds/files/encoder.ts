import type { FeedRow } from '../../../engines/feeds/read.ts'

/** Writes the rows of one file, some at a time. */
export interface FeedEncoder {
  /** Takes further rows, and gives what can be sent: an encoder may keep rows until it has many. */
  encode: (rows: readonly FeedRow[]) => Uint8Array
  /** Gives the rest. */
  finish: () => Uint8Array
}
