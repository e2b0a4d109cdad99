import type { Pool } from 'pg'
import { may, type Principal } from '../../domain/access.ts'
import { feedNames, visibleColumns, type FeedName } from '../../domain/feeds/sets.ts'
import type { PullPace } from '../../engines/feeds/pull-pace.ts'

export const FEEDS_URL = '/v1/feeds'
export const feedTags = ['Feeds']

export interface FeedOptions {
  pool: Pool
  pace: PullPace
  clock: () => Date
  /** How often this process computes the values of measures that are kept; without it, never. */
  valuesEveryMs?: number | undefined
}

/** The columns of a set that someone sees. */
export const columnsFor = (principal: Principal, set: FeedName): string[] =>
  visibleColumns(set, (scope) => may(principal, scope))

/** The columns of every set that someone sees. */
export const allColumnsFor = (principal: Principal): Record<FeedName, string[]> =>
  Object.fromEntries(feedNames.map((set) => [set, columnsFor(principal, set)])) as Record<FeedName, string[]>
