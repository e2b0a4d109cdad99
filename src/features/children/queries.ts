import { inArray, sql } from 'drizzle-orm'
import { crud } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'

export const siblingGroupStore = crud(tables.siblingGroups)
export const childNeedsStore = crud(tables.childNeeds)
export const separationStore = crud(tables.separations, { from: 'fromOn', until: 'toOn' })
export const connectionStore = crud(tables.connections)
/** Children. `asAt` selects those in care on a day, by their periods of care, which end at 18. */
export const childStore = crud(tables.children, (day, knownAt) => {
  const periods =
    knownAt === undefined ? sql`care_periods` : sql`as_known(null::care_periods, ${knownAt}::timestamptz)`
  return sql`exists (select from ${periods} care where care.child_id = ${tables.children.id} and until_18(care.nights, ${tables.children.dateOfBirth}) @> ${day}::date)`
})
export const carePeriodStore = crud(tables.carePeriods, { from: 'startedOn', until: 'endedOn' })
export const legalStatusStore = crud(tables.legalStatuses, { from: 'startedOn', until: 'endedOn' })

/** The children with these references. Unknown references have no row; the order is not defined. */
export function childrenByReference(tx: Tx, references: readonly string[]) {
  return tx.db
    .select()
    .from(tables.children)
    .where(inArray(tables.children.reference, [...references]))
}
