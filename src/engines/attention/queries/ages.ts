import { placementType, placementTypeCodes } from '../../../domain/placement-types.ts'
import { sqlList, type AttentionSource } from './source.ts'

const afterCare = placementTypeCodes.filter((code) => (placementType(code).minimumAge ?? 0) >= 18)

/** Rows about the eighteenth birthday. */
export const ageSources: readonly AttentionSource[] = [
  {
    kinds: ['turning-18-in-4-weeks', 'turning-18-in-12-weeks'],
    sql: `
      select case when k.eighteenth <= today + 28 then 'turning-18-in-4-weeks' else 'turning-18-in-12-weeks' end as kind,
             k.child_id as about_id, '' as part, k.eighteenth::text as due, array[k.child_id] as child_ids, s.home_id,
             'Care ends at 18; where the young person lives from then on is not agreed.' as detail
        from asked, in_care k
        left join staying s on s.child_id = k.child_id and s.layer = 'usual'
       where k.eighteenth <= today + 84 and (k.ended_on is null or k.ended_on >= k.eighteenth)
         and not exists (select from placements p
                          where p.child_id = k.child_id and p.nights @> k.eighteenth
                            and (p.started_on is null or p.placement_type in ${sqlList(afterCare)}))`,
  },
  {
    kinds: ['care-open-past-18'],
    sql: `
      select 'care-open-past-18' as kind, k.id as about_id, '' as part, birthday(c.date_of_birth, 18)::text as due,
             array[c.id] as child_ids, s.home_id, 'The young person is an adult: care has ended by law.' as detail
        from asked, care_periods k
        join children c on c.id = k.child_id
        left join staying s on s.child_id = c.id and s.layer = 'usual'
       where k.nights @> today and birthday(c.date_of_birth, 18) <= today`,
  },
]
