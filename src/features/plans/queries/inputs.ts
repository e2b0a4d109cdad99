import type { CivilDate } from '../../../domain/dates.ts'
import type { Urgency } from '../../../domain/lifecycle/request.ts'
import type { ReferralFacts } from '../../../domain/matching/from-referral.ts'
import type { PlacementType } from '../../../domain/placement-types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export interface PlannedChild {
  id: string
  dateOfBirth: CivilDate
  siblingGroupId: string | null
}

export async function readPlanned(tx: Tx, ids: readonly string[]): Promise<Map<string, PlannedChild>> {
  const { rows } = await tx.client.query<PlannedChild>(
    `select id, date_of_birth as "dateOfBirth", sibling_group_id as "siblingGroupId"
       from children where id = any($1)`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export interface WaitingRequest {
  id: string
  childIds: string[]
  urgency: Urgency
  receivedOn: CivilDate
  neededFrom: CivilDate
  latestStart: CivilDate | null
  neededTo: CivilDate | null
  referral: ReferralFacts
}

/** Open placement requests for which nothing is held or agreed, longest waiting first. */
export async function waitingRequests(tx: Tx): Promise<WaitingRequest[]> {
  const { rows } = await tx.client.query<WaitingRequest>(
    `select id, child_ids as "childIds", urgency, received_on as "receivedOn", needed_from as "neededFrom",
            latest_start as "latestStart", needed_to as "neededTo", referral
       from placement_request_details
      where status = 'open' and furthest = 'open' and child_ids is not null
      order by received_on, created_at, id`,
  )
  return rows
}

export interface Residence {
  childId: string
  homeId: string
  bedId: string | null
  /** The day of leaving; null for a placement that has started and not ended, whatever end is planned. */
  until: CivilDate | null
  /** The day from which the record shows the bed as free; null while open. */
  bedUntil: CivilDate | null
}

/** Where each child lives on its day, by its usual placement: temporary stays and short breaks do not count. */
export async function residencesOn(
  tx: Tx,
  children: readonly { childId: string; day: CivilDate }[],
): Promise<Residence[]> {
  const { rows } = await tx.client.query<Residence>(
    `select distinct on (p.child_id) p.child_id as "childId", p.home_id as "homeId", p.bed_id as "bedId",
            case when p.started_on is not null and p.ended_on is null then null else upper(p.nights) end as until,
            upper(p.nights) as "bedUntil"
       from unnest($1::uuid[], $2::date[]) asked (child_id, day)
       join placements p on p.child_id = asked.child_id and p.layer = 'usual' and p.home_id is not null
        and (p.nights @> asked.day or p.stay @> asked.day)
      order by p.child_id, p.nights desc`,
    [children.map(({ childId }) => childId), children.map(({ day }) => day)],
  )
  return rows
}

/** Pairs of these children with a recorded separation on any night from `from` on. */
export async function separationsAmong(
  tx: Tx,
  ids: readonly string[],
  from: CivilDate,
): Promise<[string, string][]> {
  const { rows } = await tx.client.query<{ one: string; other: string }>(
    `select distinct least(child_id, other_child_id) as one, greatest(child_id, other_child_id) as other
       from separations
      where child_id = any($1) and other_child_id = any($1) and nights && daterange($2, null)
      order by 1, 2`,
    [ids, from],
  )
  return rows.map(({ one, other }) => [one, other])
}

/** The days after `firstDay`, up to `lastDay`, on which a bed that the authority may see becomes free. */
export async function openingDays(tx: Tx, firstDay: CivilDate, lastDay: CivilDate): Promise<CivilDate[]> {
  const { rows } = await tx.client.query<{ day: CivilDate }>(
    `select distinct free_from as day from visible_bed_free where free_from > $1 and free_from <= $2
        and free_to > free_from order by 1`,
    [firstDay, lastDay],
  )
  return rows.map(({ day }) => day)
}

/** A bed to be treated as free from a day on which the record does not show it as free. */
export interface SupposedBed {
  bedId: string
  from: CivilDate
  /** The day from which the record applies again; a recorded free period that starts then is joined on. Null: never. */
  recordedFrom: CivilDate | null
}

/** Rows of `bed_free` for these beds, as if they were free from `from` to `recordedFrom` as well. */
export async function supposedFree(tx: Tx, beds: readonly SupposedBed[]): Promise<Record<string, unknown>[]> {
  const { rows } = await tx.client.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(f) || jsonb_build_object('replaces', next.free_from) as row
       from bed_free_supposed($1, $2, $3) f
       join unnest($1::uuid[], $3::date[]) asked (bed_id, until) using (bed_id)
       left join visible_bed_free next on next.bed_id = f.bed_id and next.free_from = asked.until
      order by f.bed_id`,
    [
      beds.map(({ bedId }) => bedId),
      beds.map(({ from }) => from),
      beds.map(({ recordedFrom }) => recordedFrom),
    ],
  )
  return rows.map(({ row }) => row)
}

/** A new home of an alternative, with the ids given to its beds. */
export interface SupposedHome {
  id: string
  bedIds: readonly string[]
  kind: string
  sector: string
  postcode: string
  from: CivilDate
  ageFrom: number
  ageTo: number
  accepts: string
  capabilities: readonly string[]
  takesSiblings: boolean
  takesEmergencies: boolean
  ofstedGrade: string | null
}

/** Rows of `bed_free` for the beds of new homes; none for a home whose postcode is unknown. */
export async function supposedOpen(
  tx: Tx,
  homes: readonly SupposedHome[],
): Promise<Record<string, unknown>[]> {
  const { rows } = await tx.client.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(f) as row
       from jsonb_array_elements($1::jsonb) supposed
       join postcodes p on p.postcode = supposed #>> '{home,postcode}',
       jsonb_populate_record(null::homes, supposed -> 'home' || jsonb_build_object(
         'placement_type', placement_type_of(supposed #>> '{home,kind}', supposed ->> 'sector'),
         'located_authority_code', p.authority_code, 'easting', p.easting, 'northing', p.northing)) h,
       jsonb_array_elements_text(supposed -> 'bedIds') bed_id,
       jsonb_populate_record(null::beds, jsonb_build_object(
         'id', bed_id, 'authority_code', current_authority(), 'kind', 'standard')) b,
       bed_free_row(b, h, daterange(null, null), null, supposed ->> 'grade', (supposed ->> 'from')::date, 'infinity',
                    null) f`,
    [
      JSON.stringify(
        homes.map((home) => ({
          bedIds: home.bedIds,
          sector: home.sector,
          from: home.from,
          grade: home.ofstedGrade,
          home: {
            id: home.id,
            kind: home.kind,
            postcode: home.postcode,
            shared: false,
            confidential: false,
            age_from: home.ageFrom,
            age_to: home.ageTo,
            accepts: home.accepts,
            capabilities: home.capabilities,
            takes_siblings: home.takesSiblings,
            takes_emergencies: home.takesEmergencies,
          },
        })),
      ),
    ],
  )
  return rows.map(({ row }) => row)
}

/** The beds of a home that open after `day`, with their opening days. */
export async function bedsStillToOpen(
  tx: Tx,
  homeId: string,
  day: CivilDate,
): Promise<{ bedId: string; opensOn: CivilDate }[]> {
  const { rows } = await tx.client.query<{ bedId: string; opensOn: CivilDate }>(
    `select id as "bedId", opens_on as "opensOn" from beds where home_id = $1 and opens_on > $2 order by id`,
    [homeId, day],
  )
  return rows
}

export interface HomeResidents {
  id: string
  registeredPlaces: number | null
  /** In date order: how many live there from each day asked about, and from each later day on which someone arrives. */
  living: { from: CivilDate; count: number }[]
}

/** How many people live in each home on the days asked about, and on later days on which that number may rise. */
export async function residentCounts(
  tx: Tx,
  homeDays: readonly { homeId: string; days: readonly CivilDate[] }[],
): Promise<HomeResidents[]> {
  const pairs = homeDays.flatMap(({ homeId, days }) => days.map((day) => ({ homeId, day })))
  const { rows } = await tx.client.query<HomeResidents>(
    `with asked as (select * from unnest($1::uuid[], $2::date[]) asked (home_id, day)),
          first as (select home_id, min(day) as day from asked group by home_id),
          day as (
            select home_id, day from asked
            union
            select home_id, f.free_to from visible_bed_free f join first using (home_id)
             where f.free_to < 'infinity' and f.free_to > first.day
            union
            select home_id, lower(p.nights) from placements p join first using (home_id)
             where lower(p.nights) > first.day)
     select h.id, registered_places_of(h.id) as "registeredPlaces",
            jsonb_agg(jsonb_build_object('from', day,
              'count', others_living_there(h.id, day, '00000000-0000-0000-0000-000000000000')) order by day) as living
       from day join visible_homes h on h.id = day.home_id
      group by h.id order by h.id`,
    [pairs.map(({ homeId }) => homeId), pairs.map(({ day }) => day)],
  )
  return rows
}

export interface BedDetails {
  id: string
  label: string
  homeId: string
  home: string
  type: PlacementType
  provider: string
}

/** By bed id, a bed with its home, type and provider, as a plan shows them. */
export async function readBedDetails(tx: Tx, ids: readonly string[]): Promise<Map<string, BedDetails>> {
  const { rows } = await tx.client.query<BedDetails>(
    `select b.id, b.label, h.id as "homeId", h.name as home, h.placement_type as type, o.name as provider
       from beds b join visible_homes h on h.id = b.home_id join providers o on o.id = h.provider_id
      where b.id = any($1)`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}
