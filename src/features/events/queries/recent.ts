import type { EventType } from '../../../domain/events/types.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export interface RecentChangeRow {
  id: string
  type: EventType
  recordedAt: string
  recordType: string
  recordId: string
  children: { id: string; reference: string; dateOfBirth: string }[]
  home: { id: string; name: string } | null
}

/** As far back as is looked, whatever the instant: an import can write very many events at once. */
const MOST_EVENTS = 5000

/** The authority's events of these types since an instant, the latest first: with the children and the home that each is about. */
export async function recentChanges(
  tx: Tx,
  { types, start, limit }: { types: readonly EventType[]; start: string; limit: number },
): Promise<RecentChangeRow[]> {
  const { rows } = await tx.client.query<RecentChangeRow>(
    `with recent as (
       (select * from events where authority_code = $1 and position is not null order by position desc limit $5)
       union all
       (select * from events where authority_code = $1 and position is null order by id desc limit $5)
     ), told as (
       select r.*, case record_type when 'placements' then record_id else (data ->> 'placementId')::uuid end as placement_id,
              case record_type when 'placement_requests' then record_id else (data ->> 'requestId')::uuid end as request_id
         from recent r
        where occurred_at >= $2 and type = any($3)
        order by occurred_at desc, id desc limit $4
     )
     select t.event_id as id, t.type, t.occurred_at as "recordedAt", t.record_type as "recordType", t.record_id as "recordId",
            coalesce((
              select jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference, 'dateOfBirth', c.date_of_birth)
                       order by c.date_of_birth, c.id)
                from children c
               where c.id = p.child_id or (p.id is null
                 and c.id in (select child_id from request_children k where k.request_id = t.request_id))), '[]') as children,
            case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.name) end as home
       from told t
       left join placements p on p.id = t.placement_id
       left join lateral ${visibleHome("coalesce(p.home_id, (t.data ->> 'homeId')::uuid)")} h on true
      order by t.occurred_at desc, t.id desc`,
    [tx.principal.authorityCode, start, types, limit, MOST_EVENTS],
  )
  return rows
}
