import type { AttentionRow } from '../../engines/attention/rows.ts'
import { locks } from '../../platform/db/locks.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** Locks the authority's told rows until the transaction ends; false while another transaction has them. */
export async function lockToldRows(tx: Tx): Promise<boolean> {
  const { rows } = await tx.client.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock($1, hashtext($2)) as locked',
    [locks.attention, tx.principal.authorityCode],
  )
  return rows[0]?.locked === true
}

/** Makes the stored rows those of the list; triggers write an event for each that is new, or gone. Says how many were. */
export async function tellRows(
  tx: Tx,
  rows: readonly AttentionRow[],
): Promise<{ raised: number; settled: number }> {
  const deletion = await tx.client.query('delete from attention_rows where id <> all($1)', [
    rows.map(({ id }) => id),
  ])
  const news = await tx.client.query(
    `insert into attention_rows (id, authority_code, kind, about_id)
     select r.id, $1, r.kind, r.about_id from unnest($2::uuid[], $3::text[], $4::uuid[]) r (id, kind, about_id)
     on conflict do nothing`,
    [
      tx.principal.authorityCode,
      rows.map(({ id }) => id),
      rows.map(({ kind }) => kind),
      rows.map(({ record }) => record.split('/').at(-1)),
    ],
  )
  return { raised: news.rowCount ?? 0, settled: deletion.rowCount ?? 0 }
}
