import { getTableName, sql, type SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './tenant.ts'

export const recordChanges = ['created', 'changed', 'removed'] as const

/** One version of a record: its content from `recordedAt` on, and who recorded it. */
export interface RecordVersion {
  change: (typeof recordChanges)[number]
  /** When the service recorded it: ISO 8601, UTC, with microseconds. A read with this `knownAt` gives this version. */
  recordedAt: string
  /** The day on which the change happened (YYYY-MM-DD); null where the change did not say. */
  occurredOn: string | null
  actor: string
  requestId: string | null
  reason: string | null
  /** The record's content, by the column names of tables.ts (camelCase); null once removed. */
  record: Record<string, unknown> | null
}

/** Stores with every change of the transaction the day on which it happened (YYYY-MM-DD); a future day is not stored. */
export async function setOccurredOn(tx: Tx, day: string | null | undefined): Promise<void> {
  await tx.client.query(
    `select set_config('app.occurred_on',
              case when $1::text::date <= (now() at time zone 'Europe/London')::date then $1::text else '' end, true)`,
    [day ?? null],
  )
}

/** Stores with every change of the transaction why it is made. */
export async function setReason(tx: Tx, reason: string): Promise<void> {
  await tx.client.query(`select set_config('app.reason', $1, true)`, [reason])
}

/** Rows of a table as they were recorded at `instant` (ISO 8601), in order of id, at most `limit`. */
export async function rowsAsKnown(
  tx: Tx,
  table: PgTable,
  { instant, where, limit }: { instant: string; where?: SQL | undefined; limit: number },
): Promise<Record<string, unknown>[]> {
  const name = sql.identifier(getTableName(table))
  const { rows } = await tx.db.execute<{ row: Record<string, unknown> }>(
    sql`select to_jsonb(${name}) as row from as_known(null::${name}, ${instant}::timestamptz) as ${name}
         where ${where ?? sql`true`} order by ${name}.id limit ${limit}`,
  )
  return rows.map(({ row }) => recordOf(row))
}

/** One row of a table as it was recorded at `instant` (ISO 8601); undefined before its creation and after its removal. */
export async function rowAsKnown(
  tx: Tx,
  table: PgTable,
  instant: string,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  const { rows } = await tx.client.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(record) as row from as_known(null::${getTableName(table)}, $1::timestamptz, array[$2::uuid]) record`,
    [instant, id],
  )
  return rows[0] && recordOf(rows[0].row)
}

interface VersionRow {
  change: RecordVersion['change']
  recorded_at: string
  occurred_on: string | null
  actor: string
  request_id: string | null
  reason: string | null
  after: Record<string, unknown> | null
}

/** All versions of a record, oldest first. For a record that was loaded in bulk the first one is its first change. */
export async function readVersions(tx: Tx, table: PgTable, id: string): Promise<RecordVersion[]> {
  const name = getTableName(table)
  const { rows } = await tx.client.query<VersionRow>(
    `select change, recorded_at, occurred_on, actor, request_id, reason,
            case when change <> 'removed' then coalesce(
              lead(before) over (order by id),
              (select to_jsonb(t) from ${name} t where t.id = record_id)) end as after
       from record_versions where record_type = $1 and record_id = $2 order by id`,
    [name, id],
  )
  return rows.map((row) => ({
    change: row.change,
    recordedAt: row.recorded_at,
    occurredOn: row.occurred_on,
    actor: row.actor,
    requestId: row.request_id,
    reason: row.reason,
    record: row.after && recordOf(row.after),
  }))
}

/** Converts a row from PostgreSQL's JSON to what a query of the table gives: camelCase keys, ISO instants. */
function recordOf(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      column.endsWith('_at') && typeof value === 'string' ? new Date(value).toISOString() : value,
    ]),
  )
}
