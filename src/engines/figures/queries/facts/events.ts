import { sql, type SQL } from 'drizzle-orm'
import {
  adoptedByCarersCodes,
  fosterCareTypes,
  type PlacementType,
} from '../../../../domain/placement-types.ts'
import { careColumns, careFacts, careRow } from './care.ts'
import { codeList, shortBreaks, tableAsKnown, yesNo, type FactScope, type Source } from './source.ts'

const fostering = codeList(fosterCareTypes)
const supportedBefore = codeList([
  'residential',
  'supported-accommodation',
  'supported-lodgings',
] satisfies PlacementType[])
const ofPlacement: Source['records'] = {
  childId: sql`night.child_id`,
  placementId: sql`night.placement_id`,
  homeId: sql`night.home_id`,
}

const notShortBreak = sql`coalesce(care.legal_status, '') not in ${shortBreaks}`

/**
 * Children on the day they first started to be looked after in the period, with their facts on the first night. A child
 * of whom care is known to have begun before that day, and no start in the period is known, is told apart by `careStart`.
 */
export const careStarts = (scope: FactScope): Source => ({
  rows: sql`(
    select distinct on (care.child_id) care.authority_code, ${careRow}, care.from_on, care.from_on + 1 as to_on
      from ${tableAsKnown('care_periods', scope)} period
      join ${careFacts(scope)} care on care.child_id = period.child_id and care.from_on = period.started_on
     where (period.ended_on is null or period.started_on < period.ended_on)
       and period.started_on between ${scope.asked.first} and ${scope.asked.last} and ${notShortBreak}
     order by care.child_id, care.care_started_before is true, care.from_on) night`,
  columns: {
    ...careColumns,
    careStart: sql`case when night.care_started_before is not true then 'known' end`,
  },
  records: ofPlacement,
})

/**
 * Children on the day they last ceased to be looked after in the period, with their facts on the last night. Care that is
 * recorded as open, or as ended later, ended on the 18th birthday.
 */
export const careEnds = (scope: FactScope): Source => ({
  rows: sql`(
    select distinct on (care.child_id) care.authority_code, ${careRow}, ended.day as from_on, ended.day + 1 as to_on, period.end_reason
      from ${tableAsKnown('care_periods', scope)} period
      join ${tableAsKnown('children', scope)} child on child.id = period.child_id
      cross join lateral (select least(period.ended_on, birthday(child.date_of_birth, 18)) as day) ended
      join ${careFacts(scope)} care on care.child_id = period.child_id and care.to_on = ended.day
     where period.started_on < ended.day
       and ended.day between ${scope.asked.first} and ${scope.asked.last} and ${notShortBreak}
     order by care.child_id, ended.day desc) night`,
  columns: { ...careColumns, careEndReason: sql`night.end_reason` },
  records: ofPlacement,
})

/**
 * SQL condition: from the placement `earlier` to `later`, which begins on the day on which it ends, the child goes on with the
 * same carer or in the same home, or is adopted by the foster carers (A3, A5). That is neither an end nor a beginning.
 */
export const goesOn = (earlier: string, later: string): SQL =>
  sql.raw(`(
  ${earlier}.child_id = ${later}.child_id and ${earlier}.layer = 'usual' and ${later}.layer = 'usual'
  and ${later}.started_on = ${earlier}.ended_on and ${later}.id <> ${earlier}.id
  and ${earlier}.ended_on > ${earlier}.started_on
  and (${later}.ended_on is null or ${later}.ended_on > ${later}.started_on)
  and (${later}.same_carer or ${later}.home_id = ${earlier}.home_id
       or ${later}.place_code in ('${adoptedByCarersCodes.join("', '")}')
          and ${earlier}.placement_type in ('${fosterCareTypes.join("', '")}')))`)

