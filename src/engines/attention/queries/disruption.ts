import { unplannedEndReasons } from '../../../domain/moves/journey.ts'
import { sqlList, type AttentionSource } from './source.ts'

/** 20 working days after a day: four weeks, less the days since Friday where it falls on a weekend. */
const twentyWorkingDaysAfter = (day: string) =>
  `${day} + 28 - greatest(extract(isodow from ${day})::integer - 5, 0)`

/** Rows about what is to be learned from placements that broke down. */
export const disruptionSources: readonly AttentionSource[] = [
  {
    kinds: ['disruption-meeting-due'],
    sql: `
      select 'disruption-meeting-due' as kind, p.id as about_id, '' as part, due.day::text as due,
             array[p.child_id] as child_ids, p.home_id, 'The placement ended unplanned.' as detail
        from asked, placements p, lateral (select ${twentyWorkingDaysAfter('p.ended_on')} as day) due
       where p.ended_on > today - 26 * 7 and due.day <= today and p.layer = 'usual'
         and coalesce(not p.end_planned, p.end_reason in ${sqlList(unplannedEndReasons)})
         and not exists (select from disruption_meetings m where m.placement_id = p.id)`,
  },
]
