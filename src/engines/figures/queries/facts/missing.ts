import { sql, type SQL } from 'drizzle-orm'
import { careDuring } from './care-during.ts'
import { careColumns, careRecords } from './care.ts'
import { dateIn, eventsInCare, latestRows, returnsCover } from './returned.ts'
import type { FactScope, Source } from './source.ts'

/** A `from` item: incidents of the module Missing on the day that they began, as the latest return has each. */
const incidents = sql`(
  select returned.child_id, ${dateIn('MIS_START')} as day, ${dateIn('MIS_START')} as night, returned.cells ->> 'MISSING' as kind,
         ${dateIn('MIS_END')} - ${dateIn('MIS_START')} as days
    from ${latestRows('missing', 'MIS_START', 'MISSING')} returned)`

/** A select of the incidents that began in the period. */
const incidentsInPeriod = (scope: FactScope): SQL => sql`
  select * from (${eventsInCare(scope, incidents, 'kind', 'days')}) incident
   where incident.from_on between ${scope.asked.first} and ${scope.asked.last}`

/**
 * Incidents of children missing, or away without authorisation, on the day that they began. Where no return says of a
 * part of the period who was missing, there is also a fact of an unknown kind for each child looked after in the period.
 */
export const missingIncidents = (scope: FactScope): Source => ({
  rows: sql`(
    ${incidentsInPeriod(scope)}
    union all
    select night.*, null, null from ${careDuring(scope).rows} where not ${returnsCover('missing', scope)}) night`,
  columns: {
    ...careColumns,
    missingKind: sql`case night.kind when 'M' then 'missing' when 'A' then 'away' end`,
    daysMissing: sql`night.days`,
  },
  records: careRecords,
  nth: sql`night.kind`,
})

/**
 * Children looked after in the period, each once, with how often each went missing in it. The incidents of all periods are read
 * once and not again for each.
 */
export const missingChildren = (scope: FactScope): Source => ({
  rows: sql`(
    with incident as materialized (${eventsInCare(scope, incidents, 'kind', 'days')})
    select night.*, case when ${returnsCover('missing', scope)} then coalesce(counted.times, 0) end as times_missing
      from ${careDuring(scope).rows}
      left join (select child_id, count(*)::integer as times from incident
                  where kind = 'M' and from_on between ${scope.asked.first} and ${scope.asked.last}
                  group by child_id) counted on counted.child_id = night.child_id) night`,
  columns: { ...careColumns, timesMissing: sql`night.times_missing` },
  records: careRecords,
})
