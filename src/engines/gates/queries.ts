import type { GateFacts } from '../../domain/gates/types.ts'
import { defaultSettings, type PlacingSettings } from '../../domain/lifecycle/settings.ts'
import type { ReferralFacts } from '../../domain/matching/from-referral.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** A placement that is proposed: a bed for a child on some nights, before anything is recorded of it. */
export interface Proposal {
  /** A child on record, or null where only the date of birth and sex are known. */
  childId: string | null
  dateOfBirth?: string | undefined
  sex?: string | undefined
  bedId?: string | null | undefined
  homeId?: string | null | undefined
  /** Without it, what the home offers. */
  placementType?: PlacementType | null | undefined
  placeCode?: string | null | undefined
  /** First night. */
  from: string
  /** Day of leaving; null for an open end. */
  to: string | null
  emergency: boolean
  statedArea?: string | null | undefined
  keepsSchool?: boolean | null | undefined
  /** Whether a parent who is to live there too is proposed with the child. */
  withParent?: boolean | undefined
  postcode?: string | null | undefined
  homePostcode?: string | null | undefined
}

/** The settings of the transaction's authority, else the defaults. */
export async function placingSettings(tx: Tx): Promise<PlacingSettings> {
  const { rows } = await tx.client.query<PlacingSettings>(
    `select distant_over_miles as "distantOverMiles", warning_days as "warningDays",
            emergency_approval_working_days as "emergencyApprovalWorkingDays",
            longest_hold_hours as "longestHoldHours" from authority_settings`,
  )
  return rows[0] ?? defaultSettings
}

/** SQL for the rows of `table` with the id `id`: as recorded now, or as recorded at an instant. */
export type RowSource = (table: string, id: string) => string
export const recordedNow: RowSource = (table) => table

/** Not `coalesce`: PostgreSQL takes it for a leak, and would look through all homes behind the view for each row. */
const homeOfSubject = 'case when b.home_id is null then s.home_id else b.home_id end'

/**
 * The facts that gates ask about each row of `subject`, a common table expression with the columns of `proposalColumns`.
 * $1 is the present day.
 */
const facts = (source: RowSource, decisionFilter: string) => `
  select s.n, s.placement_id as id, coalesce(s.placement_type, h.placement_type, 'other') as "placementType", s.place_code as "placeCode",
         s.from_on::text as "from",
         case when s.from_on > $1::date then s.leaves_on
              when s.leaves_on <= $1::date then s.leaves_on else $1::date + 1 end::text as until, s.agreed_here as "agreedHere", s.emergency,
         jsonb_build_object(
           'dateOfBirth', coalesce(c.date_of_birth, s.date_of_birth), 'sex', coalesce(c.sex, s.sex),
           'legalStatus', (select l.status from legal_statuses l
                            where l.child_id = s.child_id and until_18(l.nights, c.date_of_birth) @> s.from_on
                            order by l.started_on desc limit 1)) as child,
         area_of(current_authority(), coalesce(place.authority_code, case when s.postcode is null then h.located_authority_code end), coalesce(place.country, h.located_country), s.stated_area) as area,
         miles_seen(kin.easting, kin.northing, seen.easting, seen.northing, seen.about) as "distanceMiles",
         b.kind as "bedKind",
         case when h.id is not null then jsonb_build_object(
           'kind', h.kind, 'sector', provider.sector, 'ageFrom', h.age_from, 'ageTo', h.age_to, 'accepts', h.accepts,
           'places', registered_places_of(h.id), 'registered', is_registered(h.id, s.from_on),
           'registrationEndsOn', registration_ends_on(h.id, s.from_on)) end as home,
         case when h.id is null then 0 else most_living_there(
           h.id, nights(s.from_on, s.to_on), array(
             select s.child_id where s.child_id is not null union all
             select e.child_id from terms_exemptions e where e.home_id = h.id and e.term @> s.from_on
           ), $1::date) end::integer as "othersThere",
         coalesce(h.placement_type = 'family-centre' or h.takes_parent_and_child, false)
           and (s.with_parent or exists (
             select from placements e where e.child_id = c.parent_id and e.home_id = h.id
                and e.nights && nights(s.from_on, s.to_on))) as "comesWithParent",
         exists (select from placements e
                  where e.child_id = s.child_id and e.layer = 'usual' and e.id is distinct from s.placement_id
                    and e.started_on < s.from_on and (e.ended_on is null or e.ended_on >= s.from_on)) as "isMove",
         s.keeps_school as "keepsSchool",
         coalesce((select case a.kind when 'full' then 'approved' else 'temporary' end from carer_approvals a
                    where a.home_id = h.id and a.term @> s.from_on and (a.child_id is null or a.child_id = s.child_id)
                    order by a.kind = 'full' desc limit 1), 'none') as "carerApproval",
         (select max(e.to_on)::text from terms_exemptions e
           where e.home_id = h.id and e.child_id = s.child_id and e.term @> s.from_on) as "termsExemptUntil",
         jsonb_build_object(
           'secretaryOfStateApproved', exists (select from liberty_orders o
              where o.child_id = s.child_id and o.kind = 'secretary-of-state' and o.term @> s.from_on),
           'ordered', exists (select from liberty_orders o
              where o.child_id = s.child_id and o.kind = 'secure' and o.term @> s.from_on),
           'hoursWithoutOrder', case when coalesce(s.placement_type, h.placement_type) = 'secure' then (
              select 24 * count(*) from generate_series(s.from_on - 28, s.from_on - 1, interval '1 day') night
               where exists (select from placements e where e.child_id = s.child_id and e.placement_type = 'secure'
                               and e.stay @> night::date)
                 and not exists (select from liberty_orders o where o.child_id = s.child_id and o.kind = 'secure'
                                   and o.term @> night::date)) else 0 end) as secure,
         case when s.placement_type = 'short-break' then
           short_breaks_with(s.child_id, s.placement_id, s.from_on, s.to_on, h.provider_id)
           else '{"nights": 0, "inYear": 0, "otherProviders": 0}' end as "shortBreaks",
         (select count(*)::integer from placements e
           where e.child_id = s.child_id and e.place_code = 'T3' and e.withdrawn_on is null
             and e.id is distinct from s.placement_id
             and coalesce(e.started_on, e.planned_from) between (s.from_on - interval '12 months')::date + 1
                                                             and (s.from_on + interval '12 months')::date - 1
         ) as "otherCarerHolidays",
         coalesce((select jsonb_object_agg(a.gate, a.decision order by a.created_at)
            from approvals a where a.placement_id = s.placement_id ${decisionFilter}), '{}') as decisions
    from subject s
    left join ${source('children', 's.child_id')} c on c.id = s.child_id
    left join ${source('beds', 's.bed_id')} b on b.id = s.bed_id
    left join lateral (
      select * from ${source('visible_homes', homeOfSubject)} home where home.id = ${homeOfSubject} offset 0) h on true
    left join providers provider on provider.id = h.provider_id
    cross join lateral point_told(s.postcode, coalesce(s.placement_type, h.placement_type), h::visible_homes) seen
    left join postcodes place on place.postcode = seen.postcode
    left join postcodes kin on kin.postcode = coalesce(s.home_postcode, c.home_postcode)
   order by s.n`

