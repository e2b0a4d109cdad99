import { changeOfChild, dailyReasons, deletionOfChild, type DailyChange } from './changes.ts'
import type { DailyChild } from './child.ts'
import { mostChildrenOfRequest } from './receivers.ts'

/** Why a child is sent. */
export const pushReasons = {
  ...dailyReasons,
  repeated: 'It was sent, and whether the collection took it is not known: it is sent again as it is.',
} as const
export type PushReason = keyof typeof pushReasons

/** The identifiers of a child's periods of care, each with those of its placements. */
export type DailyEpisodes = Readonly<Record<string, readonly string[]>>

/** What is known of a child at a receiver. */
export interface KnownChild {
  laChildId: string
  /** Of the record that it accepted last; null where it accepted none. */
  hash: string | null
  /** What it has of the child, or may have. */
  episodes: DailyEpisodes
  /** ISO 8601: since when it is not known whether a record that was sent was taken; null where that is known. */
  unansweredAt: string | null
  /** Of that record; null of a removal. */
  unansweredHash: string | null
  /** Of the record that was refused, or not sent as it does not fit; null where none is. */
  refusedHash: string | null
}

/** A child to send. */
export interface PushItem extends Omit<DailyChange, 'reason'> {
  laChildId: string
  /** Its id here; null where its record is here no more. */
  childId: string | null
  reason: PushReason
  knownChild: KnownChild | undefined
}

/** Stands for the hash of a removal where one is refused. */
export const removalHash = 'removal'

const maybeThere = (knownChild: KnownChild | undefined): knownChild is KnownChild =>
  knownChild !== undefined && (knownChild.hash !== null || knownChild.unansweredAt !== null)

/** What to send of a child; undefined where the receiver has it as it is, or refused it as it is. */
export function pushItemOf(
  { id, record, hash }: { id: string; record: DailyChild; hash: string },
  knownChild: KnownChild | undefined,
): PushItem | undefined {
  if (knownChild?.refusedHash === hash) return undefined
  const isUncertain = knownChild !== undefined && knownChild.unansweredAt !== null
  // What was accepted and then sent without an answer is neither the one nor the other for certain.
  const earlier = maybeThere(knownChild)
    ? { ...knownChild, hash: isUncertain ? '' : (knownChild.hash ?? '') }
    : undefined
  const change = changeOfChild(record, hash, earlier)
  if (change === undefined) return undefined
  const reason = isUncertain && knownChild.unansweredHash === hash ? 'repeated' : change.reason
  return { ...change, reason, laChildId: record.la_child_id, childId: id, knownChild }
}

/** The removal of a child whose record is here no more; undefined where the receiver can't have it, or refused this. */
export function removalItemOf(knownChild: KnownChild): PushItem | undefined {
  if (!maybeThere(knownChild) || knownChild.refusedHash === removalHash) return undefined
  return {
    ...deletionOfChild(knownChild.laChildId),
    laChildId: knownChild.laChildId,
    childId: null,
    knownChild,
  }
}

/** What a receiver may have of a child once a change has been sent: what it had, and what is new. */
export function episodesOnTheWay({ knownChild, episodes }: PushItem): DailyEpisodes {
  const earlier = knownChild?.episodes ?? {}
  const careIds = new Set([...Object.keys(earlier), ...Object.keys(episodes)])
  return Object.fromEntries(
    [...careIds].map((id) => [id, [...new Set([...(earlier[id] ?? []), ...(episodes[id] ?? [])])]]),
  )
}

/**
 * Children as requests that the collection takes. Those who had no answer before come first: where the collection fails at one
 * of them, what follows shows that it is not the collection that is down.
 */
export function requestsOf(changes: readonly PushItem[]): PushItem[][] {
  const isUncertain = ({ knownChild }: PushItem) => (knownChild?.unansweredAt ?? null) !== null
  const items = [...changes.filter(isUncertain), ...changes.filter((item) => !isUncertain(item))]
  const starts = Array.from({ length: Math.ceil(items.length / mostChildrenOfRequest) }, (_, n) => n)
  return starts.map((n) => items.slice(n * mostChildrenOfRequest, (n + 1) * mostChildrenOfRequest))
}

/** The two halves of a request. */
export function halvesOf(items: readonly PushItem[]): PushItem[][] {
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}

/** A change that was sent without an answer, to be sent again: the receiver may have it. */
export function uncertainItem(item: PushItem, now: Date): PushItem {
  const blank: KnownChild = {
    laChildId: item.laChildId,
    hash: null,
    episodes: {},
    unansweredAt: null,
    unansweredHash: null,
    refusedHash: null,
  }
  return {
    ...item,
    reason: item.reason === 'deleted' ? 'deleted' : 'repeated',
    knownChild: {
      ...(item.knownChild ?? blank),
      episodes: episodesOnTheWay(item),
      unansweredAt: now.toISOString(),
      unansweredHash: item.hash,
    },
  }
}
