import type { Tx } from '../../../../platform/db/tenant.ts'
import type { SpanFields, SpanTable } from './records.ts'

/** A row that a merge of two children removed, as the table had it. */
export interface RemovedRow {
  table: SpanTable['name']
  row: Record<string, unknown>
}

const rowKey = ({ key }: SpanTable) => ['started_on', ...Object.keys(key)]

/**
 * Removes, for a merge into another child, rows of a child with the keys of these: those of which no row of the merged
 * child's is made (`standing` has their keys), and those that overlap one of the other child. Returns what they were.
 */
export async function removeForMerge(
  tx: Tx,
  table: SpanTable,
  { id, otherId }: { id: string; otherId: string },
  { rows, standing }: { rows: readonly SpanFields[]; standing: readonly SpanFields[] },
): Promise<RemovedRow[]> {
  const { name, key } = table
  const columns = rowKey(table)
  const tuple = (prefix: string) => columns.map((column) => prefix + column).join(', ')
  const types = Object.entries({ started_on: 'date', ...key }).map(([column, type]) => `${column} ${type}`)
  const sameLayer =
    'layer' in key
      ? 'a.layer = t.layer and (a.nights && t.nights or a.stay && t.stay)'
      : 'a.nights && t.nights'
  const removals = await tx.client.query<{ row: Record<string, unknown> }>(
    `delete from ${name} t
      where t.child_id = $2
        and (${tuple('t.')}) in (select ${tuple('r.')} from jsonb_to_recordset($3) r (${types.join(', ')}))
        and ((${tuple('t.')}) not in (select ${tuple('r.')} from jsonb_to_recordset($4) r (${types.join(', ')}))
             or exists (select from ${name} a where a.child_id = $1 and ${sameLayer}))
      returning to_jsonb(t) as row`,
    [id, otherId, JSON.stringify(rows), JSON.stringify(standing)],
  )
  return removals.rows.map(({ row }) => ({ table: name, row }))
}

/** What the merge of one child into another, in force, removed. */
export async function removedByMerge(
  tx: Tx,
  { id, otherId }: { id: string; otherId: string },
): Promise<RemovedRow[]> {
  const { rows } = await tx.client.query<{ removed: RemovedRow[] | null }>(
    `select moved -> 'removed' as removed from child_merges
      where child_id = $1 and merged_id = $2 and undone_at is null`,
    [id, otherId],
  )
  return rows[0]?.removed ?? []
}

/** Puts back a row that a merge removed. */
export async function restoreRow(tx: Tx, { table, row }: RemovedRow): Promise<void> {
  const { rows } = await tx.client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  const columns = rows[0]?.columns ?? ''
  await tx.client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1)`,
    [JSON.stringify(row)],
  )
}