export type FactRow = Omit<GateFacts, 'settings'> & { n: number; id: string | null }

const withSettings = (rows: readonly FactRow[], settings: PlacingSettings): GateFacts[] =>
  rows.map((row) => ({ ...row, settings }))

/** The facts that gates ask about each proposal, in order, on `today`. */
export async function factsOfProposals(
  tx: Tx,
  proposals: readonly Proposal[],
  today: string,
): Promise<GateFacts[]> {
  if (proposals.length === 0) return []
  const { rows } = await tx.client.query<FactRow>(
    `with subject as (
       select n, null::uuid as placement_id, true as agreed_here, r."childId" as child_id, r."dateOfBirth" as date_of_birth,
              r.sex, r."bedId" as bed_id, r."homeId" as home_id, r."placementType" as placement_type,
              r."placeCode" as place_code, r."from" as from_on, r."to" as to_on, r."to" as leaves_on, r.emergency,
              r."statedArea" as stated_area, r."keepsSchool" as keeps_school, coalesce(r."withParent", false) as with_parent,
              compact_postcode(r.postcode) as postcode,
              compact_postcode(r."homePostcode") as home_postcode
         from rows from (jsonb_to_recordset($2) as (
           "childId" uuid, "dateOfBirth" date, sex text, "bedId" uuid, "homeId" uuid, "placementType" text,
           "placeCode" text, "from" date, "to" date, emergency boolean, "statedArea" text, "keepsSchool" boolean,
           "withParent" boolean, postcode text, "homePostcode" text)) with ordinality as r
             ("childId", "dateOfBirth", sex, "bedId", "homeId", "placementType", "placeCode", "from", "to", emergency,
              "statedArea", "keepsSchool", "withParent", postcode, "homePostcode", n))
     ${facts(recordedNow, '')}`,
    [today, JSON.stringify(proposals)],
  )
  return withSettings(rows, await placingSettings(tx))
}

