import { feedSets } from '../../domain/feeds/sets.ts'
import type { FeedColumn } from '../../domain/feeds/set.ts'
import { labelsOf } from '../../domain/measures/dimensions.ts'
import type { FeedRow } from './queries/selection.ts'

/** The code lists that columns of the sets name, in order of their names. */
const lists = [
  ...new Set(
    Object.values(feedSets).flatMap(({ columns }) =>
      Object.values<FeedColumn>(columns).flatMap(({ codes }) => codes ?? []),
    ),
  ),
].sort()

/** The rows of the set `codes`. */
export const codeRows = (): FeedRow[] =>
  lists.flatMap((list) =>
    Object.entries(labelsOf(list))
      .map(([code, label], position) => ({ list, code, label, position }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  )
