import { sql } from 'drizzle-orm'
import { careColumns, careFactsBetween, careRecords, careRow } from './care.ts'
import { shortBreaks, type FactScope, type Source } from './source.ts'

/** Children looked after in the period, each once, on the last night in it on which they were, with the facts of that night. */
export const careDuring = (scope: FactScope): Source => ({
  rows: sql`(
    select distinct on (care.child_id) care.authority_code, ${careRow}, final.night as from_on, final.night + 1 as to_on
      from ${careFactsBetween(scope, scope.asked)} care
      cross join lateral (select least(care.to_on - 1, ${scope.asked.last}) as night) final
     where coalesce(care.legal_status, '') not in ${shortBreaks}
     order by care.child_id, care.from_on desc) night`,
  columns: careColumns,
  records: careRecords,
})
