import { eq } from 'drizzle-orm'
import { crud } from '../../db/crud.ts'
import * as tables from '../../db/tables.ts'
import type { Tx } from '../../db/tenant.ts'

const records = crud(tables.authoritySettings)
export type Settings = typeof tables.authoritySettings.$inferSelect

export async function ownSettings(tx: Tx): Promise<Settings | undefined> {
  const { authoritySettings: table } = tables
  const rows = await tx.db.select().from(table).where(eq(table.authorityCode, tx.principal.authorityCode))
  return rows[0]
}

export const insert: typeof records.insert = (tx, values) => records.insert(tx, values)
export const update: typeof records.update = (tx, id, values, version) =>
  records.update(tx, id, values, version)
