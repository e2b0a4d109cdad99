import { eq } from 'drizzle-orm'
import type { PlacingSettings } from '../../../domain/lifecycle/settings.ts'
import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

const records = crud(tables.authoritySettings)
export type SettingsRow = typeof tables.authoritySettings.$inferSelect

export async function ownSettings(tx: Tx): Promise<SettingsRow | undefined> {
  const { authoritySettings: table } = tables
  const rows = await tx.db.select().from(table).where(eq(table.authorityCode, tx.principal.authorityCode))
  return rows[0]
}

/** Inserts the authority's first settings; undefined where a concurrent transaction has inserted them. */
export async function insertSettings(tx: Tx, values: PlacingSettings): Promise<SettingsRow | undefined> {
  const { authoritySettings: table } = tables
  const { authorityCode } = tx.principal
  const rows = await tx.db
    .insert(table)
    .values({ ...values, authorityCode })
    .onConflictDoNothing({ target: table.authorityCode })
    .returning()
  return rows[0]
}

export const updateSettings: typeof records.update = (tx, id, values, version) =>
  records.update(tx, id, values, version)
