import type { Tx } from '../../../platform/db/tenant.ts'

/** Those of the references that a child has whose record is not merged into another. */
export async function liveReferences(tx: Tx, references: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.client.query<{ reference: string }>(
    'select reference from children where authority_code = $1 and merged_into_id is null and reference = any ($2)',
    [tx.principal.authorityCode, references],
  )
  return new Set(rows.map(({ reference }) => reference))
}
