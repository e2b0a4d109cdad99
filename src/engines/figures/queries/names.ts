import { sql } from 'drizzle-orm'
import { recordsOf, type DimensionName } from '../../../domain/measures/dimensions.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/**
 * The names of the homes and providers whose ids stand as codes in groups, by dimension and id.
 * @param showConfidential false to call every confidential home "Confidential home"
 */
export async function namesOf(
  tx: Tx,
  dimensions: readonly DimensionName[],
  groups: readonly Partial<Record<DimensionName, string>>[],
  showConfidential: boolean,
): Promise<Partial<Record<DimensionName, Record<string, string>>>> {
  const names: Partial<Record<DimensionName, Record<string, string>>> = {}
  for (const name of dimensions) {
    const table = recordsOf(name)
    if (table === null) continue
    const ids = [...new Set(groups.map((group) => group[name]))].filter((id) => id && id !== 'unknown')
    if (ids.length === 0) continue
    const label =
      table === 'homes' && !showConfidential
        ? sql`case when confidential then 'Confidential home' else name end`
        : sql`name`
    const result = await tx.db.execute<{ id: string; label: string }>(
      sql`select id, ${label} as label from ${sql.identifier(table === 'homes' ? 'visible_homes' : table)} where id = any(${sql.param(ids)}::uuid[])`,
    )
    names[name] = Object.fromEntries(result.rows.map(({ id, label }) => [id, label]))
  }
  return names
}
