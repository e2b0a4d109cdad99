import type { Pool } from 'pg'

export interface Backlog {
  stage: 'publish' | 'deliver'
  count: number
  /** For how long the oldest has waited. */
  seconds: number
}

/** How much there is to publish, and to deliver to webhooks that are enabled, and for how long. */
export async function countBacklog(sender: Pool): Promise<Backlog[]> {
  const { rows } = await sender.query<Backlog>(
    `select 'publish' as stage, count(*)::int as count,
            coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 as seconds
       from events where position is null
     union all
     select 'deliver', count(*)::int, coalesce(extract(epoch from now() - min(d.due_at)), 0)::float8
       from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where d.state = 'pending' and d.due_at <= now() and w.state = 'enabled'`,
  )
  return rows
}
