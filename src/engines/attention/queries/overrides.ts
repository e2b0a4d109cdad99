import type { AttentionSource } from './source.ts'

/** Rows about what was decided, or recorded, against a must or a gate. */
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
    kinds: ['recorded-against-a-gate'],
    sql: `
      select 'recorded-against-a-gate' as kind, s.id as about_id, '' as part, s.started_on::text as due,
             array[s.child_id] as child_ids, s.home_id,
             'It is on record as it happened, and nobody approved it by that.' as detail
        from staying s
       where s.recorded_as_happened is not null`,
  },
]
