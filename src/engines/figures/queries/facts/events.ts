import { sql, type SQL } from 'drizzle-orm'
import { careColumns, careFacts, careRow } from './care.ts'
import { recorded, yesNo, type Asked, type Source } from './source.ts'

const fostering = sql.raw(`('internal-foster', 'ifa', 'other-authority-foster', 'connected-carer')`)
const supportedBefore = sql.raw(`('residential', 'supported-accommodation', 'supported-lodgings')`)
const ofChild: Source['records'] = { childId: sql`night.child_id` }
const ofPlacement: Source['records'] = {
  ...ofChild,
  placementId: sql`night.placement_id`,
  homeId: sql`night.home_id`,
}

/** Facts of one day: that on which care began, with what held on the first night. */
export const careStarts = (asked: Asked): Source => ({
  rows: sql`(
    select care.authority_code, ${careRow}, care.from_on, care.from_on + 1 as to_on
      from ${recorded('care_periods', asked)} period
      join ${careFacts(asked)} care on care.child_id = period.child_id and care.from_on = period.started_on
     where period.ended_on is null or period.started_on < period.ended_on) night`,
  columns: careColumns,
  records: ofPlacement,
})

/** Facts of one day: that on which care ended, with what held on the last night. */
export const careEnds = (asked: Asked): Source => ({
  rows: sql`(
    select care.authority_code, ${careRow}, period.ended_on as from_on, period.ended_on + 1 as to_on, period.end_reason
      from ${recorded('care_periods', asked)} period
      join ${careFacts(asked)} care on care.child_id = period.child_id and care.to_on = period.ended_on
     where period.started_on < period.ended_on) night`,
  columns: { ...careColumns, careEndReason: sql`night.end_reason` },
  records: ofPlacement,
})

/**
 * Facts of one day: that on which a child in care left a usual placement, and stayed in care. Who goes on with the
 * same carer or in the same home, or is adopted by the foster carers, has not moved.
 */
export const placementEnds = (asked: Asked): Source => ({
  rows: sql`(
    select care.authority_code, ${careRow}, placement.ended_on as from_on, placement.ended_on + 1 as to_on, placement.end_reason,
           coalesce(placement.end_planned, case
             when placement.end_reason = 'CARPL' then true
             when placement.end_reason not in ('OTHER', 'PLACE') then false end) as planned
      from ${recorded('placements', asked)} placement
      join ${careFacts(asked)} care
        on care.child_id = placement.child_id and care.to_on = placement.ended_on
       and care.placement_id = placement.id
     where placement.layer = 'usual'
       and exists (select from ${careFacts(asked)} next
                    where next.child_id = placement.child_id and next.from_on = placement.ended_on)
       and not exists (
         select from ${recorded('placements', asked)} next
          where next.child_id = placement.child_id and next.layer = 'usual'
            and next.started_on = placement.ended_on and next.id <> placement.id
            and (next.ended_on is null or next.ended_on > next.started_on)
            and (next.same_carer or next.home_id = placement.home_id
                 or next.place_code in ('A3', 'A5') and placement.placement_type in ${fostering}))) night`,
  columns: { ...careColumns, moveReason: sql`night.end_reason`, endPlanned: yesNo(sql`night.planned`) },
  records: ofPlacement,
})

/**
 * Facts of one day: three months after the 18th birthday, the 19th and the 20th, of a young person whose care ended
 * on the 18th in a placement of some types, after 13 weeks of care or more since the 14th; and whether they are then
 * in an arrangement that follows.
 */
const leavers = (asked: Asked, from: SQL, arrangement: string): SQL => sql`(
    select care.authority_code, ${careRow}, mark.name as mark, mark.day as from_on, mark.day + 1 as to_on,
           exists (select from ${recorded('placements', asked)} stay
                    where stay.child_id = care.child_id and stay.placement_type = ${arrangement}
                      and stay.stay @> mark.day) as stayed
      from ${recorded('children', asked)} child
      join ${recorded('care_periods', asked)} period
        on period.child_id = child.id and period.ended_on = birthday(child.date_of_birth, 18)
       and period.started_on < period.ended_on
      join ${careFacts(asked)} care on care.child_id = child.id and care.to_on = period.ended_on,
      lateral (values ('18', months_after(period.ended_on, 3)), ('19', birthday(child.date_of_birth, 19)),
                      ('20', birthday(child.date_of_birth, 20))) mark (name, day)
     where care.placement_type in ${from} and coalesce(care.legal_status, '') not in ('V3', 'V4')
       and period.end_reason <> 'E2'
       and 91 <= (
         select sum(spent.to_on - greatest(spent.from_on, birthday(child.date_of_birth, 14)))
           from ${careFacts(asked)} spent
          where spent.child_id = child.id and spent.to_on <= period.ended_on
            and spent.to_on > birthday(child.date_of_birth, 14)
            and coalesce(spent.legal_status, '') not in ('V3', 'V4'))) night`

export const fosterLeavers = (asked: Asked): Source => ({
  rows: leavers(asked, fostering, 'staying-put'),
  columns: { ...careColumns, leaverMark: sql`night.mark`, stayedPut: yesNo(sql`night.stayed`) },
  records: ofPlacement,
})

export const closeLeavers = (asked: Asked): Source => ({
  rows: leavers(asked, supportedBefore, 'staying-close'),
  columns: { ...careColumns, leaverMark: sql`night.mark`, stayedClose: yesNo(sql`night.stayed`) },
  records: ofPlacement,
})

/** Facts of one day: the birthday in the year of the return. */
export const careLeavers = (asked: Asked): Source => ({
  rows: sql`(
    select child.authority_code, child.id as child_id, child.sex, child.ethnicity, birthday.on_day as from_on,
           birthday.on_day + 1 as to_on,
           extract(year from birthday.on_day) - extract(year from child.date_of_birth) as age,
           case when said.in_touch in ('DIED', 'RHOM') or said.accommodation ~ '^[GH]' then 'gone'
                when said.accommodation ~ '^[^R]1$' then 'suitable'
                when said.accommodation ~ '^[^R]2$' then 'unsuitable'
                when said.in_touch in ('NO', 'REFU', 'NREQ') then 'not-in-touch' end as accommodation
      from return_rows returned
      join ${recorded('children', asked)} child
        on child.reference = returned.child_reference and child.authority_code = returned.authority_code,
      lateral (select returned.cells ->> 'IN_TOUCH' as in_touch, returned.cells ->> 'ACCOM' as accommodation) said,
      lateral (
        select birthday(child.date_of_birth,
                 returned.collection_year - 1 - extract(year from child.date_of_birth)::integer) as earlier,
               birthday(child.date_of_birth,
                 returned.collection_year - extract(year from child.date_of_birth)::integer) as later) falls,
      lateral (
        select case when falls.earlier >= make_date(returned.collection_year - 1, 4, 1) then falls.earlier
                    else falls.later end as on_day) birthday
     where returned.module = 'oc3') night`,
  columns: {
    age: sql`case when night.age between 17 and 21 then night.age end`,
    sex: sql`night.sex`,
    ethnicity: sql`night.ethnicity`,
    accommodation: sql`night.accommodation`,
  },
  records: ofChild,
})
