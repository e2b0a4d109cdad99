import { layerOf, placementType, placementTypeCodes } from '../../../domain/placement-types.ts'
import { sqlList, type AttentionSource } from './source.ts'

/** Usual placements in which a child is looked after. */
const ofLookedAfter = sqlList(
  placementTypeCodes.filter((code) => placementType(code).lookedAfter && layerOf(code) === 'usual'),
)

/** Legal statuses of a series of short breaks: between them the child is at home. */
const shortBreakStatuses = sqlList(['V3', 'V4'])

/** Rows about care and placements that do not agree, and about children without a next home. */
export const careSources: readonly AttentionSource[] = [
  {
    kinds: ['no-placement-tonight'],
    sql: `
      select 'no-placement-tonight' as kind, k.child_id as about_id, '' as part,
             greatest(k.started_on, (select max(p.ended_on) from placements p
                                      where p.child_id = k.child_id and p.ended_on <= today))::text as due,
             array[k.child_id] as child_ids, null::uuid as home_id,
             case when exists (select from placements p where p.child_id = k.child_id and p.nights @> today
                                  and p.started_on is null)
                  then 'A placement is agreed for tonight, and has not started.'
                  else 'Nothing says where the child sleeps tonight.' end as detail
        from asked, in_care k
       where coalesce(k.legal_status not in ${shortBreakStatuses}, true)
         and not exists (select from staying s where s.child_id = k.child_id)`,
  },
  {
    kinds: ['placed-without-care'],
    sql: `
      select 'placed-without-care' as kind, s.id as about_id, '' as part, s.started_on::text as due,
             array[s.child_id] as child_ids, s.home_id, 'The child counts as looked after in no figure.' as detail
        from asked, staying s
        join children c on c.id = s.child_id
       where s.placement_type in ${ofLookedAfter} and birthday(c.date_of_birth, 18) > today
         and not exists (select from care_periods k
                          where k.child_id = s.child_id
                            and (k.nights @> today or k.ended_on between s.started_on and today))`,
  },
  {
    kinds: ['care-ended-placement-open'],
    sql: `
      select 'care-ended-placement-open' as kind, s.id as about_id, '' as part, ended.care_ended_on::text as due,
             array[s.child_id] as child_ids, s.home_id, 'The bed counts as taken, and the child not as looked after.' as detail
        from asked, staying s, lateral (
          select max(k.ended_on) as care_ended_on from care_periods k
           where k.child_id = s.child_id and k.ended_on between s.started_on and today) ended
       where s.placement_type in ${ofLookedAfter} and ended.care_ended_on is not null
         and not exists (select from care_periods k where k.child_id = s.child_id and k.nights @> today)`,
  },
  {
    kinds: ['no-legal-status'],
    sql: `
      select 'no-legal-status' as kind, k.child_id as about_id, '' as part,
             greatest(k.started_on, (select max(l.ended_on) from legal_statuses l
                                      where l.child_id = k.child_id and l.ended_on <= today))::text as due,
             array[k.child_id] as child_ids, null::uuid as home_id,
             'Nothing says under which law the child is looked after.' as detail
        from asked, in_care k
       where k.legal_status is null`,
  },
  {
    kinds: ['planned-end-no-next-home'],
    sql: `
      select 'planned-end-no-next-home' as kind, s.id as about_id, '' as part, s.planned_to::text as due,
             array[s.child_id] as child_ids, s.home_id, 'No placement from the planned end on is agreed.' as detail
        from asked, staying s
        join in_care k on k.child_id = s.child_id
       where s.layer = 'usual' and s.planned_to > today and s.planned_to <= soon and s.planned_to < k.eighteenth
         and (k.ended_on is null or k.ended_on > s.planned_to)
         and not exists (select from placements p
                          where p.child_id = s.child_id and p.layer = 'usual' and p.id <> s.id
                            and p.nights @> s.planned_to)`,
  },
]
