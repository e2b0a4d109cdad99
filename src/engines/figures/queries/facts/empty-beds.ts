import { sql } from 'drizzle-orm'
import { bedColumns, bedRecords, homeOfBed, nights } from './beds.ts'
import { tableAsKnown, type FactScope, type Source } from './source.ts'

/**
 * The open nights of beds that nobody is in, split where its state changes and where nobody has been in it for a week, a month,
 * three months and six: since the last occupied night before, else since the bed opened.
 */
export const emptyNights = (scope: FactScope): Source => ({
  rows: sql`(
    select bed.bed_id, bed.authority_code, bed.home_id, bed.state, bed.void_reason, span.name as time_empty,
           greatest(bed.from_on, span.from_on) as from_on, least(bed.to_on, span.to_on) as to_on
      from (
        select open.*, coalesce(max(open.to_on) filter (where open.state = 'occupied') over earlier,
                                min(open.from_on) over (partition by open.bed_id)) as since
          from ${nights(scope)} open
        window earlier as (partition by open.bed_id order by open.from_on
                           rows between unbounded preceding and 1 preceding)) bed,
      lateral (values ('up-to-week', since, since + 7), ('up-to-month', since + 7, months_after(since, 1)),
                      ('up-to-3-months', months_after(since, 1), months_after(since, 3)),
                      ('up-to-6-months', months_after(since, 3), months_after(since, 6)),
                      ('over-6-months', months_after(since, 6), 'infinity')) span (name, from_on, to_on)
     where bed.state <> 'occupied' and span.from_on < bed.to_on and span.to_on > bed.from_on) night
    join ${tableAsKnown('beds', scope)} bed on bed.id = night.bed_id ${homeOfBed(scope)}`,
  columns: { ...bedColumns, timeEmpty: sql`night.time_empty` },
  records: bedRecords,
})
