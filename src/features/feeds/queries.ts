import type { Tx } from '../../platform/db/tenant.ts'

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

/** The one moment of the database that the statements of a read see: its instant, and PostgreSQL's name of it. */
export async function momentOfRead(tx: Tx): Promise<{ madeAt: string; snapshot: string }> {
  const { rows } = await tx.client.query<{ madeAt: string; snapshot: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "madeAt",
            pg_current_snapshot()::text as snapshot`,
  )
  return rows[0] ?? { madeAt: '', snapshot: '' }
}

/** The pulls before an id, the latest first. */
export async function bulkReads(
  tx: Tx,
  { set, beforeId, limit }: { set: string | undefined; beforeId: number | undefined; limit: number },
) {
  const { rows } = await tx.client.query<BulkRead>(
    `select id, started_at as "startedAt", finished_at as "finishedAt", actor, role, feed_set as set, asked,
            column_names as columns, purpose, request_id as "requestId", row_count as rows, is_whole as "isWhole"
       from bulk_reads
      where authority_code = $1 and ($2::text is null or feed_set = $2) and ($3::bigint is null or id < $3)
      order by id desc limit $4`,
    [tx.principal.authorityCode, set ?? null, beforeId ?? null, limit],
  )
  return rows
}

export interface BulkRead {
  id: number
  startedAt: string
  finishedAt: string | null
  actor: string
  role: string
  set: string
  asked: Record<string, string>
  columns: string[]
  purpose: string | null
  requestId: string
  rows: number | null
  isWhole: boolean | null
}
