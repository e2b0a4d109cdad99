import type { Scope } from '../access.ts'
import type { DimensionName } from '../measures/dimensions.ts'

/**
 * How the values of a column are written: text, a record's UUID, YYYY-MM-DD, an instant (ISO 8601, UTC), a whole number, one
 * with a fraction, true or false.
 */
export const feedTypes = ['text', 'id', 'date', 'instant', 'integer', 'decimal', 'boolean'] as const
export type FeedType = (typeof feedTypes)[number]

export interface FeedColumn {
  type: FeedType
  /** What it says, in words for an analyst. */
  words: string
  /** The dimension of measures whose codes its values are; the set `codes` has their labels. */
  codes?: DimensionName
  /** The set whose key, of one column, its values are: what OData follows and a report joins by. */
  refers?: string
  /** What a reader needs beside `feeds:read`; others get the set without the column. */
  needs?: Scope
}

/**
 * A set of rows for analysts, declared once: every form in which it is given has these columns, and shows them to the same
 * readers. No set has a child's id, reference, day of birth or a postcode.
 */
export interface FeedSet {
  title: string
  /** What one row is. */
  words: string
  /** The columns that tell its rows apart, in the order in which rows come. */
  key: readonly string[]
  /**
   * The column with the month of a row, by which a part can be asked for; it is then the first of the key. Null of a set that
   * is always given whole.
   */
  period: 'month' | null
  columns: Readonly<Record<string, FeedColumn>>
}
