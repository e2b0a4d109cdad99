import { and, eq } from 'drizzle-orm'
import type { CorrectionFacts, AdjoiningPlacement } from '../../../domain/lifecycle/corrections.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** A placement to be put right: what decides it, and the fields that change. */
export interface PlacementToCorrect extends CorrectionFacts {
  id: string
  version: number
  childId: string
  bedId: string | null
  dateOfBirth: string
  next: AdjoiningPlacement | null
  previous: AdjoiningPlacement | null
}

/** SQL of what stands on the placement `p`: approvals, and whatever refers to it and would not go with it. */
const standing = (p: string) => `
  (select count(*)::int from placements a where a.absence_from_id = ${p}.id and a.withdrawn_on is null) as absences,
  array(select replace(record_type, '_', ' ') from dependents_of('placements', ${p}.id)
        union select 'approvals' from approvals where placement_id = ${p}.id) as dependents`

/** SQL of the placement `n` as a neighbour of `p`. */
const neighbour = (isMove: string, condition: string) => `
  lateral (select n.id, n.placement_type as "placementType", n.bed_id as "bedId", n.planned_from as "plannedFrom",
                  n.started_on as "startedOn", n.ended_on as "endedOn", ${isMove} as "isMove", ${standing('n')}
             from placements n where ${condition} limit 1)`

/** Locks the placement and those that it was moved from and to, and gives what decides how it can be put right. */
export async function lockToCorrect(tx: Tx, id: string): Promise<PlacementToCorrect | undefined> {
  await tx.client.query(
    `select from placements where $1 in (id, moved_from_id, moved_to_id) order by started_on, id for update`,
    [id],
  )
  return placementToCorrect(tx, id)
}

export async function placementToCorrect(tx: Tx, id: string): Promise<PlacementToCorrect | undefined> {
  const { rows } = await tx.client.query<PlacementToCorrect>(
    `select p.id, p.version, p.child_id as "childId", p.bed_id as "bedId", p.placement_type as "placementType",
            p.planned_from as "plannedFrom", p.started_on as "startedOn", p.ended_on as "endedOn",
            p.withdrawn_on as "withdrawnOn", p.agreed_at is not null as "agreedHere",
            c.date_of_birth as "dateOfBirth", to_jsonb(previous) as previous, to_jsonb(next) as next,
            (select end_reason from care_periods k
              where k.child_id = p.child_id and p.layer = 'usual' and k.ended_on = p.ended_on) as "careEndReason",
            ${standing('p')}
       from placements p
       join children c on c.id = p.child_id
       left join ${neighbour('true', 'n.id = p.moved_from_id')} previous on true
       left join ${neighbour(
         'n.id is not distinct from p.moved_to_id',
         `n.id = p.moved_to_id or n.child_id = p.child_id and n.layer = p.layer and n.id <> p.id
            and p.moved_to_id is null and n.started_on = p.ended_on and n.withdrawn_on is null
            and (n.ended_on is null or n.ended_on > n.started_on)`,
       )} next on true
      where p.id = $1`,
    [id],
  )
  return rows[0]
}

export async function removePlacement(tx: Tx, id: string): Promise<void> {
  await tx.db.delete(tables.placements).where(eq(tables.placements.id, id))
}

/** Gives the absences of two placements that follow one another to the one in which each begins. */
export async function relinkAbsences(tx: Tx, earlierId: string, laterId: string, day: string): Promise<void> {
  await tx.client.query(
    `update placements a set absence_from_id = absence.usual_id
       from (select id, case when coalesce(started_on, planned_from) < $3::date then $1::uuid else $2::uuid end as usual_id
               from placements where absence_from_id in ($1::uuid, $2::uuid)) absence
      where a.id = absence.id and a.absence_from_id <> absence.usual_id`,
    [earlierId, laterId, day],
  )
}

/** Moves the end of care at 18 (E17), and of the legal status, from one day to another. */
export async function moveEndOfCare(tx: Tx, childId: string, from: string, to: string): Promise<void> {
  const { carePeriods: care, legalStatuses: status } = tables
  const moveCare = () =>
    tx.db
      .update(care)
      .set({ endedOn: to })
      .where(and(eq(care.childId, childId), eq(care.endedOn, from), eq(care.endReason, 'E17')))
  const moveStatus = () =>
    tx.db
      .update(status)
      .set({ endedOn: to })
      .where(and(eq(status.childId, childId), eq(status.endedOn, from)))
  // A status lies within care at every moment.
  for (const move of to > from ? [moveCare, moveStatus] : [moveStatus, moveCare]) await move()
}

/** Undoes the end of care on a day and, with it, that of the legal status which ended then and which none follows. */
export async function reopenCare(tx: Tx, childId: string, day: string): Promise<void> {
  const { rowCount } = await tx.client.query(
    `update care_periods set ended_on = null, end_reason = null where child_id = $1 and ended_on = $2`,
    [childId, day],
  )
  if (!rowCount) return
  await tx.client.query(
    `update legal_statuses l set ended_on = null where child_id = $1 and ended_on = $2
       and not exists (select from legal_statuses n where n.child_id = $1 and n.started_on >= $2 and n.id <> l.id)`,
    [childId, day],
  )
}
