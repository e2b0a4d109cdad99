import { labelsOf } from '../measures/dimensions.ts'
import { keptDimensions } from '../measures/kept-values.ts'
import type { FeedColumn } from './set.ts'
import { feedSets } from './sets.ts'

/** A row of the set `codes`. */
export interface CodeRow {
  list: string
  code: string
  label: string
  position: number
}

/** The code lists that columns of the sets name, and those by which values of measures are kept, in order of their names. */
const lists = [
  ...new Set([
    ...keptDimensions,
    ...Object.values(feedSets).flatMap(({ columns }) =>
      Object.values<FeedColumn>(columns).flatMap(({ codes }) => codes ?? []),
    ),
  ]),
].sort()

/** The rows of the set `codes`. */
export const codeRows = (): CodeRow[] =>
  lists.flatMap((list) =>
    Object.entries(labelsOf(list)).map(([code, label], position) => ({ list, code, label, position })),
  )
