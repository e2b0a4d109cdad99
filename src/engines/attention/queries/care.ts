import { layerOf, placementType, placementTypeCodes } from '../../../domain/placement-types.ts'
import { shortBreakStatuses } from '../../../domain/codes.ts'
import { sqlList, type AttentionSource } from './source.ts'

/** Usual placements in which a child is looked after. */
const ofLookedAfter = sqlList(
  placementTypeCodes.filter((code) => placementType(code).lookedAfter && layerOf(code) === 'usual'),
)

/** Between the breaks of a series the child is at home. */
const ofShortBreaks = sqlList(shortBreakStatuses)

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
       where coalesce(k.legal_status not in ${ofShortBreaks}, true)
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
    kinds: ['notice-no-next-home', 'planned-end-no-next-home'],
    sql: `
      select case when e.noticed then 'notice-no-next-home' else 'planned-end-no-next-home' end as kind,
             e.id as about_id, '' as part, e.ends_on::text as due, array[e.child_id] as child_ids, e.home_id,
             'No placement from the end on is agreed.' as detail
        from asked, (
          select s.*, n.id is not null as noticed, coalesce(n.ends_on, s.planned_to) as ends_on
            from staying s left join notices n on n.placement_id = s.id and n.withdrawn_on is null
           where s.layer = 'usual') e
        join in_care k on k.child_id = e.child_id
       where (e.noticed or e.ends_on > today and e.ends_on <= soon) and e.ends_on < k.eighteenth
         and (k.ended_on is null or k.ended_on > e.ends_on)
         and not exists (select from placements p
                          where p.child_id = e.child_id and p.layer = 'usual' and p.id <> e.id
                            and p.nights @> e.ends_on)`,
  },
]
