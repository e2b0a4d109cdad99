import type { CopiedRow } from './copied-lines.ts'

/** Writes the rows of one file, some at a time. */
export interface FeedEncoder {
  /** Takes further rows, and gives what can be sent: an encoder may keep rows until it has many. */
  encode: (rows: readonly CopiedRow[]) => Uint8Array
  /** Gives the rest. */
  finish: () => Uint8Array
}
