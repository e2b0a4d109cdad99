import type { PlacementFacts } from '../../domain/lifecycle/placement.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import { brokenMusts } from '../gates/musts.ts'
import { factsOfPlacements } from '../gates/queries.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** A placement's facts, which decide its actions and gates, with the fields of the record that actions change. */
export interface PlacementCase extends PlacementFacts {
  id: string
  version: number
  childId: string
  bedId: string | null
  homeId: string | null
  plannedTo: string | null
  placeCode: string | null
  requestId: string | null
}

type Row = Omit<PlacementCase, 'gates' | 'brokenMusts'>

/** SQL for the rows of `table` with the id `id`. */
type Source = (table: string, id: string) => string
const recordedNow: Source = (table) => table
const recordedAt =
  (placeholder: string): Source =>
  (table, id) =>
    `as_known(null::${table}, ${placeholder}::timestamptz, array[${id}])`

/** Notices in force: a notice is changed once at most, by its withdrawal. */
const inForceNow = 'n.withdrawn_on is null'
const inForceAt = (placeholder: string) =>
  `n.created_at <= ${placeholder} and (n.withdrawn_on is null or n.updated_at > ${placeholder})`

const select = (source: Source, noticeFilter: string) => `
  select p.id, p.version, p.child_id as "childId", p.bed_id as "bedId", p.home_id as "homeId",
         p.placement_type as "placementType", p.place_code as "placeCode", p.request_id as "requestId", p.request_id as "requestId", p.planned_from as "plannedFrom",
         p.planned_to as "plannedTo", p.started_on as "startedOn", p.ended_on as "endedOn",
         p.withdrawn_on as "withdrawnOn", c.date_of_birth as "dateOfBirth",
         (select jsonb_build_object('id', n.id, 'givenBy', n.given_by, 'givenOn', n.given_on, 'endsOn', n.ends_on,
                                    'plannedToBefore', n.planned_to_before)
            from notices n where n.placement_id = $1 and ${noticeFilter}) as notice
    from ${source('placements', '$1::uuid')} p
    join ${source('children', 'p.child_id')} c on c.id = p.child_id`

/**
 * The placement as recorded now or, with `knownAt`, as recorded at that instant; the settings are always the present
 * ones, and the musts of the child are judged for what is still to be or going on, by what is recorded now.
 */
export async function placementCase(
  tx: Tx,
  id: string,
  today: string,
  knownAt?: string,
): Promise<PlacementCase | undefined> {
  const { rows } =
    knownAt === undefined
      ? await tx.client.query<Row>(`${select(recordedNow, inForceNow)} where p.id = $1`, [id])
      : await tx.client.query<Row>(select(recordedAt('$2'), inForceAt('$2::timestamptz')), [id, knownAt])
  const row = rows[0]
  if (row === undefined) return undefined
  const facts = await factsOfPlacements(
    tx,
    [id],
    today,
    knownAt === undefined
      ? undefined
      : {
          source: recordedAt('$3'),
          decisionFilter: 'and a.created_at <= $3',
          parameters: [knownAt],
        },
  )
  const gates = facts.get(id)
  if (gates === undefined) return undefined
  const isOver = row.endedOn !== null || row.withdrawnOn !== null
  const { childId, homeId, placementType, startedOn, plannedFrom, plannedTo } = row
  const stay = {
    childIds: [childId],
    homeId,
    placementType: placementType satisfies PlacementType,
    from: startedOn ?? plannedFrom ?? today,
    to: plannedTo !== null && plannedTo <= today ? null : plannedTo,
    requestId: row.requestId,
  }
  const musts = isOver || knownAt !== undefined ? [] : await brokenMusts(tx, stay, today)
  return { ...row, gates, brokenMusts: musts }
}

/** `placementCase` with the placement's row locked. Lock it before any child or bed, to avoid deadlocks. */
export async function lockPlacement(tx: Tx, id: string, today: string): Promise<PlacementCase | undefined> {
  await tx.client.query('select from placements where id = $1 for update', [id])
  return placementCase(tx, id, today)
}
