import { sql } from 'drizzle-orm'
import { careColumns, careFacts, careRecords, careRow } from './care.ts'
import { dateIn, latestRows } from './returned.ts'
import type { FactScope, Source } from './source.ts'

/**
 * Nights in care under a deprivation of liberty order of the High Court, by the orders recorded and those returned (DoLo).
 * Orders that overlap, or that both say, are one. An order without an end goes on.
 */
export const libertyNights = (scope: FactScope): Source => ({
  rows: sql`(
    with orders as (
      select child_id, term from liberty_orders where kind = 'deprivation-of-liberty'
      union all
      select returned.child_id, daterange(${dateIn('DOLO_START')}, ${dateIn('DOLO_END')})
        from ${latestRows('dolo', 'DOLO_START')} returned
       where (${dateIn('DOLO_END')} > ${dateIn('DOLO_START')}) is not false
    ), merged as (
      select child_id, unnest(range_agg(term)) as term from orders group by child_id
    )
    select care.authority_code, ${careRow}, greatest(care.from_on, lower(merged.term)) as from_on,
           least(care.to_on, coalesce(upper(merged.term), 'infinity')) as to_on
      from merged
      join ${careFacts(scope)} care
        on care.child_id = merged.child_id and care.to_on > lower(merged.term)
       and care.from_on < coalesce(upper(merged.term), 'infinity')) night`,
  columns: careColumns,
  records: careRecords,
})
