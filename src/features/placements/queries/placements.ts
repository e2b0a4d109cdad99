import { and, sql } from 'drizzle-orm'
import { crud, type Listing, type Store } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

const records = crud(tables.placements, { from: 'startedOn', until: 'endedOn' })

export type PlacementRow = typeof tables.placements.$inferSelect
/** Triggers derive the type, the home and the provider code from the bed or home when they are left out. */
export type NewPlacement = Partial<Omit<typeof tables.placements.$inferInsert, 'authorityCode'>> & {
  childId: string
}

async function insert(tx: Tx, { placementType, ...values }: NewPlacement): Promise<PlacementRow> {
  return records.insert(tx, {
    ...values,
    placementType: (placementType ?? sql`null`) as string,
    agreedAt: sql`now()` as unknown as string,
  })
}

/** The placements of a list, whose filter `status` is the derived one on `day`. */
export function placementsOfStatus(
  tx: Tx,
  { filters, condition, ...listing }: Listing,
  day: string,
): Promise<PlacementRow[]> {
  const { status, ...rest } = filters
  const isOfStatus =
    status === undefined ? undefined : sql`placement_status(${tables.placements}, ${day}::date) = ${status}`
  return records.list(tx, { ...listing, filters: rest, condition: and(condition, isOfStatus) })
}

/** Placements agreed through this API: inserting sets `agreedAt`, which imported placements lack. */
export const placementStore: Store<PlacementRow, NewPlacement> & { insert: typeof insert } = {
  ...records,
  insert,
}
