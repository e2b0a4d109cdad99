import { and, eq, isNull, lte } from 'drizzle-orm'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { careEndReasons } from '../../../domain/codes.ts'
import type { NewPlacement } from './placements.ts'

type CareEndReason = keyof typeof careEndReasons

export async function setPlacement(tx: Tx, id: string, values: Partial<NewPlacement>): Promise<void> {
  await tx.db.update(tables.placements).set(values).where(eq(tables.placements.id, id))
}

/**
 * The agreed placements that start with one: those of the child's parent or children, or of children of the same parent, in
 * the same home from the same day.
 */
export async function familyToStart(tx: Tx, id: string): Promise<string[]> {
  const { rows } = await tx.client.query<{ id: string }>(
    `select other.id
       from placements p
       join children c on c.id = p.child_id
       join placements other on other.home_id = p.home_id and other.planned_from = p.planned_from
        and other.started_on is null and other.withdrawn_on is null and other.id <> p.id
       join children o on o.id = other.child_id
      where p.id = $1 and (o.parent_id = c.id or c.parent_id in (o.id, o.parent_id))
      order by other.id`,
    [id],
  )
  return rows.map((row) => row.id)
}

/** Ends the open period of care of a child on a day, and the legal status with it; `reason` is the SSDA903 REC. */
export async function endCare(tx: Tx, childId: string, day: string, reason: CareEndReason): Promise<void> {
  const { carePeriods: care, legalStatuses: status } = tables
  await tx.db
    .update(care)
    .set({ endedOn: day, endReason: reason })
    .where(and(eq(care.childId, childId), isNull(care.endedOn), lte(care.startedOn, day)))
  await tx.db
    .update(status)
    .set({ endedOn: day })
    .where(and(eq(status.childId, childId), isNull(status.endedOn), lte(status.startedOn, day)))
}

export async function insertNotice(
  tx: Tx,
  values: Omit<typeof tables.notices.$inferInsert, 'authorityCode'>,
): Promise<void> {
  await tx.db.insert(tables.notices).values({ ...values, authorityCode: tx.principal.authorityCode })
}

export async function withdrawNotice(tx: Tx, id: string, withdrawnOn: string): Promise<void> {
  await tx.db.update(tables.notices).set({ withdrawnOn }).where(eq(tables.notices.id, id))
}

export async function insertApproval(
  tx: Tx,
  values: Omit<typeof tables.approvals.$inferInsert, 'authorityCode' | 'decidedBy'>,
): Promise<void> {
  const { authorityCode, subject } = tx.principal
  await tx.db.insert(tables.approvals).values({ ...values, authorityCode, decidedBy: subject })
}

/** Every approval decision about a placement, oldest first; with `knownAt`, those recorded by that instant. */
export async function approvalsOfPlacement(tx: Tx, placementId: string, knownAt?: string) {
  const { approvals } = tables
  return tx.db
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.placementId, placementId),
        knownAt === undefined ? undefined : lte(approvals.createdAt, knownAt),
      ),
    )
    .orderBy(approvals.createdAt)
}
