import { sql } from 'drizzle-orm'
import { adoptedByCarersCodes } from '../../../../domain/placement-types.ts'
import { careColumns, careRecords } from './care.ts'
import { dateIn, eventsInCare, latestRows } from './returned.ts'
import { codeList, type FactScope, type Source } from './source.ts'

/** A `from` item: when children were placed for adoption who were not taken back, by PlacedAdoption. */
const adoptivePlacements = sql`(
  select returned.child_id, ${dateIn('DATE_PLACED')} as day
    from ${latestRows('placedAdoption', 'DATE_PLACED')} returned
   where not returned.cells ? 'DATE_PLACED_CEASED')`

/** A `from` item: when the authority decided on a match, by AD1. */
const matches = sql`(
  select returned.child_id, ${dateIn('DATE_MATCH')} as day from ${latestRows('ad1')} returned)`

/**
 * Children on the day they were adopted, with the days from coming into care to being placed with the adopters, and to
 * moving in with them, which is earlier where their foster carers adopt (A3, A5); and from the placement order to the match,
 * 0 where the match came first. Null: where one of the days is not known, and from a placement order that there was not.
 */
export const adoptions = (scope: FactScope): Source => {
  const children = sql`(
    select period.child_id, ended.day, ended.day - 1 as night,
           adoptive.day - entered.day as days_to_placement,
           coalesce(moving.day, adoptive.day) - entered.day as days_to_moving_in,
           case when adoptive.day is not null and matched.day > ordered.day then matched.day - ordered.day
                when adoptive.day is not null and matched.day <= ordered.day then 0 end as days_to_match
      from care_periods period
      join children child on child.id = period.child_id
      cross join lateral (select least(period.ended_on, birthday(child.date_of_birth, 18)) as day) ended
      cross join lateral (select case when not period.started_before then period.started_on end as day) entered
      left join lateral (
        select max(placed.day) as day from ${adoptivePlacements} placed
         where placed.child_id = period.child_id and placed.day >= period.started_on and placed.day <= ended.day) said on true
      left join lateral (
        select min(stay.started_on) as day from placements stay
         where stay.child_id = period.child_id and stay.placement_type = 'placed-for-adoption'
           and stay.withdrawn_on is null and stay.started_on >= period.started_on and stay.started_on < ended.day
           and not exists (
             select from placements later
              where later.child_id = period.child_id and later.layer = 'usual' and later.withdrawn_on is null
                and later.placement_type <> 'placed-for-adoption'
                and later.started_on >= stay.started_on and later.started_on < ended.day)) recorded on true
      left join lateral (
        with recursive stay as (
          select first.id, first.started_on, first.same_carer or first.place_code in ${codeList(adoptedByCarersCodes)} as goes_on
            from placements first
           where first.child_id = period.child_id and first.placement_type = 'placed-for-adoption'
             and first.withdrawn_on is null and first.started_on = recorded.day
          union
          select earlier.id, earlier.started_on, earlier.same_carer
            from stay
            join placements earlier
              on earlier.child_id = period.child_id and earlier.layer = 'usual' and earlier.withdrawn_on is null
             and earlier.ended_on = stay.started_on and earlier.started_on < earlier.ended_on
           where stay.goes_on and earlier.started_on >= period.started_on
        )
        select min(stay.started_on) as day from stay
        having bool_or(stay.goes_on)) moving on true
      cross join lateral (select coalesce(said.day, recorded.day) as day) adoptive
      left join lateral (
        select min(status.started_on) as day from legal_statuses status
         where status.child_id = period.child_id and status.status in ('D1', 'E1')
           and status.started_on >= period.started_on and status.started_on < ended.day) ordered on true
      left join lateral (
        select max(matches.day) as day from ${matches} matches where matches.child_id = period.child_id) matched on true
     where period.end_reason in ('E11', 'E12') and period.started_on < ended.day)`
  return {
    rows: sql`(${eventsInCare(scope, children, 'days_to_placement', 'days_to_moving_in', 'days_to_match')}) night`,
    columns: {
      ...careColumns,
      daysToPlacement: sql`night.days_to_placement`,
      daysToMovingIn: sql`night.days_to_moving_in`,
      daysToMatch: sql`night.days_to_match`,
    },
    records: careRecords,
  }
}
