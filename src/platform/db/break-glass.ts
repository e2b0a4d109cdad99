import type { Tx } from './tenant.ts'

/** Whether the glass of this id was broken by the caller, and its time is not over. */
export async function isGlassBroken(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await tx.client.query(
    'select from break_glass where id = $1 and subject = $2 and expires_at > now()',
    [id, tx.principal.subject],
  )
  return rows.length > 0
}
