import type { Pool } from 'pg'
import type { RecordedEvent } from '../../../domain/events/cloud-event.ts'
import type { Sealing } from '../../../platform/db/sealing.ts'
import { eventColumns } from './feed.ts'

/** A delivery claimed by this process until its lease expires. */
export interface ClaimedDelivery {
  webhookId: string
  position: number
  /** Id of the claim. A result is recorded only while the delivery still has it. */
  lease: string
  /** Number of attempts, this one included. */
  attempts: number
  url: string
  /** The current signing secret, then replaced ones that still sign beside it. */
  secrets: Buffer[]
  event: RecordedEvent
}

/** How many deliveries may be claimed at once, and for how long. */
export interface ClaimLimits {
  /** Maximum number of deliveries. */
  atMost: number
  /** Maximum number of deliveries of one webhook. */
  perWebhook: number
  /** Ids of webhooks to leave out, as they have as many deliveries running as they may. */
  busy: readonly string[]
  leaseMs: number
}

/**
 * Claims deliveries that are due, of all authorities, unless sending is paused: the oldest of each webhook, and of each record only its oldest
 * pending one, so that a record's events arrive in order. Deliveries locked by another process are skipped.
 */
export async function claimDue(
  sender: Pool,
  room: ClaimLimits,
  sealing: Sealing,
): Promise<ClaimedDelivery[]> {
  const { rows } = await sender.query<
    Omit<ClaimedDelivery, 'event' | 'secrets'> & RecordedEvent & { secrets: string[] }
  >(
    `with due as (
       select d.webhook_id, d.position
         from webhooks w,
         lateral (
           select d.webhook_id, d.position from webhook_deliveries d
            where d.webhook_id = w.id and d.state = 'pending' and d.due_at <= now()
              and not exists (
                select from webhook_deliveries before
                 where before.webhook_id = d.webhook_id and before.record_id = d.record_id
                   and before.state = 'pending' and before.position < d.position)
            order by d.position limit $2
            for update skip locked) d
        where (select is_sending()) and w.state = 'enabled' and w.secret_issued_at is not null
          and not (w.id = any($3))
        limit $1
     ), claimed as (
       update webhook_deliveries d
          set lease = gen_random_uuid(), due_at = now() + $4 * interval '1 ms', attempts = d.attempts + 1,
              attempted_at = now()
         from due where d.webhook_id = due.webhook_id and d.position = due.position
       returning d.*
     )
     select c.webhook_id as "webhookId", c.lease, c.attempts, w.url,
            array(select encode(secret, 'base64') from webhook_secrets s
                   where s.webhook_id = w.id and (retires_at is null or retires_at > now())
                   order by s.id desc) as secrets,
            ${eventColumns}
       from claimed c join webhooks w on w.id = c.webhook_id join events e on e.id = c.event_id
      order by e.position`,
    [room.atMost, room.perWebhook, room.busy, room.leaseMs],
  )
  return rows.map(({ webhookId, lease, attempts, url, secrets, ...event }) => ({
    webhookId,
    position: (event as RecordedEvent & { position: number }).position,
    lease,
    attempts,
    url,
    secrets: secrets.map((secret) => sealing.unseal(Buffer.from(secret, 'base64'), webhookId)),
    event,
  }))
}

/** The result of an attempt: delivered, failed and due again after `waitMs`, or given up. */
export type AttemptResult =
  | { state: 'delivered'; status: number }
  | { state: 'pending'; waitMs: number; status: number | null; fault: string }
  | { state: 'dead'; status: number | null; fault: string }

/** Records the result of an attempt, unless the lease expired and another process has claimed the delivery. */
export async function recordAttempt(
  sender: Pool,
  delivery: ClaimedDelivery,
  outcome: AttemptResult,
): Promise<void> {
  await sender.query(
    `update webhook_deliveries
        set state = $4, lease = null, status = $5, fault = $6, due_at = now() + $7 * interval '1 ms',
            delivered_at = case when $4 = 'delivered' then now() end
      where webhook_id = $1 and position = $2 and lease = $3`,
    [
      delivery.webhookId,
      delivery.position,
      delivery.lease,
      outcome.state,
      outcome.status,
      'fault' in outcome ? outcome.fault : null,
      'waitMs' in outcome ? outcome.waitMs : 0,
    ],
  )
}

/** Releases a delivery that was claimed and not sent, as if it had not been claimed. */
export async function releaseClaim(
  sender: Pool,
  { webhookId, position, lease }: ClaimedDelivery,
): Promise<void> {
  await sender.query(
    `update webhook_deliveries set lease = null, due_at = now(), attempts = attempts - 1
      where webhook_id = $1 and position = $2 and lease = $3`,
    [webhookId, position, lease],
  )
}
