import type { Pool, PoolClient } from 'pg'
import type { RecordedEvent } from '../../../domain/events/cloud-event.ts'
import type { EventType } from '../../../domain/events/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** An event of the feed with its position, a number that rises in the order of the feed. */
export interface PublishedEvent extends RecordedEvent {
  position: number
}

export const eventColumns = `e.event_id as "eventId", e.position, e.authority_code as "authorityCode", e.type,
  e.record_type as "recordType", e.record_id as "recordId", e.occurred_at as "occurredAt",
  e.occurred_on as "occurredOn", e.data`

const BATCH = 1000

/**
 * Records the events of holds that have lapsed, and gives every committed event its position in the feed. Resolves to
 * whether there were any.
 */
export async function publishEvents(db: Pool | PoolClient): Promise<boolean> {
  await db.query('select lapse_holds()')
  for (let any = false; ; any = true) {
    const { rows } = await db.query<{ published: number }>('select publish_events($1) as published', [BATCH])
    const count = rows[0]?.published ?? 0
    if (count < BATCH) return any || count > 0
  }
}

/**
 * At most `limit` of the authority's events after a position, in order, and the position to read on from: that of the last
 * event returned or, when there are no more, that of the last event published.
 */
export async function eventsAfter(
  tx: Tx,
  position: number,
  types: readonly EventType[] | undefined,
  limit: number,
): Promise<{ events: PublishedEvent[]; next: number }> {
  const { rows } = await tx.client.query<
    Omit<PublishedEvent, 'position'> & { head: number; position: number | null }
  >(
    `select l.last_position as head, ${eventColumns}
       from event_log l
       left join lateral (
         select * from events
          where authority_code = $1 and position > $2 and ($3::text[] is null or type = any($3))
          order by position limit $4) e on true
      order by e.position`,
    [tx.principal.authorityCode, position, types ?? null, limit],
  )
  const events = rows.filter((row): row is PublishedEvent & { head: number } => row.position !== null)
  const last = events.at(-1)
  return {
    events,
    next: last && events.length === limit ? last.position : Math.max(position, rows[0]?.head ?? 0),
  }
}

/** The position of the last event published. */
export async function lastPosition(tx: Tx): Promise<number> {
  const { rows } = await tx.client.query<{ last: number }>('select last_position as last from event_log')
  return rows[0]?.last ?? 0
}

/** The position of the last event removed by retention; 0 when none was. */
export async function removedTo(tx: Tx): Promise<number> {
  const { rows } = await tx.client.query<{ position: number }>('select removed_to as position from event_log')
  return rows[0]?.position ?? 0
}
