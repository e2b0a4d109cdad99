import type { Finding } from '../../../../domain/ssda903/index.ts'
import { locks } from '../../../../platform/db/locks.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'

export type ImportStatus = 'queued' | 'running' | 'succeeded' | 'rejected' | 'failed'

export interface ImportRow {
  id: string
  kind: 'ssda903'
  status: ImportStatus
  acceptPartial: boolean
  requestedBy: string
  files: unknown
  counts: unknown
  problem: { detail: string } | null
  createdAt: string
  finishedAt: string | null
}

const columns = `id, kind, status, accept_partial as "acceptPartial", requested_by as "requestedBy", files, counts,
  problem, created_at as "createdAt", finished_at as "finishedAt"`

export async function addImport(
  tx: Tx,
  files: readonly string[],
  acceptPartial: boolean,
): Promise<ImportRow> {
  const { rows } = await tx.client.query<ImportRow>(
    `insert into imports (authority_code, kind, accept_partial, status, requested_by, files)
     values ($1, 'ssda903', $2, 'queued', $3, $4) returning ${columns}`,
    [
      tx.principal.authorityCode,
      acceptPartial,
      tx.principal.subject,
      JSON.stringify(files.map((name) => ({ name, modules: [], rows: 0 }))),
    ],
  )
  const [row] = rows
  if (!row) throw new Error('an insert returns its row')
  return row
}

export async function importById(tx: Tx, id: string): Promise<ImportRow | undefined> {
  return (await tx.client.query<ImportRow>(`select ${columns} from imports where id = $1`, [id])).rows[0]
}

/** The latest first, before the time and id given. */
export async function importsBefore(
  tx: Tx,
  before: readonly [string, string] | undefined,
  limit: number,
): Promise<ImportRow[]> {
  const [time, id] = before ?? [null, null]
  const { rows } = await tx.client.query<ImportRow>(
    `select ${columns} from imports
      where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
      order by created_at desc, id desc limit $3`,
    [time, id, limit],
  )
  return rows
}

export interface ImportEnd {
  status: ImportStatus
  files?: unknown
  counts?: unknown
  problem?: { detail: string }
}

export async function setImport(
  tx: Tx,
  id: string,
  { status, files, counts, problem }: ImportEnd,
): Promise<void> {
  await tx.client.query(
    `update imports set status = $2, files = coalesce($3, files), counts = coalesce($4, counts), problem = $5,
            finished_at = case when $2 in ('queued', 'running') then null else now() end
      where id = $1`,
    [id, status, jsonOrNull(files), jsonOrNull(counts), jsonOrNull(problem)],
  )
}

const jsonOrNull = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

const lockOf = `hashtextextended(current_authority(), ${locks.import})`

/** One import of an authority at a time does its work; the lock goes with the transaction, or the process. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.client.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`)
  await tx.client.query(`select pg_advisory_xact_lock(${lockOf})`)
}

/** An import whose process is gone holds no lock: it has failed, and nothing of it was applied. */
export async function settleAbandoned(tx: Tx): Promise<void> {
  const { rowCount } = await tx.client.query(
    `select from imports where status in ('queued', 'running') and created_at < now() - interval '15 seconds'`,
  )
  if (rowCount === 0) return
  const lock = await tx.client.query<{ free: boolean }>(`select pg_try_advisory_xact_lock(${lockOf}) as free`)
  if (!lock.rows[0]?.free) return
  await tx.client.query(
    `update imports set status = 'failed', finished_at = now(), problem = $1
      where status in ('queued', 'running') and created_at < now() - interval '15 seconds'`,
    [{ detail: 'The service stopped before the import was finished. Nothing was applied; send it again.' }],
  )
}

export interface FindingRow extends Omit<Finding, 'module'> {
  id: number
  module: string | null
}

export async function findingsAfter(
  tx: Tx,
  importId: string,
  kind: Finding['kind'] | undefined,
  after: number,
  limit: number,
): Promise<FindingRow[]> {
  const { rows } = await tx.client.query<FindingRow>(
    `select id, kind, file, module, row_number as row, column_name as column, value, rule, reason
       from import_findings
      where import_id = $1 and id > $2 and ($3::text is null or kind = $3)
      order by id limit $4`,
    [importId, after, kind ?? null, limit],
  )
  return rows
}

/** The children whose rows these findings are of, as far as they are on record. */
export async function childrenOf(tx: Tx, importId: string, findingIds: readonly number[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ id: string }>(
    `select distinct c.id
       from import_findings f
       join import_rows r on (r.import_id, r.file, r.module, r.row_number)
                           = (f.import_id, f.file, f.module, f.row_number)
       join children c on c.reference = trim(r.received ->> 'CHILD')
      where f.import_id = $1 and f.id = any($2)`,
    [importId, findingIds],
  )
  return rows.map(({ id }) => id)
}
