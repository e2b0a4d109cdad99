import type { Pool } from 'pg'
import { upkeepSucceeded } from '../metrics/instruments.ts'
import type { Log } from './pool.ts'

/** Hours for which the answer to an idempotency key is stored. No longer, as it may contain a child's data. */
export const KEY_HOURS = 24

export interface Retention {
  /** Days for which events and their deliveries are stored. */
  eventDays: number
  /** Days for which is stored what was sent to the daily collection, and with what answer. */
  sendingDays: number
}

const HOUR_MS = 3_600_000

/** Hours for which what somebody had begun to fill in on a page is stored, and a session that is over. */
export const DRAFT_HOURS = 24

/** Days for which a secret of a service key that has expired is stored, so that a system that still sends it is known. */
export const EXPIRED_SECRET_DAYS = 90

/** Deletes expired idempotency keys, sessions and drafts of pages, secrets of service keys and replaced signing secrets of webhooks. */
async function removeExpired(owner: Pool): Promise<void> {
  await owner.query('delete from idempotency_keys where created_at < now() - make_interval(hours => $1)', [
    KEY_HOURS,
  ])
  await owner.query('delete from page_sessions where expires_at < now() - make_interval(hours => $1)', [
    DRAFT_HOURS,
  ])
  await owner.query('delete from page_drafts where written_at < now() - make_interval(hours => $1)', [
    DRAFT_HOURS,
  ])
  await owner.query('delete from webhook_secrets where retires_at < now()')
  await owner.query('delete from service_key_secrets where expires_at < now() - make_interval(days => $1)', [
    EXPIRED_SECRET_DAYS,
  ])
}

/**
 * Deletes the events of the feed before the first that is younger than `eventDays`, with their deliveries, delivered or
 * not. `event_log.removed_to` stores the last position removed, by which a cursor from before it is recognised.
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

/**
 * Deletes what is noted of changes of facts by transactions that began more than an hour ago and are over. Facts in memory that
 * were read before one of them ended are then read again whole. What is numbered beyond the server's next transaction came with
 * a restored database.
 */
async function removeChangesOfFacts(owner: Pool): Promise<void> {
  await owner.query(
    `with server as (
       select pg_snapshot_xmin(pg_current_snapshot()) as lowest, pg_snapshot_xmax(pg_current_snapshot()) as next
     ), removed as (
       delete from facts_changed using server
        where changed_by < lowest and began_at < now() - interval '1 hour' or changed_by > next
       returning changed_by
     )
     update facts_changed_log
        set removed_to = coalesce((select max(changed_by) from removed where changed_by < next),
                                  case when removed_to < next then removed_to else '0' end)
       from server`,
  )
}

/**
 * Deletes what was sent to the daily collection more than `sendingDays` ago, and the pushes of which nothing is left. What has no
 * answer yet stays until the next push has settled it. What the receiver has of a child is stored with the child.
 */
async function removeSendings(owner: Pool, { sendingDays }: Retention): Promise<void> {
  await owner.query(
    `delete from daily_sendings where sent_at < now() - make_interval(days => $1) and outcome <> 'sent'`,
    [sendingDays],
  )
  await owner.query(
    `delete from daily_pushes push
      where finished_at < now() - make_interval(days => $1)
        and not exists (select from daily_sendings where push_id = push.id)`,
    [sendingDays],
  )
}

/** Deletes everything past its retention time, once. `owner` connects as the owner of the tables. */
export async function applyRetention(owner: Pool, retention: Retention): Promise<void> {
  await removeExpired(owner)
  await removeEvents(owner, retention)
  await removeSendings(owner, retention)
  await removeChangesOfFacts(owner)
}

/** Applies the retention now and every hour. Returns a function that stops this and waits for a run in progress. */
export function startRetention(owner: Pool, retention: Retention, log: Log): () => Promise<void> {
  let work = Promise.resolve()
  const apply = () => {
    work = work
      .then(() => applyRetention(owner, retention))
      .then(() => upkeepSucceeded.setToCurrentTime({ task: 'retention' }))
      .catch((error: unknown) => log.warn(`what is past its time was not removed: ${String(error)}`))
  }
  const timer = setInterval(apply, HOUR_MS)
  apply()
  return () => {
    clearInterval(timer)
    return work
  }
}
