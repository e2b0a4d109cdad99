import { sql } from 'drizzle-orm'
import { addDays, type CivilDate } from '../../../domain/dates.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { readFeedRows, selectList, type ColumnSql, type FeedRow } from './selection.ts'

/** Beds that one statement reads: all their months. */
const BEDS = 100

const nightsIn = (state: string) =>
  sql`coalesce(sum(part.nights) filter (where part.state = ${sql.raw(`'${state}'`)}), 0)`

/** The ids of the next beds after one, in order. */
export async function bedsAfter(tx: Tx, previous: string | undefined): Promise<string[]> {
  const rows = await readFeedRows(
    tx,
    sql`select id::text as id from beds where authority_code = current_authority()
          ${previous === undefined ? sql`` : sql`and id > ${previous}::uuid`} order by id limit ${BEDS}`,
  )
  return rows.map(({ id }) => String(id))
}

/** The months from `first` to `last` of some beds. Nights after `last` are left out. */
export function bedMonths(
  tx: Tx,
  beds: readonly string[],
  { first, last }: { first: CivilDate; last: CivilDate },
  visible: readonly string[],
): Promise<FeedRow[]> {
  const columns: ColumnSql<'bed-months'> = {
    bedId: sql`part.bed_id`,
    month: sql`part.month`,
    homeId: sql`part.home_id`,
    openNights: sql`sum(part.nights)`,
    voidNights: nightsIn('void'),
    occupiedNights: nightsIn('occupied'),
    committedNights: nightsIn('committed'),
    vacantNights: nightsIn('vacant'),
  }
  return readFeedRows(
    tx,
    sql`with asked as materialized (
          select * from bed_nights(${last}::date)
           where authority_code = current_authority() and bed_id = any(${sql.param(beds)}::uuid[])
             and from_on <= ${last}::date and to_on > ${first}::date
        ), part as (
          select asked.bed_id, asked.home_id, asked.state, month.day::date as month,
                 least(asked.to_on, (month.day + interval '1 month')::date, ${addDays(last, 1)}::date)
                   - greatest(asked.from_on, month.day::date) as nights
            from asked,
                 generate_series(date_trunc('month', greatest(asked.from_on, ${first}::date)::timestamp),
                                 least(asked.to_on - 1, ${last}::date)::timestamp, interval '1 month') month (day)
        )
        select ${selectList('bed-months', columns, visible)}
          from part group by part.bed_id, part.month, part.home_id order by part.bed_id, part.month`,
  )
}

/** The first day on which a bed was open, as far as is recorded; null while there is none. */
export async function firstBedNight(tx: Tx): Promise<CivilDate | null> {
  const [row] = await readFeedRows(
    tx,
    sql`select min(opens_on)::text as day from beds where authority_code = current_authority()`,
  )
  return typeof row?.day === 'string' ? row.day : null
}
