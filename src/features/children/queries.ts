import { and, inArray, isNull, or, sql } from 'drizzle-orm'
import type { DuplicateSign } from '../../domain/duplicates.ts'
import { crud } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { Problem } from '../../platform/http/problem.ts'

export const siblingGroupStore = crud(tables.siblingGroups)
export const childNeedsStore = crud(tables.childNeeds)
export const separationStore = crud(tables.separations, { from: 'fromOn', until: 'toOn' })
export const connectionStore = crud(tables.connections)
export const distinctionStore = crud(tables.distinctChildren)

/** Children. `asAt` selects those in care on a day, by their periods of care, which end at 18. */
const childRecords = crud(tables.children, (day, knownAt) => {
  const periods =
    knownAt === undefined ? sql`care_periods` : sql`as_known(null::care_periods, ${knownAt}::timestamptz)`
  return sql`exists (select from ${periods} care where care.child_id = ${tables.children.id} and until_18(care.nights, ${tables.children.dateOfBirth}) @> ${day}::date)`
})
export type RecordOfChild = typeof tables.children.$inferSelect

/**
 * Where a record went that was merged into another: only to those who may see both, since it is the same authority's.
 * @throws {Problem} 404 that says where it went
 */
function refuseMerged(row: RecordOfChild | undefined): void {
  if (!row?.mergedIntoId) return
  const location = `/v1/children/${row.mergedIntoId}`
  throw new Problem(
    'not-found',
    `This record was merged into another record of the child: ${location}.`,
    [],
    {
      location,
    },
  )
}

/** The records of children. One that was merged into another is in no list, and is answered with where it went. */
export const childStore: typeof childRecords = {
  ...childRecords,
  list: (tx, listing) =>
    childRecords.list(tx, {
      ...listing,
      condition: and(listing.condition, isNull(tables.children.mergedIntoId)),
    }),
  async get(tx, id, knownAt) {
    const row = await childRecords.get(tx, id, knownAt)
    refuseMerged(row)
    return row
  },
  async update(tx, id, values, version) {
    refuseMerged(await childRecords.get(tx, id))
    return childRecords.update(tx, id, values, version)
  },
}

export const carePeriodStore = crud(tables.carePeriods, { from: 'startedOn', until: 'endedOn' })
export const legalStatusStore = crud(tables.legalStatuses, { from: 'startedOn', until: 'endedOn' })

/**
 * The children with these references; for one that was merged into another, that other. Unknown references have no row;
 * the order is not defined.
 */
export function childrenByReference(tx: Tx, references: readonly string[]) {
  const { children } = tables
  const sought = inArray(children.reference, [...references])
  const survivors = tx.db.select({ id: children.mergedIntoId }).from(children).where(sought)
  return tx.db
    .select()
    .from(children)
    .where(and(isNull(children.mergedIntoId), or(sought, inArray(children.id, survivors))))
}

export interface MergeConflict {
  recordType: string
  id: string
  /** Null where one record names both. */
  otherId: string | null
}

/** What is recorded of two records that could not be of one child. Locks both children. */
export async function mergeConflicts(tx: Tx, id: string, otherId: string): Promise<MergeConflict[]> {
  await tx.client.query('select lock_homes_and_children($1, $2)', [[], [id, otherId]])
  const { rows } = await tx.client.query<MergeConflict>(
    `select record_type as "recordType", id, other_id as "otherId" from merge_conflicts($1, $2) order by 1, 2, 3`,
    [id, otherId],
  )
  return rows
}

/** @param removals the rows of tables that were removed for the merge, to be kept for when it is taken back */
export async function mergeChildren(
  tx: Tx,
  id: string,
  otherId: string,
  removals: readonly unknown[],
): Promise<void> {
  await tx.client.query('select merge_children($1, $2, $3)', [id, otherId, JSON.stringify(removals)])
}

export async function unmergeChildren(tx: Tx, id: string, otherId: string): Promise<void> {
  await tx.client.query('select unmerge_children($1, $2)', [id, otherId])
}

export interface SuspectedDuplicate {
  childId: string
  otherChildId: string
  because: DuplicateSign[]
}

/** Pairs of records that look like one child's: of one child, or after a pair of ids, at most `limit`. */
export async function suspectedDuplicates(
  tx: Tx,
  {
    childId,
    lastPair,
    limit,
  }: { childId?: string | undefined; lastPair?: readonly string[] | undefined; limit: number },
): Promise<SuspectedDuplicate[]> {
  const { rows } = await tx.client.query<SuspectedDuplicate>(
    `select child_id as "childId", other_child_id as "otherChildId", because from suspected_duplicates()
      where ($1::uuid is null or $1 in (child_id, other_child_id))
        and ($2::uuid is null or (child_id, other_child_id) > ($2, $3::uuid))
      order by 1, 2 limit $4`,
    [childId, lastPair?.[0], lastPair?.[1], limit],
  )
  return rows
}
