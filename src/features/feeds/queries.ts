import type { Tx } from '../../platform/db/tenant.ts'

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
