import type { Pool } from 'pg'
import type { Log } from './pool.ts'

/** How long an answer is kept to be given again for its idempotency key: it may say what is recorded of a child. */
export const KEY_HOURS = 24

export interface Retention {
  /** Days that events and their deliveries are kept. */
  eventDays: number
}

const HOUR_MS = 3_600_000

/** Removes answers to retries past their time, and signing secrets that have been replaced. */
async function removeExpired(owner: Pool): Promise<void> {
  await owner.query('delete from idempotency_keys where created_at < now() - make_interval(hours => $1)', [
    KEY_HOURS,
  ])
  await owner.query('delete from webhook_secrets where retires_at < now()')
}

/**
 * Removes the oldest events of the feed, up to the first that is to be kept, with their deliveries, whatever became of
 * them; the log remembers up to where, so that a cursor from before can be told.
 */
async function removeEvents(owner: Pool, { eventDays }: Retention): Promise<void> {
  await owner.query(
    `with kept as (
       select coalesce(
         (select min(position) from events where occurred_at >= now() - make_interval(days => $1)),
         last_position + 1) as first
         from event_log
     ), deliveries as (
       delete from webhook_deliveries where position < (select first from kept)
     ), removed as (
       delete from events where position < (select first from kept)
     )
     update event_log set removed_to = greatest(removed_to, first - 1) from kept`,
    [eventDays],
  )
}

/** Removes what has been kept for as long as it is to be. `owner` owns the tables. */
export async function applyRetention(owner: Pool, retention: Retention): Promise<void> {
  await removeExpired(owner)
  await removeEvents(owner, retention)
}

/** Applies the retention now and every hour, until the function that it gives is called. */
export function startRetention(owner: Pool, retention: Retention, log: Log): () => Promise<void> {
  let work = Promise.resolve()
  const apply = () => {
    work = work
      .then(() => applyRetention(owner, retention))
      .catch((error: unknown) => log.warn(`what is past its time was not removed: ${String(error)}`))
  }
  const timer = setInterval(apply, HOUR_MS)
  apply()
  return () => {
    clearInterval(timer)
    return work
  }
}
