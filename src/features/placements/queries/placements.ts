import { sql } from 'drizzle-orm'
import { crud, type Store } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

const records = crud(tables.placements, { from: 'startedOn', until: 'endedOn' })

export type PlacementRow = typeof tables.placements.$inferSelect
/** What is left out follows from the bed or home. */
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

/** Placements as they are recorded one by one here, where they are agreed; imports have their own way in. */
export const placementStore: Store<PlacementRow, NewPlacement> & { insert: typeof insert } = {
  ...records,
  insert,
}
