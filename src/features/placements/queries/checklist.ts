import { and, eq } from 'drizzle-orm'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export type DoneItem = typeof tables.checklistItems.$inferSelect

export async function insertItem(
  tx: Tx,
  values: Omit<typeof tables.checklistItems.$inferInsert, 'authorityCode'>,
): Promise<void> {
  await tx.db.insert(tables.checklistItems).values({ ...values, authorityCode: tx.principal.authorityCode })
}

/** Removes an item recorded by mistake; its history stays. Resolves to whether it was there. */
export async function removeItem(tx: Tx, placementId: string, id: string): Promise<boolean> {
  const { checklistItems: table } = tables
  const rows = await tx.db
    .delete(table)
    .where(and(eq(table.placementId, placementId), eq(table.id, id)))
    .returning({ id: table.id })
  return rows.length > 0
}

/** What was recorded as done of a placement, in order of the day. */
export async function itemsOfPlacement(tx: Tx, placementId: string): Promise<DoneItem[]> {
  const { checklistItems: table } = tables
  return tx.db.select().from(table).where(eq(table.placementId, placementId)).orderBy(table.doneOn, table.id)
}
