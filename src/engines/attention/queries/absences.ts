import {
  MOST_CARER_HOLIDAYS,
  shortBreakLimits,
  stayLimit,
  temporaryStays,
} from '../../../domain/lifecycle/absences.ts'
import type { AttentionSource } from './source.ts'

/** The codes with a limit, and their most nights, as rows. */
const limits = Object.keys(temporaryStays)
  .flatMap((code) => {
    const limit = stayLimit(code)
    return limit ? [`('${code}', ${limit.mostNights})`] : []
  })
  .join(', ')

const { nightsInBreak, nightsInYear, nearInBreak, nearInYear } = shortBreakLimits

/** Rows about stays away from the usual placement, and about short breaks. */
export const absenceSources: readonly AttentionSource[] = [
  {
    kinds: ['absence-past-limit', 'absence-limit-near'],
    sql: `
      select case when today > s.started_on + most.nights then 'absence-past-limit' else 'absence-limit-near' end as kind,
             s.id as about_id, '' as part, (s.started_on + most.nights)::text as due, array[s.child_id] as child_ids, s.home_id,
             s.place_code || ': ' || (today - s.started_on) || ' of at most ' || most.nights || ' nights.' as detail
        from asked, staying s
        join (values ${limits}) most (code, nights) on most.code = s.place_code
       where s.layer = 'temporary'
         and (today > s.started_on + most.nights or s.planned_to is null and s.started_on + most.nights <= soon)`,
  },
  {
    kinds: ['third-carer-holiday'],
    sql: `
      select 'third-carer-holiday' as kind, t.id as about_id, '' as part, t.from_on::text as due,
             array[t.child_id] as child_ids, t.home_id, t.stays || ' stays of code T3 in 12 months.' as detail
        from asked, (
          select p.id, p.child_id, p.home_id, coalesce(p.started_on, p.planned_from) as from_on,
                 count(*) over (partition by p.child_id order by coalesce(p.started_on, p.planned_from)
                                range between interval '12 months' preceding and current row) as stays
            from placements p
           where p.place_code = 'T3' and p.withdrawn_on is null) t
       where t.stays > ${MOST_CARER_HOLIDAYS} and t.from_on > today - interval '12 months'`,
  },
  {
    // The last break of a child, with the nights of all in the 12 months to its end or, where that has come, to today.
    kinds: ['short-breaks-past-limit', 'short-breaks-near-limit'],
    sql: `
      with break as (
        select p.id, p.child_id, p.home_id, coalesce(p.started_on, p.planned_from) as from_on,
               coalesce(p.ended_on, greatest(p.planned_to, today + 1)) as to_on
          from asked, placements p
         where p.placement_type = 'short-break' and p.withdrawn_on is null),
      latest as (select distinct on (child_id) *, greatest(to_on, today) as counted_to
                   from asked, break order by child_id, from_on desc)
      select case when n.longest > ${nightsInBreak} or n.in_year > ${nightsInYear} then 'short-breaks-past-limit'
                  else 'short-breaks-near-limit' end as kind,
             b.id as about_id, '' as part, b.from_on::text as due, array[b.child_id] as child_ids, b.home_id,
             n.in_year || ' of ${nightsInYear} nights in 12 months; this break ' || (b.to_on - b.from_on)
               || ' of ${nightsInBreak}.' as detail
        from latest b, lateral (
          select sum(o.to_on - greatest(o.from_on, (b.counted_to - interval '12 months')::date)) as in_year,
                 case when b.to_on > b.today then b.to_on - b.from_on else 0 end as longest
            from break o
           where o.child_id = b.child_id and o.to_on > b.counted_to - interval '12 months') n
       where n.in_year >= ${nearInYear} or n.longest >= ${nearInBreak}`,
  },
]
