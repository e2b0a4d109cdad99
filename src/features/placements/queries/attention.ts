import type { Tx } from '../../../platform/db/tenant.ts'

export interface ExpiringItem {
  kind: 'hold-lapsing' | 'past-planned-end' | 'temporary-approval'
  id: string
  due: string
  childIds: string[]
}

/**
 * Holds that lapse within 24 hours, placements past their planned end on `today`, and temporary approvals of connected
 * carers that end by `lastDay`. `due` is a day or, for a hold, an instant (ISO 8601, UTC).
 */
export async function expiringItems(tx: Tx, today: string, lastDay: string): Promise<ExpiringItem[]> {
  const { rows } = await tx.client.query<ExpiringItem>(
    `select 'hold-lapsing' as kind, h.id,
            to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due,
            array(select k.child_id from hold_beds k where k.hold_id = h.id order by 1) as "childIds"
       from holds h
      where h.ended_at is null and h.expires_at > now() and h.expires_at <= now() + interval '24 hours'
      union all
     select 'past-planned-end', p.id, p.planned_to::text, array[p.child_id]
       from placements p
      where p.started_on is not null and p.ended_on is null and p.planned_to <= $1
      union all
     select 'temporary-approval', p.id, p.temporary_approval_until::text, array[p.child_id]
       from placements p
      where p.temporary_approval_until <= $2 and p.carer_approved_on is null
        and p.ended_on is null and p.withdrawn_on is null`,
    [today, lastDay],
  )
  return rows
}
