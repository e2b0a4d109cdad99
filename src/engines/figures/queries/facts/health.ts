import { sql } from 'drizzle-orm'
import { careColumns, careRecords, careRow } from './care.ts'
import { flagIn, hadNoShortBreak, returnedRows, yearsOfCare } from './returned.ts'
import type { FactScope, Source } from './source.ts'

const score = sql`(night.cells ->> 'SDQ_SCORE')::integer`
/** The ages on 31 March at which a score of strengths and difficulties is asked for. */
const ofAge = sql`night.age between 5 and 16`

/**
 * Children looked after on a 31 March who had been for the 12 months before it without a break, other than for short
 * breaks, with what the return of the year (OC2) says of their health and what held of them on that day. The facts stand
 * until the next 31 March. There are none of a year without OC2. A child whose care began before what is known counts where
 * OC2 says something of the year.
 */
export const healthNights = (scope: FactScope): Source => ({
  rows: sql`(
    with returned as materialized (select * from ${returnedRows('oc2')} returned)
    select care.authority_code, ${careRow}, due.day as from_on, (due.day + interval '1 year')::date as to_on, returned.cells
      from ${yearsOfCare('oc2', scope)}
      left join returned on returned.child_id = care.child_id and returned.year = due.year
     where (period.started_on <= due.first or period.started_before and returned.cells ? 'HEALTH_ASSESSMENT')
       and ${hadNoShortBreak(scope)}) night`,
  columns: {
    ...careColumns,
    healthAssessed: flagIn('HEALTH_ASSESSMENT'),
    teethChecked: flagIn('TEETH_CHECK'),
    immunised: flagIn('IMMUNISATIONS'),
    developmentChecked: flagIn('HEALTH_CHECK'),
    substanceMisuse: flagIn('SUBSTANCE_MISUSE'),
    interventionReceived: flagIn('INTERVENTION_RECEIVED'),
    convicted: flagIn('CONVICTED'),
    sdqScore: sql`case when ${ofAge} then ${score} end`,
    sdq: sql`case when not ${ofAge} then 'not-of-age'
                  when ${score} <= 13 then 'normal' when ${score} <= 16 then 'borderline'
                  when ${score} is not null then 'concern' when night.cells is not null then 'no-score' end`,
  },
  records: careRecords,
})
