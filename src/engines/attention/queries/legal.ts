import type { AttentionSource } from './source.ts'

/** Rows about legal statuses and orders that run out. */
export const legalSources: readonly AttentionSource[] = [
  {
    kinds: ['police-protection'],
    sql: `
      select 'police-protection' as kind, l.id as about_id, '' as part, (l.started_on + 3)::text as due,
             array[l.child_id] as child_ids, null::uuid as home_id,
             'It lasts 72 hours: by then another legal status, or the end of care.' as detail
        from asked, legal_statuses l
       where l.status = 'L1' and l.nights @> today and (l.ended_on is null or l.ended_on > l.started_on + 3)`,
  },
  {
    kinds: ['emergency-protection-order'],
    sql: `
      select 'emergency-protection-order' as kind, l.id as about_id, '' as part,
             (l.started_on + case when today <= l.started_on + 8 then 8 else 15 end)::text as due,
             array[l.child_id] as child_ids, null::uuid as home_id,
             case when today <= l.started_on + 8 then 'It lasts 8 days, unless the court extends it, once, by up to 7.'
                  else 'It is past its 8 days: see that the court has extended it, by 7 at most.' end as detail
        from asked, legal_statuses l
       where l.status = 'L2' and l.nights @> today and (l.ended_on is null or l.ended_on > l.started_on + 15)`,
  },
  {
    // Where a child is whose liberty an order restricts: in secure accommodation, or where it was when the order ended.
    kinds: ['liberty-order-ending', 'liberty-order-ended'],
    sql: `
      select case when o.until_on <= today then 'liberty-order-ended' else 'liberty-order-ending' end as kind,
             o.id as about_id, '' as part, o.until_on::text as due, array[o.child_id] as child_ids, s.home_id,
             case o.kind when 'secure' then 'Secure accommodation order.' else 'Deprivation of liberty order.' end as detail
        from asked, liberty_orders o
        left join staying s on s.child_id = o.child_id and s.layer = 'usual'
       where o.kind in ('secure', 'deprivation-of-liberty') and o.until_on <= soon and o.from_on <= today
         and not exists (select from liberty_orders n
                          where n.child_id = o.child_id and n.kind = o.kind and n.from_on >= o.until_on)
         and (o.until_on > today
              or o.kind = 'secure' and s.placement_type = 'secure'
              or o.kind = 'deprivation-of-liberty' and s.started_on < o.until_on)`,
  },
]
