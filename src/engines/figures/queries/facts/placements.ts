import { sql } from 'drizzle-orm'
import { careColumns, careFacts, careRecords, careRow } from './care.ts'
import { endColumns, endedPlacements, goesOn } from './events.ts'
import { tableAsKnown, yesNo, type FactScope, type Source } from './source.ts'

/**
 * Usual placements on the day they began, with the facts of the first night: on their own first day, or on the first day of
 * a period of care where that is later. In care that began before the first day on record there is no first placement, and
 * one that began before that day as well began nobody knows when.
 * Whether it was an emergency, and whether the child keeps the school, is known of placements agreed here.
 */
export const placementStarts = (scope: FactScope): Source => ({
  rows: sql`(
    with placement as materialized (select * from ${tableAsKnown('placements', scope)} placement),
         going_on as materialized (
           select placement.id from placement join placement last on ${goesOn('last', 'placement')})
    select care.authority_code, ${careRow}, care.from_on, care.from_on + 1 as to_on,
           case when placement.started_before is true and care.from_on = placement.started_on then null
                when care.from_on > period.started_on then 'later'
                when care.care_started_before is not true then 'first'
                when care.from_on = placement.started_on then 'later' end as placement_order,
           case when placement.agreed_at is not null then placement.emergency end as emergency,
           placement.keeps_school
      from placement
      join ${tableAsKnown('care_periods', scope)} period
        on period.child_id = placement.child_id
       and period.nights && placement.stay
      join ${careFacts(scope)} care
        on care.child_id = placement.child_id and care.placement_id = placement.id
       and care.from_on = greatest(placement.started_on, period.started_on)
     where placement.layer = 'usual'
       and not (care.from_on > period.started_on and placement.id in (select id from going_on))) night`,
  columns: {
    ...careColumns,
    placementOrder: sql`night.placement_order`,
    emergencyPlacement: yesNo(sql`night.emergency`),
    keepsSchool: yesNo(sql`night.keeps_school`),
  },
  records: careRecords,
})

/** The ends of placements, each with the notice that was in force when it came: at most one is, at a time. */
export const endings = (scope: FactScope): Source => ({
  rows: sql`(
    with notice as materialized (select * from ${tableAsKnown('notices', scope)} notice)
    select ended.*, coalesce(notice.given_by, 'none') as giver, ended.from_on - notice.given_on as days
      from ${endedPlacements(scope)} ended
      left join lateral (
        select given.given_by, given.given_on from notice given
         where given.placement_id = ended.placement_id and given.given_on <= ended.from_on
           and (given.withdrawn_on is null or given.withdrawn_on > ended.from_on)
         order by given.given_on desc, given.id limit 1) notice on true) night`,
  columns: { ...endColumns, noticeGiver: sql`night.giver`, noticeDays: sql`night.days` },
  records: careRecords,
})

/** Notices on the day they were given, with the facts of that night; of notice on the day of the end, those of the last. */
export const noticesGiven = (scope: FactScope): Source => ({
  rows: sql`(
    select care.authority_code, ${careRow}, notice.id as notice_id, notice.given_on as from_on, notice.given_on + 1 as to_on,
           notice.given_by, notice.ends_on - notice.given_on as days
      from ${tableAsKnown('notices', scope)} notice
      join ${tableAsKnown('placements', scope)} placement on placement.id = notice.placement_id
      join ${careFacts(scope)} care
        on care.child_id = placement.child_id and care.placement_id = placement.id
       and care.from_on <= least(notice.given_on, placement.ended_on - 1)
       and care.to_on > least(notice.given_on, placement.ended_on - 1)) night`,
  columns: { ...careColumns, noticeGiver: sql`night.given_by`, noticeDays: sql`night.days` },
  records: { ...careRecords, noticeId: sql`night.notice_id` },
})