/** The facts that gates ask about placements on record, by their ids, on `today`. */
export async function factsOfPlacements(
  tx: Tx,
  ids: readonly string[],
  today: string,
  knowledge: { source: RowSource; decisionFilter: string; parameters: readonly unknown[] } = {
    source: recordedNow,
    decisionFilter: '',
    parameters: [],
  },
): Promise<Map<string, GateFacts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.client.query<FactRow>(
    `with subject as (
       select row_number() over () as n, p.id as placement_id, p.agreed_at is not null as agreed_here, p.child_id,
              null::date as date_of_birth, null::text as sex, p.bed_id, p.home_id, p.placement_type, p.place_code,
              coalesce(p.started_on, p.planned_from) as from_on, coalesce(p.ended_on, p.planned_to) as to_on,
              case when p.started_on is null then p.planned_to else p.ended_on end as leaves_on, p.emergency,
              p.stated_area, p.keeps_school, false as with_parent, p.postcode, p.home_postcode
         from unnest($2::uuid[]) asked (placement)
         join ${knowledge.source('placements', 'asked.placement')} p on p.id = asked.placement)
     ${facts(knowledge.source, knowledge.decisionFilter)}`,
    [today, ids, ...knowledge.parameters],
  )
  const settings = await placingSettings(tx)
  return new Map(rows.flatMap((row) => (row.id === null ? [] : [[row.id, { ...row, settings }] as const])))
}

/** The overrides of children's musts in a home that are in force on a night, by the must. */
export async function overridesInForce(
  tx: Tx,
  childIds: readonly string[],
  homeId: string,
  night: string,
): Promise<Map<string, { id: string; until: string }>> {
  const { rows } = await tx.client.query<{ must: string; id: string; until: string }>(
    `select must, id, until_on::text as until from overrides
      where child_id = any($1) and home_id = $2 and term @> $3::date`,
    [childIds, homeId, night],
  )
  return new Map(rows.map(({ must, ...override }) => [must, override]))
}

/**
 * Locks homes and children for this transaction, in the order in which every writer does: what is read of them next
 * stays true until it ends.
 */
export async function lockHomesAndChildren(
  tx: Tx,
  homeIds: readonly string[],
  childIds: readonly string[],
): Promise<void> {
  await tx.client.query('select lock_homes_and_children($1, $2)', [homeIds, childIds])
}

/** Locks homes, children and beds for this transaction, in the order in which every writer takes them. */
export async function lockForPlacing(
  tx: Tx,
  childIds: readonly string[],
  bedIds: readonly (string | null | undefined)[],
): Promise<void> {
  await tx.client.query('select lock_placing($1, $2)', [bedIds.filter(Boolean), childIds])
}

/** Those of some children whom the authority has on record, each with the parent on record, if any. */
export async function childrenOnRecord(
  tx: Tx,
  childIds: readonly string[],
): Promise<Map<string, { parentId: string | null }>> {
  const { rows } = await tx.client.query<{ id: string; parentId: string | null }>(
    'select id, parent_id as "parentId" from children where id = any($1) and merged_into_id is null',
    [childIds],
  )
  return new Map(rows.map(({ id, parentId }) => [id, { parentId }]))
}

/** The homes of beds that the authority sees, by the bed. */
export async function homesOfBeds(tx: Tx, bedIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.client.query<{ id: string; homeId: string }>(
    'select id, home_id as "homeId" from beds where id = any($1)',
    [bedIds],
  )
  return new Map(rows.map(({ id, homeId }) => [id, homeId]))
}

/** What a home offers; undefined where the authority sees no such home. */
export async function typeOfHome(tx: Tx, homeId: string): Promise<PlacementType | undefined> {
  const { rows } = await tx.client.query<{ type: PlacementType }>(
    'select placement_type as type from visible_homes where id = $1',
    [homeId],
  )
  return rows[0]?.type
}

/** Whether the caller of this transaction holds an office on a day. */
export async function holdsOffice(tx: Tx, office: string, day: string): Promise<boolean> {
  const { rows } = await tx.client.query(
    'select from officers where subject = $1 and office = $2 and term @> $3::date',
    [tx.principal.subject, office, day],
  )
  return rows.length > 0
}

/**
 * The answers of the referral of a placement request or, without one, of the latest that waits for a home for one of the
 * children: whoever leaves the request out does not leave out what it asks for. Undefined where there is none.
 */
export async function referralOf(
  tx: Tx,
  requestId: string | null,
  childIds: readonly string[],
): Promise<ReferralFacts | undefined> {
  const { rows } =
    requestId === null
      ? await tx.client.query<{ referral: ReferralFacts }>(
          `select referral from placement_request_details
            where id in (select request_id from request_children where child_id = any($1))
              and status in ('open', 'held')
            order by received_on desc, id limit 1`,
          [childIds],
        )
      : await tx.client.query<{ referral: ReferralFacts }>(
          'select referral from placement_requests where id = $1',
          [requestId],
        )
  return rows[0]?.referral
}

/** Whether a placement request is an emergency; false where there is none. */
export async function isUrgent(tx: Tx, requestId: string | null): Promise<boolean> {
  if (requestId === null) return false
  const { rows } = await tx.client.query(
    `select from placement_requests where id = $1 and urgency = 'emergency'`,
    [requestId],
  )
  return rows.length > 0
}
