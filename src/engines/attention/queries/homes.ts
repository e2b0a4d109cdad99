import type { AttentionSource } from './source.ts'

/** Rows about homes and carers in which children live. */
export const homeSources: readonly AttentionSource[] = [
  {
    kinds: ['temporary-approval-ending', 'temporary-approval-ended'],
    // The approval that lasts longest covers a child: of the household, or of early permanence for the child alone.
    sql: `
      select case when covered.until_on <= today then 'temporary-approval-ended' else 'temporary-approval-ending' end as kind,
             covered.home_id as about_id, '' as part, min(covered.until_on)::text as due, array_agg(covered.child_id) as child_ids,
             covered.home_id,
             case when covered.until_on <= today then 'The carer is not approved any more.'
                  else 'The temporary approval of the carer ends.' end as detail
        from asked, lateral (
          select p.home_id, p.child_id, max(coalesce(a.until_on, 'infinity')) as until_on
            from placements p
            join carer_approvals a on a.home_id = p.home_id and (a.child_id is null or a.child_id = p.child_id)
           where p.placement_type = 'connected-carer' and p.ended_on is null and p.withdrawn_on is null
           group by p.home_id, p.child_id) covered
       where covered.until_on <= soon
       group by covered.home_id, covered.until_on <= today, today`,
  },
  {
    kinds: ['registration-ended'],
    // Materialized: the few homes of which an end is recorded, before any function is called.
    sql: `
      with over as materialized (
        select h.id, today
          from asked, visible_homes h join providers v on v.id = h.provider_id
          left join category_variations c on c.provider_id = v.id and c.category = h.accommodation_category
         where h.registration_ended_on <= today or v.supported_registration_ended_on <= today or c.removed_on <= today)
      select 'registration-ended' as kind, h.id as about_id, '' as part,
             min(registration_ends_on(h.id, s.started_on))::text as due,
             array_agg(s.child_id) as child_ids, h.id as home_id,
             'It was registered when the children came, and is not tonight.' as detail
        from over h join staying s on s.home_id = h.id
       where not is_registered(h.id, h.today) and is_registered(h.id, s.started_on)
       group by h.id`,
  },
  {
    kinds: ['restriction-with-children'],
    sql: `
      select 'restriction-with-children' as kind, r.id as about_id, '' as part, r.starts_on::text as due,
             array_agg(s.child_id) as child_ids, r.home_id,
             case r.kind when 'suspension' then 'The home is suspended.'
                         when 'restriction' then 'The home is restricted.'
                         else 'The authority places no child there.' end as detail
        from asked, home_restrictions r
        join staying s on s.home_id = r.home_id
       where r.nights @> today
       group by r.id`,
  },
]