/** A `from` item: usual placements on the day they ended, with the facts of the last night. */
export const endedPlacements = (scope: FactScope): SQL => sql`(
    with placement as materialized (select * from ${tableAsKnown('placements', scope)} placement),
         going_on as materialized (
           select placement.id from placement join placement next on ${goesOn('placement', 'next')})
    select care.authority_code, ${careRow}, placement.ended_on as from_on, placement.ended_on + 1 as to_on, placement.end_reason,
           coalesce(placement.end_planned, case
             when placement.end_reason = 'CARPL' then true
             when placement.end_reason not in ('OTHER', 'PLACE') then false end) as planned
      from placement
      join ${careFacts(scope)} care
        on care.child_id = placement.child_id and care.to_on = placement.ended_on
       and care.placement_id = placement.id
     where placement.layer = 'usual'
       and placement.id not in (select id from going_on))`
/** What tells of the end of a placement. */
export const endColumns: Source['columns'] = {
  ...careColumns,
  moveReason: sql`night.end_reason`,
  endPlanned: yesNo(sql`night.planned`),
}

/** Moves: the ends of placements after which the child stays in care. */
export const placementEnds = (scope: FactScope): Source => ({
  rows: sql`(
    select * from ${endedPlacements(scope)} ended
     where exists (select from ${careFacts(scope)} next
                    where next.child_id = ended.child_id and next.from_on = ended.from_on)) night`,
  columns: endColumns,
  records: ofPlacement,
})

/**
 * Young people eligible for an arrangement after care, on three days: three months after the 18th birthday, the 19th
 * birthday and the 20th. Eligible: in care until the 18th birthday, in a placement of the types in `from`, after 13 weeks
 * (91 nights) or more of care since the 14th birthday. `stayed`: whether they are in the arrangement on that day.
 */
const leavers = (scope: FactScope, from: SQL, arrangement: string): SQL => sql`(
    with long_cared_for as materialized (
      select spent.child_id from ${careFacts(scope)} spent
        join ${tableAsKnown('children', scope)} child on child.id = spent.child_id
       where coalesce(spent.legal_status, '') not in ${shortBreaks}
         and spent.to_on > birthday(child.date_of_birth, 14) and spent.to_on <= birthday(child.date_of_birth, 18)
       group by spent.child_id
      having sum(spent.to_on - greatest(spent.from_on, birthday(child.date_of_birth, 14))) >= 91
    ), arranged as materialized (
      select child_id, stay from ${tableAsKnown('placements', scope)} placement where placement_type = ${arrangement}
    )
    select care.authority_code, ${careRow}, mark.name as mark, mark.day as from_on, mark.day + 1 as to_on,
           exists (select from arranged
                    where arranged.child_id = care.child_id and arranged.stay @> mark.day) as stayed
      from ${tableAsKnown('children', scope)} child
      join long_cared_for on long_cared_for.child_id = child.id
      cross join lateral (select birthday(child.date_of_birth, 18) as adult_on) turned
      join ${tableAsKnown('care_periods', scope)} period
        on period.child_id = child.id and period.started_on < adult_on
       and (period.ended_on is null or period.ended_on >= adult_on)
      join ${careFacts(scope)} care on care.child_id = child.id and care.to_on = adult_on,
      lateral (values ('18', months_after(adult_on, 3)), ('19', birthday(child.date_of_birth, 19)),
                      ('20', birthday(child.date_of_birth, 20))) mark (name, day)
     where care.placement_type in ${from} and coalesce(care.legal_status, '') not in ${shortBreaks}
       and period.end_reason is distinct from 'E2') night`

export const fosterLeavers = (scope: FactScope): Source => ({
  rows: leavers(scope, fostering, 'staying-put'),
  columns: { ...careColumns, leaverMark: sql`night.mark`, stayedPut: yesNo(sql`night.stayed`) },
  records: ofPlacement,
})

export const closeLeavers = (scope: FactScope): Source => ({
  rows: leavers(scope, supportedBefore, 'staying-close'),
  columns: { ...careColumns, leaverMark: sql`night.mark`, stayedClose: yesNo(sql`night.stayed`) },
  records: ofPlacement,
})
