import type { PlacementType } from '../../../domain/placement-types.ts'
import type { placementEndReasons, relations } from '../../../domain/codes.ts'
import type { RequestFacts } from '../../../domain/lifecycle/request.ts'
import type { HoldFacts } from '../../../domain/lifecycle/hold.ts'
import type { CaseFacts } from '../../../domain/panels/lifecycle.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'

/** What the record of a child begins with. */
export interface ChildRow {
  id: string
  reference: string
  upn: string | null
  dateOfBirth: string
  sex: string
  ethnicity: string
  uasc: boolean
  disabled: boolean | null
  homePostcode: string | null
  schoolPostcode: string | null
  care: {
    id: string
    startedOn: string
    startedBefore: boolean
    endedOn: string | null
    endToConfirm: boolean
    endReason: string | null
  } | null
  legal: { id: string; status: string; since: string } | null
  libertyOrders: { id: string; kind: string; from: string; until: string }[]
}

/** The child with the period of care and the legal status on a day; care that has ended is the latest one. */
export async function readChild(tx: Tx, childId: string, today: string): Promise<ChildRow | undefined> {
  const { rows } = await tx.client.query<ChildRow>(
    `select c.id, c.reference, c.upn, c.date_of_birth::text as "dateOfBirth", c.sex, c.ethnicity, c.uasc,
            c.disabled, c.home_postcode as "homePostcode", c.school_postcode as "schoolPostcode",
            (select jsonb_build_object('id', k.id, 'startedOn', k.started_on, 'startedBefore', k.started_before,
                      'endedOn', k.ended_on, 'endToConfirm', k.end_to_confirm, 'endReason', k.end_reason)
               from care_periods k where k.child_id = c.id and k.started_on <= $2
              order by k.started_on desc limit 1) as care,
            (select jsonb_build_object('id', l.id, 'status', l.status, 'since', l.started_on)
               from legal_statuses l where l.child_id = c.id and until_18(l.nights, c.date_of_birth) @> $2::date) as legal,
            coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'from', o.from_on,
                               'until', o.until_on) order by o.until_on, o.id)
               from liberty_orders o where o.child_id = c.id and o.until_on > $2), '[]') as "libertyOrders"
       from children c where c.id = $1 and c.merged_into_id is null`,
    [childId, today],
  )
  return rows[0]
}

export interface PlacementLine {
  id: string
  type: PlacementType
  layer: 'usual' | 'temporary'
  home: { id: string; name: string } | null
  plannedFrom: string | null
  plannedTo: string | null
  startedOn: string | null
  startedBefore: boolean
  endedOn: string | null
  withdrawnOn: string | null
  withdrawalKind: string | null
  endReason: keyof typeof placementEndReasons | null
  endPlanned: boolean | null
  distanceMiles: number | null
  emergency: boolean
  recordedAsHappened: string | null
  movedFromId: string | null
  movedToId: string | null
  requestId: string | null
}

/** Every placement of a child, called off or not, latest first. */
export async function readPlacements(tx: Tx, childId: string): Promise<PlacementLine[]> {
  const { rows } = await tx.client.query<PlacementLine>(
    `select p.id, p.placement_type as type, p.layer,
            case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.name) end as home,
            p.planned_from::text as "plannedFrom", p.planned_to::text as "plannedTo",
            p.started_on::text as "startedOn", p.started_before as "startedBefore", p.ended_on::text as "endedOn", p.withdrawn_on::text as "withdrawnOn",
            p.withdrawal_kind as "withdrawalKind", p.end_reason as "endReason", p.end_planned as "endPlanned",
            case when sees_addresses() then p.distance_miles else p.distance_shown end::float8 as "distanceMiles", p.emergency,
            p.recorded_as_happened as "recordedAsHappened", p.moved_from_id as "movedFromId",
            p.moved_to_id as "movedToId", p.request_id as "requestId"
       from placements p left join lateral ${visibleHome('p.home_id')} h on true
      where p.child_id = $1
      order by coalesce(p.started_on, p.planned_from) desc nulls last, p.created_at desc, p.id`,
    [childId],
  )
  return rows
}

export interface RequestLine extends RequestFacts {
  id: string
  urgency: string
  receivedOn: string
  neededFrom: string
  latestStart: string | null
  childIds: string[]
}

/** The placement requests that name a child, latest first. */
export async function readRequests(tx: Tx, childId: string): Promise<RequestLine[]> {
  const { rows } = await tx.client.query<RequestLine>(
    `select r.id, r.status, r.furthest, r.urgency, r.received_on::text as "receivedOn",
            r.needed_from::text as "neededFrom", r.latest_start::text as "latestStart", r.child_ids as "childIds"
       from placement_request_details r join request_children k on k.request_id = r.id
      where k.child_id = $1 order by r.received_on desc, r.created_at desc`,
    [childId],
  )
  return rows
}

