import type { AttentionSource } from './source.ts'

/** Rows about what was decided, or recorded, against a must, the terms of a carer or a gate. */
export const overrideSources: readonly AttentionSource[] = [
  {
    kinds: ['override-in-force', 'override-ending', 'override-ended'],
    sql: `
      select case when o.until_on <= today then 'override-ended' when o.until_on <= soon then 'override-ending'
                  else 'override-in-force' end as kind,
             o.id as about_id, '' as part, o.until_on::text as due, array[o.child_id] as child_ids, o.home_id,
             'The must: ' || o.must || '.' as detail
        from asked, overrides o
       where o.decided_on <= today
         and not exists (select from overrides n
                          where n.child_id = o.child_id and n.home_id = o.home_id and n.must = o.must
                            and n.decided_on >= o.until_on)
         and (o.until_on > today
              or exists (select from staying s
                          where s.child_id = o.child_id and s.home_id = o.home_id and s.started_on < o.until_on))`,
  },
  {
    kinds: ['exemption-ending'],
    sql: `
      select 'exemption-ending' as kind, e.id as about_id, '' as part, e.to_on::text as due,
             array[e.child_id] as child_ids, e.home_id,
             'From then on the child is outside the terms, unless they are varied.' as detail
        from asked, terms_exemptions e
       where e.term @> today and e.to_on <= soon
         and not exists (select from terms_exemptions n
                          where n.child_id = e.child_id and n.home_id = e.home_id and n.from_on >= e.to_on)
         and exists (select from staying s where s.child_id = e.child_id and s.home_id = e.home_id)`,
  },
  {
    kinds: ['recorded-against-a-gate'],
    sql: `
      select 'recorded-against-a-gate' as kind, s.id as about_id, '' as part, s.started_on::text as due,
             array[s.child_id] as child_ids, s.home_id,
             'It is on record as it happened, and nobody approved it by that.' as detail
        from staying s
       where s.recorded_as_happened is not null`,
  },
]
