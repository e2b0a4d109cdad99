import type {
  accepts,
  bedKinds,
  homeKinds,
  restrictionKinds,
  sectors,
  voidReasons,
} from '../../../domain/codes.ts'
import type { PlacementType } from '../../../domain/placement-types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export interface HomeRow {
  id: string
  authorityCode: string
  version: number
  name: string
  kind: keyof typeof homeKinds
  type: PlacementType
  provider: { id: string; name: string; sector: keyof typeof sectors; ofstedUrn: string | null } | null
  area: { code: string; name: string } | null
  postcode: string | null
  address: string | null
  confidential: boolean
  shared: boolean
  opensOn: string
  closesOn: string | null
  ofstedUrn: string | null
  registered: boolean
  registeredOn: string | null
  registrationEndedOn: string | null
  accommodationCategory: string | null
  registeredPlaces: number | null
  ageFrom: number
  ageTo: number
  accepts: keyof typeof accepts
  takesSiblings: boolean
  takesEmergencies: boolean
  capabilities: string[]
}

/** A home that the authority sees, with its provider, its area and whether a registration covers the night. */
export async function readHome(tx: Tx, homeId: string, today: string): Promise<HomeRow | undefined> {
  const { rows } = await tx.client.query<HomeRow>(
    `select h.id, h.authority_code as "authorityCode", h.version, h.name, h.kind, h.placement_type as type,
            case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name, 'sector', p.sector,
              'ofstedUrn', p.ofsted_urn) end as provider,
            case when a.code is not null then jsonb_build_object('code', a.code, 'name', a.name) end as area,
            h.postcode, h.address, h.confidential, h.shared, h.opens_on::text as "opensOn",
            h.closes_on::text as "closesOn", h.ofsted_urn as "ofstedUrn", is_registered(h.id, $2) as registered,
            h.registered_on::text as "registeredOn", h.registration_ended_on::text as "registrationEndedOn",
            h.accommodation_category as "accommodationCategory", h.registered_places as "registeredPlaces",
            h.age_from as "ageFrom", h.age_to as "ageTo", h.accepts, h.takes_siblings as "takesSiblings",
            h.takes_emergencies as "takesEmergencies", h.capabilities
       from visible_homes h
       left join providers p on p.id = h.provider_id
       left join authorities a on a.code = h.located_authority_code
      where h.id = $1`,
    [homeId, today],
  )
  return rows[0]
}

/** The state of a bed on a night, and for a void why. */
export interface BedState {
  state: 'free' | 'occupied' | 'agreed' | 'held' | 'void' | 'taken' | 'closed'
  reason: keyof typeof voidReasons | null
}

export interface BedRow {
  id: string
  homeId: string
  label: string
  kind: keyof typeof bedKinds
  opensOn: string
  closesOn: string | null
  /** Whether it is a bed of the authority: of another's, uses are seen by holds and by the nights that are not free. */
  own: boolean
  uses: { from: string | null; to: string | null; state: BedState['state']; reason: BedState['reason'] }[]
  /** The nights that no placement or void takes; `overdue` where a child who should have left is still there. */
  free: { from: string | null; to: string | null; overdue: boolean }[]
}

