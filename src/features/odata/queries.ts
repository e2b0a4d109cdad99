import type { Tx } from '../../platform/db/tenant.ts'

/** A page of a pull, for the log of bulk reads. */
export interface PulledPage {
  set: string
  asked: Record<string, string>
  rows: number
  /** Whether nothing comes behind it. */
  isLast: boolean
}

/**
 * Adds a page to the entry of its pull in the log of bulk reads, if the entry is of the same reader, who asked for the same.
 * Resolves to whether it is.
 */
export async function addPage(
  tx: Tx,
  id: number,
  { set, asked: question, rows, isLast }: PulledPage,
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `update bulk_reads set row_count = coalesce(row_count, 0) + $5, is_whole = $6, finished_at = now()
      where id = $1 and actor = $2 and feed_set = $3 and asked - '{$top,$skip,$count}'::text[] = $4::jsonb`,
    [id, tx.principal.subject, set, question, rows, isLast],
  )
  return rowCount === 1
}
