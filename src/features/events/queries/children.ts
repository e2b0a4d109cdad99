import type { Tx } from '../../../platform/db/tenant.ts'
import { id } from '../../../platform/http/fields.ts'

/**
 * The children whom events name: as the record that an event is about, as what a row of the attention list is about, or as
 * another record's child. Whatever field has the id of a child names it.
 */
export async function childrenOfEvents(
  tx: Tx,
  events: readonly { data: Readonly<Record<string, unknown>> }[],
): Promise<string[]> {
  const values = events.flatMap(({ data }) => Object.values(data))
  const { rows } = await tx.client.query<{ id: string }>(
    'select id from children where authority_code = $1 and id = any($2)',
    [tx.principal.authorityCode, values.filter((value) => id.safeParse(value).success)],
  )
  return rows.map((row) => row.id)
}