/** The beds of homes that are open on some night of `[from, to)`, with their uses then. */
export async function readBeds(
  tx: Tx,
  homeIds: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<BedRow[]> {
  const { rows } = await tx.client.query<BedRow>(
    `select b.id, b.home_id as "homeId", b.label, b.kind, b.opens_on::text as "opensOn", b.closes_on::text as "closesOn",
            b.authority_code = current_authority() as own,
            coalesce((
              select jsonb_agg(jsonb_build_object('from', lower(u.nights), 'to', upper(u.nights), 'state', u.state,
                       'reason', u.reason) order by lower(u.nights))
                from (select nights, case state when 'committed' then 'agreed' else state end as state,
                             void_reason as reason
                        from bed_use where bed_id = b.id and state <> 'held' and nights && daterange($2, $3)
                      union all
                      select nights, 'held', null from bed_held
                       where bed_id = b.id and ended_at is null and expires_at > now() and nights && daterange($2, $3)) u), '[]') as uses,
            coalesce((
              select jsonb_agg(jsonb_build_object('from', nullif(f.free_from, '-infinity'),
                       'to', nullif(f.free_to, 'infinity'), 'overdue', coalesce(f.awaiting_departure <= $2, false)))
                from visible_bed_free f
               where f.bed_id = b.id and f.free_from < $3 and f.free_to > $2), '[]') as free
       from beds b
      where b.home_id = any($1) and b.opens_on < $3 and (b.closes_on is null or b.closes_on > $2)
      order by b.label, b.id`,
    [homeIds, from, to],
  )
  return rows
}

export interface ResidentRow {
  age: number
  ageTo: number | null
  sex: string
  childId: string | null
  reference: string | null
  placementId: string | null
  since: string | null
  plannedTo: string | null
}

/** Who lives in a home on a day, the youngest first; which child it is, of the authority's own alone. */
export async function readResidents(tx: Tx, homeId: string, today: string): Promise<ResidentRow[]> {
  const { rows } = await tx.client.query<ResidentRow>(
    `select l.age, l.oldest_age as "ageTo", l.sex, l.own_child_id as "childId", c.reference, p.id as "placementId",
            p.started_on::text as since, p.planned_to::text as "plannedTo"
       from living_in(array[$1::uuid], $2) l
       left join children c on c.id = l.own_child_id
       left join placements p on p.child_id = l.own_child_id and p.home_id = $1 and (p.nights @> $2::date or p.stay @> $2::date)
      order by l.age, l.oldest_age, c.reference, l.sex`,
    [homeId, today],
  )
  return rows
}

export interface HomeDecisions {
  voids: {
    id: string
    bedId: string
    bed: string
    reason: keyof typeof voidReasons
    detail: string | null
    from: string
    to: string | null
  }[]
  restrictions: { id: string; kind: keyof typeof restrictionKinds; from: string; to: string | null }[]
  carerApprovals: { id: string; kind: string; from: string; until: string | null; childId: string | null }[]
  termsExemptions: { id: string; childId: string; from: string; to: string; reason: string }[]
  judgements: { id: string; about: 'home' | 'provider'; grade: string; judgedOn: string }[]
  fees: { id: string; weeklyFee: number; from: string; to: string | null }[]
}

const list = (select: string) => `coalesce((select jsonb_agg(to_jsonb(row)) from (${select}) row), '[]')`

/** What is decided of a home, in force on a day or to come; of judgements the latest of the home and of its provider. */
export async function readDecisions(tx: Tx, homeId: string, today: string): Promise<HomeDecisions> {
  const { rows } = await tx.client.query<HomeDecisions>(
    `select ${list(`select v.id, b.id as "bedId", b.label as bed, v.reason, v.detail, v.starts_on as from, v.ends_on as to
                      from voids v join beds b on b.id = v.bed_id
                     where b.home_id = $1 and (v.ends_on is null or v.ends_on > $2)
                     order by v.starts_on, b.label`)} as voids,
            ${list(`select r.id, r.kind, r.starts_on as from, r.ends_on as to from home_restrictions r
                     where r.home_id = $1 and (r.ends_on is null or r.ends_on > $2) order by r.starts_on, r.id`)} as restrictions,
            ${list(`select a.id, a.kind, a.from_on as from, a.until_on as until, a.child_id as "childId"
                      from carer_approvals a
                     where a.home_id = $1 and (a.until_on is null or a.until_on > $2) order by a.from_on, a.id`)} as "carerApprovals",
            ${list(`select e.id, e.child_id as "childId", e.from_on as from, e.to_on as to, e.reason
                      from terms_exemptions e where e.home_id = $1 and e.to_on > $2 order by e.from_on, e.id`)} as "termsExemptions",
            ${list(`select distinct on (about) * from (
                       select j.id, case when j.home_id is null then 'provider' else 'home' end as about, j.grade,
                              j.judged_on as "judgedOn"
                         from judgements j
                        where j.judged_on <= $2 and (j.home_id = $1
                           or j.provider_id = (select provider_id from visible_homes where id = $1))) j
                     order by about, "judgedOn" desc, id`)} as judgements,
            ${list(`select f.id, f.weekly_fee as "weeklyFee", f.starts_on as from, f.ends_on as to from fees f
                     where f.home_id = $1 and (f.ends_on is null or f.ends_on > $2) order by f.starts_on`)} as fees`,
    [homeId, today],
  )
  return rows[0] as HomeDecisions
}
