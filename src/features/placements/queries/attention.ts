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
     select 'temporary-approval', p.id, a.until_on::text, array[p.child_id]
       from placements p
       join lateral (select max(until_on) as until_on, bool_or(until_on is null) as lasting from carer_approvals a
                      where a.home_id = p.home_id and (a.child_id is null or a.child_id = p.child_id)) a on true
      where p.placement_type = 'connected-carer' and a.until_on <= $2 and not a.lasting
        and p.ended_on is null and p.withdrawn_on is null`,
    [today, lastDay],
  )
  return rows
}
