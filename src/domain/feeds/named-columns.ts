import type { FeedColumn } from './set.ts'
import { feedSets, type FeedName } from './sets.ts'

/** A column of a set, with its name. */
export interface NamedColumn extends FeedColumn {
  name: string
  /** Part of the key, and so never empty. */
  isKey: boolean
}

/** The named columns of a set, as they are declared and in that order. */
export function namedColumns(set: FeedName, names: readonly string[]): NamedColumn[] {
  const key: readonly string[] = feedSets[set].key
  return Object.entries<FeedColumn>(feedSets[set].columns).flatMap(([name, column]) =>
    names.includes(name) ? [{ ...column, name, isKey: key.includes(name) }] : [],
  )
}
