import type { CivilDate } from '../../../domain/dates.ts'
import type { LearnedSpread } from '../../../domain/forecast/spread.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** A run of nights in care over which nothing changes that a forecast asks about. */
export interface CareRun {
  childId: string
  dateOfBirth: CivilDate
  district: string | null
  uasc: boolean
  need: string | null
  type: string | null
  /** `infinity` while the child is in care. */
  from: CivilDate
  to: CivilDate
  careFrom: CivilDate | null
  careBefore: boolean
  placedOn: CivilDate | null
  placedBefore: boolean
}

/**
 * The authority's runs of nights in care by child and day, as they are known now or were at an instant. Short breaks are none. A date
 * of birth and a home are those of the record now.
 */
export async function readCareRuns(tx: Tx, knownAt: string | null): Promise<CareRun[]> {
  const { rows } = await tx.client.query<CareRun>(
    `select f.child_id as "childId", c.date_of_birth::text as "dateOfBirth",
            left(c.home_postcode, -3) as district, f.uasc, f.need, f.placement_type as type,
            f.from_on::text as "from", f.to_on::text as "to", f.care_started_on::text as "careFrom",
            coalesce(f.care_started_before, false) as "careBefore", f.placement_started_on::text as "placedOn",
            coalesce(f.placement_started_before, false) as "placedBefore"
       from care_facts f join children c on c.id = f.child_id
      where f.authority_code = current_authority()
        and case when $1::timestamptz is null then f.known_to = 'infinity'
                 else f.known_from <= $1 and f.known_to > $1 end
        and coalesce(f.legal_status, '') not in ('V3', 'V4')
      order by f.child_id, f.from_on`,
    [knownAt],
  )
  return rows
}

/** Since when facts of care are recorded in this service; null where there are none. */
export async function firstKnown(tx: Tx): Promise<string | null> {
  const { rows } = await tx.client.query<{ first: string | null }>(
    'select min(known_from) as first from care_facts where authority_code = current_authority()',
  )
  return rows[0]?.first ?? null
}

/** What a year's return says of a child's episodes: whether one has no end. */
export interface ReturnedYear {
  child: string
  year: number
  isOpen: boolean
}

export async function readReturnedYears(tx: Tx): Promise<ReturnedYear[]> {
  const { rows } = await tx.client.query<ReturnedYear>(
    `select child_reference as child, collection_year as year, bool_or(not cells ? 'DEC') as "isOpen"
       from return_rows where module = 'episodes' group by 1, 2`,
  )
  return rows
}

/** The day of the last import of returns that was applied; null where there is none. */
export async function lastImportOn(tx: Tx): Promise<CivilDate | null> {
  const { rows } = await tx.client.query<{ day: CivilDate | null }>(
    `select max(finished_at)::date::text as day from imports where kind = 'ssda903' and status = 'succeeded'`,
  )
  return rows[0]!.day
}

/** Whether anything of care was recorded day by day: placements or periods that no return has brought. */
export async function hasLiveRecords(tx: Tx): Promise<boolean> {
  const { rows } = await tx.client.query<{ live: boolean }>(
    `select exists (select from placements where agreed_at is not null)
         or exists (select from children c where not exists (
              select from return_rows r where r.child_reference = c.reference)) as live`,
  )
  return rows[0]!.live
}

/** Children in care on a day, of an age and a placement type, as they are recorded now. */
export interface CareCount {
  day: CivilDate
  age: number
  type: string | null
  children: number
}

export async function countCareOn(tx: Tx, days: readonly CivilDate[]): Promise<CareCount[]> {
  const { rows } = await tx.client.query<CareCount>(
    `select asked.day::text as day, f.age, f.placement_type as type, count(*)::integer as children
       from unnest($1::date[]) asked (day)
       join care_facts f on f.authority_code = current_authority() and f.known_to = 'infinity'
                        and f.from_on <= asked.day and f.to_on > asked.day
      where coalesce(f.legal_status, '') not in ('V3', 'V4') and f.age < 18
      group by 1, 2, 3`,
    [days],
  )
  return rows
}

/** Beds on record that the authority can use, on a day, of a placement type and by the first half of the home's postcode. */
export interface BedCount {
  day: CivilDate
  type: string
  district: string | null
  /** Not open yet on the last known night. */
  isPlanned: boolean
  /** The ages of the home's registration, both included. */
  ageFrom: number
  ageTo: number
  beds: number
}

/** Beds of the authority's own homes and of those under block contracts, open on a day and not void on it, as recorded now; planned where they open after `asAt`. */
export async function countBedsOn(tx: Tx, asAt: CivilDate, days: readonly CivilDate[]): Promise<BedCount[]> {
  const { rows } = await tx.client.query<BedCount>(
    `select asked.day::text as day, h.placement_type as type, left(h.postcode, -3) as district,
            b.opens_on > $2::date as "isPlanned", h.age_from as "ageFrom", h.age_to as "ageTo",
            count(*)::integer as beds
       from unnest($1::date[]) asked (day)
       join beds b on b.open_nights @> asked.day and b.kind = 'standard'
       join homes h on h.id = b.home_id
       join providers p on p.id = h.provider_id
      where h.authority_code = current_authority()
        and (p.sector = 'own' or exists (select from contracts c
              where c.home_id = h.id and c.kind = 'block' and c.term @> asked.day))
        and not exists (select from voids v
              where v.bed_id = b.id and v.starts_on <= asked.day and (v.ends_on is null or v.ends_on > asked.day))
      group by 1, 2, 3, 4, 5, 6`,
    [days, asAt],
  )
  return rows
}

/** What the back-tests of other authorities say, all together; empty of fewer than five, and for one that does not share its own. */
export interface PooledSpreads {
  authorities: number
  spreads: LearnedSpread[]
}

export async function readPooledSpreads(tx: Tx): Promise<PooledSpreads> {
  const { rows } = await tx.client.query<LearnedSpread & { authorities: number }>(
    'select level, horizon, half_widths as "halfWidths", origins, authorities from pooled_spreads()',
  )
  return {
    authorities: Math.max(0, ...rows.map(({ authorities }) => authorities)),
    spreads: rows.map(({ level, horizon, halfWidths, origins }) => ({ level, horizon, halfWidths, origins })),
  }
}
