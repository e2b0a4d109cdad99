import type { DailyChild } from './child.ts'

export const dailyReasons = {
  new: 'It was not sent before.',
  amended: 'It differs from what was sent.',
  deleted: 'It was sent, and its record is here no more.',
} as const
export type DailyReason = keyof typeof dailyReasons

/** What a caller has sent of a child. */
export interface SentChild {
  laChildId: string
  hash: string
  /** The identifiers of its periods of care, each with those of its placements. */
  episodes: Readonly<Record<string, readonly string[]>>
}

export interface DailyChange {
  reason: DailyReason
  /** To be given back with what was sent; null of what is deleted. */
  hash: string | null
  episodes: Record<string, string[]>
  record: DailyChild
}

export const dailyEpisodes = (record: DailyChild): Record<string, string[]> =>
  Object.fromEntries(
    (record.social_care_episodes ?? []).map((care) => [
      care.social_care_episode_id,
      care.child_looked_after_placements.map((stay) => stay.child_looked_after_placement_id),
    ]),
  )

/** What to send of a child; undefined where it was sent as it is. What is gone since is purged, each by its identifier. */
export function changeOfChild(
  record: DailyChild,
  hash: string,
  earlier: SentChild | undefined,
): DailyChange | undefined {
  const episodes = dailyEpisodes(record)
  if (earlier === undefined) return { reason: 'new', hash, episodes, record }
  if (earlier.hash === hash) return undefined
  const care = (record.social_care_episodes ?? []).map((period) => {
    const { social_care_episode_id: careId, child_looked_after_placements: stays } = period
    const strays = (earlier.episodes[careId] ?? []).filter((stay) => !episodes[careId]?.includes(stay))
    const purges = strays.map((stay) => ({ child_looked_after_placement_id: stay, purge: true }))
    return { ...period, child_looked_after_placements: [...stays, ...purges] }
  })
  const strayCare = Object.keys(earlier.episodes)
    .filter((careId) => episodes[careId] === undefined)
    .map((careId) => ({ social_care_episode_id: careId, child_looked_after_placements: [], purge: true }))
  return {
    reason: 'amended',
    hash,
    episodes,
    record: { ...record, social_care_episodes: [...care, ...strayCare] },
  }
}

/** What to send of a child whose record is here no more. */
export const deletionOfChild = (laChildId: string): DailyChange => ({
  reason: 'deleted',
  hash: null,
  episodes: {},
  record: { la_child_id: laChildId, purge: true },
})
