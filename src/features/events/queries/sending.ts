import type { Pool } from 'pg'
import type { RecordedEvent } from '../../../domain/events/cloud-event.ts'
import { eventColumns } from './feed.ts'

/** A delivery that this process has taken on, until the lease is over. */
export interface Claimed {
  webhookId: string
  position: number
  lease: string
  /** This one included. */
  attempts: number
  url: string
  /** The one in force, then those that still sign beside it. */
  secrets: Buffer[]
  event: RecordedEvent
}

/** How much may be claimed. */
export interface Room {
  /** Deliveries in all. */
  atMost: number
  /** Deliveries of one webhook. */
  perWebhook: number
  /** Webhooks that have as many on their way as they may. */
  busy: readonly string[]
  leaseMs: number
}

/**
 * Takes on deliveries that are due, of every authority: the oldest of each webhook, and of one record only the
 * oldest, so that what happened to it arrives in order. A delivery that another process holds is passed over.
 */
export async function claimDue(sender: Pool, room: Room): Promise<Claimed[]> {
  const { rows } = await sender.query<
    Omit<Claimed, 'event' | 'secrets'> & RecordedEvent & { secrets: string[] }
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
        where w.state = 'enabled' and w.secret_issued_at is not null and not (w.id = any($3))
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
    secrets: secrets.map((secret) => Buffer.from(secret, 'base64')),
    event,
  }))
}

/** What an attempt came to: delivered, to be tried again after a wait, or given up. */
export type Outcome =
  | { state: 'delivered'; status: number }
  | { state: 'pending'; waitMs: number; status: number | null; fault: string }
  | { state: 'dead'; status: number | null; fault: string }

/** Records what an attempt came to, unless its lease has passed to another. */
export async function settle(sender: Pool, claimed: Claimed, outcome: Outcome): Promise<void> {
  await sender.query(
    `update webhook_deliveries
        set state = $4, lease = null, status = $5, fault = $6, due_at = now() + $7 * interval '1 ms',
            delivered_at = case when $4 = 'delivered' then now() end
      where webhook_id = $1 and position = $2 and lease = $3`,
    [
      claimed.webhookId,
      claimed.position,
      claimed.lease,
      outcome.state,
      outcome.status,
      'fault' in outcome ? outcome.fault : null,
      'waitMs' in outcome ? outcome.waitMs : 0,
    ],
  )
}

/** Gives back what was claimed and not sent, as if it had not been claimed. */
export async function giveBack(sender: Pool, { webhookId, position, lease }: Claimed): Promise<void> {
  await sender.query(
    `update webhook_deliveries set lease = null, due_at = now(), attempts = attempts - 1
      where webhook_id = $1 and position = $2 and lease = $3`,
    [webhookId, position, lease],
  )
}
