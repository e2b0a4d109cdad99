import { sql, type SQL } from 'drizzle-orm'
import { careColumns, careFacts, careRecords, careRow } from './care.ts'
import { dateIn, eventsInCare, returnedRows, yearsReturned } from './returned.ts'
import { shortBreaks, yesNo, type FactScope, type Source } from './source.ts'

/**
 * A `from` item: reviews that fell due, with the day and whether they were held in time, for as long as returns of
 * consecutive years have reviews. The first is due within 20 working days of coming into care (from a Saturday or a Sunday
 * fewer days, since the first working day is the Monday), the second three months after the first, each further one six
 * months after the last. Of a child who came into care before those years the reviews before them are not known: the next
 * is due within six months of their first day, and is unknown if it was held by then. `day`: when it was held, or if it was
 * not held by then, when it was due. A review that was due after care had ended was not due.
 */
const due = sql`(
  with returned as materialized (select * from ${returnedRows('reviews')} returned),
  span as (
    select make_date(min(year) - 1, 4, 1) as first, make_date(max(year), 4, 1) as ends
      from (select year, year - row_number() over (order by year) as nth from ${yearsReturned('reviews')} every) years
     group by nth
  ), stay as (
    select period.child_id, greatest(period.started_on, span.first) as begins,
           least(period.ended_on, birthday(child.date_of_birth, 18), span.ends) as ends,
           period.started_on >= span.first and not period.started_before as from_the_first
      from care_periods period
      join children child on child.id = period.child_id
      join span on period.started_on < span.ends and coalesce(period.ended_on, 'infinity') > span.first
  ), step as (
    select stay.*, 0 as number, stay.begins as last from stay
    union all
    select stay.*, row_number() over (partition by stay.child_id, stay.begins order by held.day), held.day
      from stay
      join (select distinct returned.child_id, ${dateIn('REVIEW')} as day from returned) held
        on held.child_id = stay.child_id and held.day >= stay.begins and held.day < stay.ends
  ), answered as (
    select step.*, lead(step.last) over (partition by step.child_id, step.begins order by step.number) as next,
           case when number = 0 and from_the_first then last + 28 - greatest(0, extract(isodow from last)::integer - 5)
                when number = 1 and from_the_first then (last + interval '3 months')::date
                else (last + interval '6 months')::date end as due_on
      from step
  )
  select child_id, least(next, due_on) as day, least(next, due_on) as night,
         case when next is null or next > due_on then false when number > 0 or from_the_first then true end as in_time
    from answered
   where least(next, due_on) < ends)`

/** Children placed for adoption are reviewed under other regulations. */
const notForAdoption = sql`night.placement_type is distinct from 'placed-for-adoption'`

const dueInCare = (scope: FactScope): SQL => sql`(
  select night.* from (${eventsInCare(scope, due, 'in_time')}) night where ${notForAdoption})`

/** Reviews on the day they were held, or where they were not held by then on the last day that they were due. */
export const reviewsDue = (scope: FactScope): Source => ({
  rows: sql`${dueInCare(scope)} night`,
  columns: { ...careColumns, reviewInTime: yesNo(sql`night.in_time`) },
  records: careRecords,
})

/** Children looked after on the last day of the period of whom a review fell due in it: whether all were held in time. */
export const reviewedChildren = (scope: FactScope): Source => ({
  rows: sql`(
    select care.authority_code, ${careRow}, ${scope.asked.last} as from_on, ${scope.asked.last} + 1 as to_on,
           case when reviews.late then false when reviews.known then true end as in_time
      from (select night.child_id, bool_or(night.in_time is false) as late, bool_and(night.in_time is not null) as known
              from ${dueInCare(scope)} night
             where night.from_on between ${scope.asked.first} and ${scope.asked.last}
             group by night.child_id) reviews
      join ${careFacts(scope)} care
        on care.child_id = reviews.child_id and care.from_on <= ${scope.asked.last} and care.to_on > ${scope.asked.last}
     where coalesce(care.legal_status, '') not in ${shortBreaks}) night`,
  columns: { ...careColumns, reviewInTime: yesNo(sql`night.in_time`) },
  records: careRecords,
})

/** Reviews on the day they were held, with how the child took part. */
export const reviewsHeld = (scope: FactScope): Source => {
  const meetings = sql`(
    select distinct on (returned.child_id, ${dateIn('REVIEW')}) returned.child_id, ${dateIn('REVIEW')} as day,
           ${dateIn('REVIEW')} as night, returned.cells ->> 'REVIEW_CODE' as code
      from ${returnedRows('reviews')} returned
     order by returned.child_id, ${dateIn('REVIEW')}, returned.year desc, code)`
  return {
    rows: sql`(${eventsInCare(scope, meetings, 'code')}) night`,
    columns: { ...careColumns, participation: sql`night.code` },
    records: careRecords,
  }
}