export interface HoldLine extends HoldFacts {
  id: string
  bedId: string
  home: { id: string; name: string } | null
  from: string
  to: string | null
  expiresAt: string
  requestId: string | null
}

/** The holds of beds for a child, latest first. */
export async function readHolds(tx: Tx, childId: string): Promise<HoldLine[]> {
  const { rows } = await tx.client.query<HoldLine>(
    `select h.id, h.status, k.bed_id as "bedId",
            case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as home,
            h.from_on::text as "from", h.to_on::text as "to", to_json(h.expires_at) #>> '{}' as "expiresAt",
            h.request_id as "requestId", h.awaits_consent_of as "awaitsConsentOf"
       from hold_beds k join hold_details h on h.id = k.hold_id
       left join beds b on b.id = k.bed_id left join lateral ${visibleHome('b.home_id')} o on true
      where k.child_id = $1 order by h.created_at desc, h.id`,
    [childId],
  )
  return rows
}

export interface SiblingLine {
  childId: string
  reference: string
  dateOfBirth: string
  inCare: boolean
  placementId: string | null
  type: PlacementType | null
  home: { id: string; name: string } | null
  together: boolean
  milesApart: number | null
}

/** A child's siblings on record, where each lives on a day, and how far from the child. */
export async function readSiblings(tx: Tx, childId: string, today: string): Promise<SiblingLine[]> {
  const { rows } = await tx.client.query<SiblingLine>(
    `with lives as not materialized (
       select c.id, c.sibling_group_id, p.id as placement_id, p.placement_type, p.home_id, h.name as home_name,
              seen.easting, seen.northing, seen.about
         from children c
         left join placements p on p.child_id = c.id and p.layer = 'usual' and p.stay @> $2::date
         left join lateral ${visibleHome('p.home_id')} h on true
         left join lateral point_told(p.postcode, p.placement_type, h::visible_homes) seen on true)
     select s.id as "childId", c.reference, c.date_of_birth::text as "dateOfBirth",
            exists (select from care_periods k
                     where k.child_id = s.id and until_18(k.nights, c.date_of_birth) @> $2::date) as "inCare",
            s.placement_id as "placementId", s.placement_type as type,
            case when s.home_name is not null then jsonb_build_object('id', s.home_id, 'name', s.home_name) end as home,
            coalesce(s.home_id = self.home_id, false) as together,
            miles_seen(self.easting, self.northing, s.easting, s.northing, self.about or s.about)::float8 as "milesApart"
       from lives self
       join lives s on s.sibling_group_id = self.sibling_group_id and s.id <> self.id
       join children c on c.id = s.id
      where self.id = $1 order by c.date_of_birth, s.id`,
    [childId, today],
  )
  return rows
}

export interface ConnectionLine {
  id: string
  relation: keyof typeof relations
  home: { id: string; name: string } | null
}

/** The people connected with a child who have a home. */
export async function readConnections(tx: Tx, childId: string): Promise<ConnectionLine[]> {
  const { rows } = await tx.client.query<ConnectionLine>(
    `select k.id, k.relation, case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.name) end as home
       from connections k left join lateral ${visibleHome('k.home_id')} h on true where k.child_id = $1 order by k.created_at, k.id`,
    [childId],
  )
  return rows
}

export interface CaseLine extends CaseFacts {
  id: string
  panelTitle: string
  purpose: string
  question: string
  decidedOn: string | null
  reasons: string | null
  conditions: string | null
}

/** The cases of a child before panels, latest meeting first, each with the decision that stands. */
export async function readCases(tx: Tx, childId: string): Promise<CaseLine[]> {
  const { rows } = await tx.client.query<CaseLine>(
    `select c.id, p.title as "panelTitle", c.held_on::text as "heldOn", c.purpose, c.question,
            c.meeting_cancelled as "meetingCancelled", c.withdrawn_on::text as "withdrawnOn",
            c.options_laid_at::text as "optionsLaidAt", c.outcome, c.decided_on::text as "decidedOn",
            c.open_actions as "openActions", d.reasons, d.conditions
       from panel_case_details c join panels p on p.id = c.panel_id
       left join panel_decisions d on d.case_id = c.id
        and not exists (select from panel_decisions later where later.supersedes_id = d.id)
      where c.child_id = $1 order by c.held_on desc, c.id`,
    [childId],
  )
  return rows
}
