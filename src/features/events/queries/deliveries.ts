import type { EventType } from '../../../domain/events/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export const deliveryStates = ['pending', 'delivered', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** The delivery of one event to one webhook. Times are ISO 8601; `fault` is a short code of why the last attempt failed. */
export interface Delivery {
  position: number
  eventId: string
  type: EventType
  state: DeliveryState
  attempts: number
  attemptedAt: string | null
  deliveredAt: string | null
  nextAttemptAt: string | null
  status: number | null
  fault: string | null
}

/** At most `limit` deliveries of a webhook whose events are before a position of the feed, the latest event first. */
export async function deliveriesOf(
  tx: Tx,
  webhookId: string,
  {
    state,
    beforePosition,
    limit,
  }: { state?: DeliveryState | undefined; beforePosition?: number | undefined; limit: number },
): Promise<Delivery[]> {
  const { rows } = await tx.client.query<Delivery>(
    `select d.position, e.event_id as "eventId", e.type, d.state, d.attempts, d.attempted_at as "attemptedAt",
            d.delivered_at as "deliveredAt", case when d.state = 'pending' then d.due_at end as "nextAttemptAt",
            d.status, d.fault
       from webhook_deliveries d join events e on e.id = d.event_id
      where d.webhook_id = $1 and ($2::text is null or d.state = $2) and ($3::bigint is null or d.position < $3)
      order by d.position desc limit $4`,
    [webhookId, state ?? null, beforePosition ?? null, limit],
  )
  return rows
}

/**
 * Makes all events after a position that match the webhook's types due again, delivered or not, as if never sent.
 * Returns how many.
 */
export async function replayAfter(tx: Tx, webhookId: string, position: number): Promise<number> {
  const { rowCount } = await tx.client.query(
    `insert into webhook_deliveries as d (authority_code, webhook_id, event_id, position, record_id)
     select w.authority_code, w.id, e.id, e.position, e.record_id
       from webhooks w
       join events e on e.authority_code = w.authority_code and (w.types is null or e.type = any(w.types))
      where w.id = $1 and e.position > $2
     on conflict (webhook_id, position) do update set ${resetDelivery}`,
    [webhookId, position],
  )
  return rowCount ?? 0
}

/** Makes a webhook's dead deliveries due again. Returns how many. */
export async function replayDead(tx: Tx, webhookId: string): Promise<number> {
  const { rowCount } = await tx.client.query(
    `update webhook_deliveries set ${resetDelivery} where webhook_id = $1 and state = 'dead'`,
    [webhookId],
  )
  return rowCount ?? 0
}

const resetDelivery = `state = 'pending', attempts = 0, due_at = now(), lease = null, delivered_at = null, status = null, fault = null`
