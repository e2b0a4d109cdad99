import type { AttentionSource } from './source.ts'

/** Rows about holds and placements on their way. */
export const placingSources: readonly AttentionSource[] = [
  {
    kinds: ['hold-lapsing'],
    sql: `
      select 'hold-lapsing' as kind, h.id as about_id, '' as part,
             to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due,
             array_agg(k.child_id) as child_ids, case when count(distinct b.home_id) = 1 then min(b.home_id::text)::uuid end as home_id,
             case count(*) when 1 then 'A bed is held.' else count(*) || ' beds are held.' end as detail
        from holds h
        join hold_beds k on k.hold_id = h.id
        join beds b on b.id = k.bed_id
       where h.ended_at is null and h.expires_at > now() and h.expires_at <= now() + interval '24 hours'
       group by h.id`,
  },
  {
    kinds: ['held-by-another'],
    sql: `
      select 'held-by-another' as kind, h.hold_id as about_id, '' as part,
             to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due, '{}'::uuid[] as child_ids,
             h.home_id,
             a.name || case when h.awaits_consent then ' holds a bed and waits for consent.' else ' holds a bed, with consent.' end
               as detail
        from holds_of_others() h join authorities a on a.code = h.held_by`,
  },
  {
    kinds: ['hold-taken-back'],
    sql: `
      select 'hold-taken-back' as kind, h.id as about_id, '' as part,
             to_char(h.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due, array_agg(k.child_id) as child_ids,
             null::uuid as home_id, 'The authority of the bed says: ' || h.release_reason as detail
        from holds h join hold_beds k on k.hold_id = h.id
       where h.released_by_authority_code is not null and h.ended_at > now() - interval '7 days'
         and not exists (select from hold_beds again join holds n on n.id = again.hold_id
                          where again.child_id = k.child_id and n.created_at > h.ended_at)
         and not exists (select from placements p where p.child_id = k.child_id and p.created_at > h.ended_at)
       group by h.id`,
  },
  {
    kinds: ['past-planned-end'],
    sql: `
      select 'past-planned-end' as kind, p.id as about_id, '' as part, p.planned_to::text as due,
             array[p.child_id] as child_ids, p.home_id, 'The planned end has come, and no end is recorded.' as detail
        from asked, placements p
       where p.started_on is not null and p.ended_on is null and p.planned_to <= today`,
  },
  {
    kinds: ['not-started'],
    sql: `
      select 'not-started' as kind, p.id as about_id, '' as part, p.planned_from::text as due,
             array[p.child_id] as child_ids, p.home_id, 'The planned start has gone by.' as detail
        from asked, placements p
       where p.started_on is null and p.withdrawn_on is null and p.planned_from < today`,
  },
  {
    kinds: ['emergency-request-open', 'request-late', 'request-open'],
    sql: `
      select case when r.urgency = 'emergency' then 'emergency-request-open' when r.needed <= today then 'request-late'
                  else 'request-open' end as kind,
             r.id as about_id, '' as part, r.needed::text as due, r.child_ids, null::uuid as home_id,
             case r.status when 'held' then 'Beds are held, and not agreed.' else 'Beds are held for nobody, or not for all.' end
               as detail
        from asked, (select d.*, coalesce(d.latest_start, d.needed_from) as needed from placement_request_details d) r
       where r.status in ('open', 'held')`,
  },
]
