import { sql, type SQL } from 'drizzle-orm'
import type { ModuleName } from '../../../../domain/ssda903/modules.ts'
import { careFacts, careRow } from './care.ts'
import { shortBreaks, yesNo, type FactScope } from './source.ts'

/**
 * A `from` item: the rows of a module of the returns with the child whom each is about: `authority_code`, `child_id`,
 * `date_of_birth`, `sex`, `ethnicity`, `year` (the collection year) and `cells`. Of a child whose record was merged into
 * another, the rows are the other's; where both have one of a year, the other's own counts.
 */
export const returnedRows = (module: ModuleName): SQL => sql`(
  select distinct on (child.id, returned.collection_year, returned.key)
         child.authority_code, child.id as child_id, child.date_of_birth, child.sex, child.ethnicity,
         returned.collection_year as year, returned.cells
    from return_rows returned
    join children named on named.reference = returned.child_reference and named.authority_code = returned.authority_code
    join children child on child.id = coalesce(named.merged_into_id, named.id)
   where returned.module = ${module}
   order by child.id, returned.collection_year, returned.key, named.merged_into_id nulls first)`

/** The same, of each statement about a child as the latest return has it; `key` names the columns that identify one. */
export const latestRows = (module: ModuleName, ...key: readonly string[]): SQL => {
  const columns = sql.join(
    [sql`returned.child_id`, ...key.map((name) => sql`returned.cells ->> ${sql.raw(`'${name}'`)}`)],
    sql`, `,
  )
  return sql`(
    select distinct on (${columns}) returned.*
      from ${returnedRows(module)} returned order by ${columns}, returned.year desc)`
}

/** SQL of a column of a returned row that holds a date. */
export const dateIn = (column: string): SQL => sql`(returned.cells ->> ${sql.raw(`'${column}'`)})::date`

/** SQL of 'yes' or 'no' for a column of a returned row that holds 1 or 0; null where it is blank. */
export const flagIn = (column: string): SQL => yesNo(sql`(night.cells ->> ${sql.raw(`'${column}'`)} = '1')`)

/** A `from` item: the collection years of which the authority's returns have rows of a module. */
export const yearsReturned = (module: ModuleName): SQL => sql`(
  select distinct returned.collection_year as year from return_rows returned
   where returned.module = ${module} and returned.authority_code = current_authority())`

/** SQL of the collection year of a day, named by the calendar year in which it ends on 31 March. */
const collectionYear = (day: SQL): SQL => sql`extract(year from ${day} + interval '9 months')::integer`

/**
 * `from` items: `due`, the collection years of which the returns have rows of a module (`year`, its `first` day, its last
 * `day`), with the children looked after on that day: the facts of the night (`care`) and the period of care (`period`).
 */
export const yearsOfCare = (module: ModuleName, scope: FactScope): SQL => sql`
  (select year, make_date(year, 3, 31) as day, make_date(year - 1, 4, 1) as first from ${yearsReturned(module)} every) due
  join ${careFacts(scope)} care
    on care.from_on <= due.day and care.to_on > due.day and coalesce(care.legal_status, '') not in ${shortBreaks}
  join care_periods period
    on period.child_id = care.child_id and period.started_on <= due.day
   and (period.ended_on is null or period.ended_on > due.day)`

/** SQL of whether the child of `yearsOfCare` had no short break in the year. */
export const hadNoShortBreak = (scope: FactScope): SQL => sql`not exists (
  select from ${careFacts(scope)} away
   where away.child_id = care.child_id and away.legal_status in ${shortBreaks}
     and away.from_on <= due.day and away.to_on > due.first)`

/** SQL of whether the authority's returns have rows of a module for each collection year of the period asked of. */
export const returnsCover = (module: ModuleName, scope: FactScope): SQL => {
  const [first, last] = [collectionYear(scope.asked.first), collectionYear(scope.asked.last)]
  return sql`(
    select count(*) = ${last} - ${first} + 1
      from ${yearsReturned(module)} returned where returned.year between ${first} and ${last})`
}

/**
 * A select of facts of one day: the events of `events` (`child_id`, `day`, `night` and the columns named), each with what
 * held of the child on the night. Events of children who were not looked after on it, or only for short breaks, are left
 * out.
 */
export const eventsInCare = (scope: FactScope, events: SQL, ...columns: readonly string[]): SQL => sql`
  select care.authority_code, ${careRow}, event.day as from_on, event.day + 1 as to_on,
         ${sql.join(
           columns.map((column) => sql`event.${sql.identifier(column)}`),
           sql`, `,
         )}
    from ${events} event
    join ${careFacts(scope)} care on care.child_id = event.child_id and care.from_on <= event.night and care.to_on > event.night
   where coalesce(care.legal_status, '') not in ${shortBreaks}`
