import { sql } from 'drizzle-orm'
import { careColumns, careRecords, careRow } from './care.ts'
import { dateIn, hadNoShortBreak, latestRows, returnedRows, yearsOfCare } from './returned.ts'
import type { FactScope, Source } from './source.ts'

/**
 * Children looked after on a 31 March who had been for the 12 months before it without a break, with how often the return of the
 * year (SWEpisodes) says that their social worker changed in them. The facts stand until the next 31 March. There are none of a
 * year without SWEpisodes. An episode that is open at the end of a year comes again in the return of the next.
 */
export const workerNights = (scope: FactScope): Source => ({
  rows: sql`(
    with episode as materialized (
           select returned.child_id, returned.cells ->> 'SW_ID' as worker, ${dateIn('SW_DECOM')} as began
             from ${latestRows('swEpisodes', 'SW_DECOM', 'SW_ID')} returned),
         change as materialized (
           select child_id, began,
                  worker is distinct from lag(worker) over in_order and lag(worker) over in_order is not null as is_change
             from episode window in_order as (partition by child_id order by began, worker)),
         said as materialized (select distinct child_id, year from ${returnedRows('swEpisodes')} returned)
    select care.authority_code, ${careRow}, due.day as from_on, (due.day + interval '1 year')::date as to_on,
           case when said.child_id is not null then (
             select count(*) from change
              where change.child_id = care.child_id and change.is_change and change.began between due.first and due.day
           )::integer end as changes
      from ${yearsOfCare('swEpisodes', scope)}
      left join said on said.child_id = care.child_id and said.year = due.year
     where period.started_on <= due.first and ${hadNoShortBreak(scope)}) night`,
  columns: { ...careColumns, socialWorkerChanges: sql`night.changes` },
  records: careRecords,
})
