import type { ApprovalKind } from '../../../domain/lifecycle/approvals.ts'
import type { PlacementFacts } from '../../../domain/lifecycle/placement.ts'
import { defaultSettings, type PlacingSettings } from '../../../domain/lifecycle/settings.ts'
import type { PlacementType } from '../../../domain/placement-types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** A placement's facts, which decide its actions and approvals, with the fields of the record that actions change. */
export interface PlacementCase extends PlacementFacts {
  id: string
  version: number
  childId: string
  bedId: string | null
  homeId: string | null
  plannedTo: string | null
  placeCode: string | null
}

interface FactRow {
  id: string
  version: number
  child_id: string
  bed_id: string | null
  home_id: string | null
  placement_type: PlacementType
  place_code: string | null
  planned_from: string | null
  planned_to: string | null
  started_on: string | null
  ended_on: string | null
  withdrawn_on: string | null
  agreed_here: boolean
  emergency: boolean
  distance_miles: number | null
  location: 'in' | 'out' | 'unknown'
  temporary_approval_until: string | null
  temporary_approval_extended_on: string | null
  carer_approved_on: string | null
  date_of_birth: string
  sex: string
  home_kind: string | null
  age_from: number
  age_to: number
  accepts: string
  registered_places: number | null
  bed_kind: string | null
  others_there: number
  decisions: Partial<Record<ApprovalKind, 'approved' | 'refused'>> | null
}

/** SQL for the rows of `table` with the id `id`: as recorded now, or as recorded at the instant `$2`. */
type Source = (table: string, id: string) => string
const recordedNow: Source = (table) => table
const recordedThen: Source = (table, id) => `as_known(null::${table}, $2::timestamptz, array[${id}])`

const select = (source: Source, approvalFilter = '') => `
  select p.id, p.version, p.child_id, p.bed_id, p.home_id, p.placement_type, p.place_code, p.planned_from,
         p.planned_to, p.started_on, p.ended_on, p.withdrawn_on, p.agreed_at is not null as agreed_here,
         p.emergency, p.distance_miles, p.location, p.temporary_approval_until,
         p.temporary_approval_extended_on, p.carer_approved_on, c.date_of_birth, c.sex, h.kind as home_kind,
         h.age_from, h.age_to, h.accepts, h.registered_places, b.kind as bed_kind,
         others_living_there(p.home_id, coalesce(p.started_on, p.planned_from), p.id) as others_there,
         (select jsonb_object_agg(a.kind, a.decision order by a.created_at)
            from approvals a where a.placement_id = p.id ${approvalFilter}) as decisions
    from ${source('placements', '$1::uuid')} p
    join ${source('children', 'p.child_id')} c on c.id = p.child_id
    left join ${source('homes', 'p.home_id')} h on h.id = p.home_id
    left join ${source('beds', 'p.bed_id')} b on b.id = p.bed_id`

function caseOf(row: FactRow, settings: PlacingSettings): PlacementCase {
  return {
    id: row.id,
    version: row.version,
    childId: row.child_id,
    bedId: row.bed_id,
    homeId: row.home_id,
    placementType: row.placement_type,
    placeCode: row.place_code,
    plannedFrom: row.planned_from,
    plannedTo: row.planned_to,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    withdrawnOn: row.withdrawn_on,
    agreedHere: row.agreed_here,
    emergency: row.emergency,
    distanceMiles: row.distance_miles,
    location: row.location,
    temporaryApprovalUntil: row.temporary_approval_until,
    temporaryApprovalExtendedOn: row.temporary_approval_extended_on,
    carerApprovedOn: row.carer_approved_on,
    dateOfBirth: row.date_of_birth,
    sex: row.sex,
    homeKind: row.home_kind,
    bedKind: row.bed_kind,
    registration:
      row.home_kind === null
        ? null
        : { ageFrom: row.age_from, ageTo: row.age_to, accepts: row.accepts, places: row.registered_places },
    othersThere: row.others_there,
    decisions: row.decisions ?? {},
    settings,
  }
}

/** The settings of the transaction's authority, else the defaults. */
export async function placingSettings(tx: Tx): Promise<PlacingSettings> {
  const { rows } = await tx.client.query<PlacingSettings>(
    `select distant_over_miles as "distantOverMiles", warning_days as "warningDays",
            emergency_approval_working_days as "emergencyApprovalWorkingDays" from authority_settings`,
  )
  return rows[0] ?? defaultSettings
}

/** The placement as recorded now or, with `knownAt`, as recorded at that instant; the settings are always the present ones. */
export async function placementCase(
  tx: Tx,
  id: string,
  knownAt?: string,
): Promise<PlacementCase | undefined> {
  const { rows } =
    knownAt === undefined
      ? await tx.client.query<FactRow>(`${select(recordedNow)} where p.id = $1`, [id])
      : await tx.client.query<FactRow>(select(recordedThen, 'and a.created_at <= $2'), [id, knownAt])
  return rows[0] && caseOf(rows[0], await placingSettings(tx))
}

/** `placementCase` with the placement's row locked. Lock it before any child or bed, to avoid deadlocks. */
export async function lockPlacement(tx: Tx, id: string): Promise<PlacementCase | undefined> {
  await tx.client.query('select from placements where id = $1 for update', [id])
  return placementCase(tx, id)
}

/** Placements agreed in this service that have not ended and were not withdrawn: only these can await an approval. */
export async function openCases(tx: Tx): Promise<PlacementCase[]> {
  const { rows } = await tx.client.query<FactRow>(
    `${select(recordedNow)} where p.agreed_at is not null and p.ended_on is null and p.withdrawn_on is null`,
  )
  const settings = await placingSettings(tx)
  return rows.map((row) => caseOf(row, settings))
}
