import type { Tx } from '../../../platform/db/tenant.ts'

/** A pull that begins: what is asked, by whom and what for. */
export interface NewBulkRead {
  set: string
  asked: Record<string, string>
  columns: readonly string[]
  purpose: string | null
  requestId: string
}

/** Records that a pull begins, and gives the authority a secret to name its children by, if it has none. Resolves to its id. */
export async function beginBulkRead(
  tx: Tx,
  { set, asked: question, columns, purpose, requestId }: NewBulkRead,
): Promise<number> {
  await tx.client.query('select give_feed_secret()')
  const { authorityCode, subject, role } = tx.principal
  const { rows } = await tx.client.query<{ id: number }>(
    `insert into bulk_reads (authority_code, actor, role, feed_set, asked, column_names, purpose, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [authorityCode, subject, role, set, question, columns, purpose, requestId],
  )
  return rows[0]?.id ?? 0
}

/** Records how a pull ended: how many rows were given, and whether they were all that was asked for. */
export async function endBulkRead(tx: Tx, id: number, rows: number, isWhole: boolean): Promise<void> {
  await tx.client.query(
    'update bulk_reads set row_count = $2, is_whole = $3, finished_at = now() where id = $1',
    [id, rows, isWhole],
  )
}
