import type { Finding } from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import type { JobKind } from '../../../../platform/jobs/rows.ts'

export const importJobs: JobKind = {
  table: 'imports',
  stoppedDetail: 'The service stopped before the import was finished. Nothing was applied; send it again.',
  failedDetail: 'Something went wrong on our side. Nothing was applied; send it again.',
}

export const importKinds = ['ssda903', 'undo'] as const
export const importStatuses = ['queued', 'running', 'succeeded', 'rejected', 'failed'] as const
export type ImportStatus = (typeof importStatuses)[number]

export interface ImportRow {
  id: string
  kind: (typeof importKinds)[number]
  status: ImportStatus
  acceptPartial: boolean
  dryRun: boolean
  /** The import that this one undoes. */
  undoes: string | null
  /** The import that undoes this one, or is about to. */
  undoneBy: string | null
  /** Whether what it changed is known, so that it can be undone. */
  keepsChanges: boolean
  requestedBy: string
  files: unknown
  counts: unknown
  detail: string | null
  createdAt: string
  finishedAt: string | null
}

const columns = `id, kind, status, accept_partial as "acceptPartial", dry_run as "dryRun", undoes_id as undoes,
  (select u.id from imports u where u.undoes_id = imports.id and u.status in ('queued', 'running', 'succeeded'))
    as "undoneBy", keeps_changes as "keepsChanges", requested_by as "requestedBy", files, counts,
  detail, created_at as "createdAt", finished_at as "finishedAt"`

export async function addImport(
  tx: Tx,
  { files, acceptPartial, dryRun }: { files: readonly string[]; acceptPartial: boolean; dryRun: boolean },
): Promise<ImportRow> {
  const { rows } = await tx.client.query<ImportRow>(
    `insert into imports (authority_code, kind, accept_partial, requested_by, files, dry_run)
     values ($1, 'ssda903', $2, $3, $4, $5) returning ${columns}`,
    [
      tx.principal.authorityCode,
      acceptPartial,
      tx.principal.subject,
      JSON.stringify(files.map((name) => ({ name, modules: [], rows: 0 }))),
      dryRun,
    ],
  )
  const [row] = rows
  if (!row) throw new Error('an insert returns its row')
  return row
}

/** Adds an import that undoes another. */
export async function addUndo(tx: Tx, undoesId: string): Promise<ImportRow> {
  const { rows } = await tx.client.query<ImportRow>(
    `insert into imports (authority_code, kind, requested_by, files, undoes_id)
     values ($1, 'undo', $2, '[]', $3) returning ${columns}`,
    [tx.principal.authorityCode, tx.principal.subject, undoesId],
  )
  const [row] = rows
  if (!row) throw new Error('an insert returns its row')
  return row
}

/** Keeps a piece of a file of an import, until the import has ended. */
export async function keepPiece(
  tx: Tx,
  importId: string,
  { file, piece }: { file: number; piece: number },
  content: Buffer,
): Promise<void> {
  await tx.client.query(
    'insert into import_files (authority_code, import_id, file, piece, content) values ($1, $2, $3, $4, $5)',
    [tx.principal.authorityCode, importId, file, piece, content],
  )
}

/** A piece of a file of an import; undefined after its last. */
export async function keptPiece(
  tx: Tx,
  importId: string,
  { file, piece }: { file: number; piece: number },
): Promise<Buffer | undefined> {
  const { rows } = await tx.client.query<{ content: Buffer }>(
    'select content from import_files where import_id = $1 and file = $2 and piece = $3',
    [importId, file, piece],
  )
  return rows[0]?.content
}

export async function importById(tx: Tx, id: string): Promise<ImportRow | undefined> {
  return (await tx.client.query<ImportRow>(`select ${columns} from imports where id = $1`, [id])).rows[0]
}

/** At most `limit` imports before the time and id of `pageEnd`, the latest first. */
export async function importsBefore(
  tx: Tx,
  pageEnd: readonly [string, string] | undefined,
  limit: number,
): Promise<ImportRow[]> {
  const [time, id] = pageEnd ?? [null, null]
  const { rows } = await tx.client.query<ImportRow>(
    `select ${columns} from imports
      where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
      order by created_at desc, id desc limit $3`,
    [time, id, limit],
  )
  return rows
}

/** Switches off the session's time limits for this transaction, as a large import takes long. */
export async function liftTimeouts(tx: Tx): Promise<void> {
  await tx.client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
}

/** Has the facts of the children of whom this transaction writes made once, as it ends, and not after each statement. */
export async function leaveFactsToEnd(tx: Tx): Promise<void> {
  await tx.client.query(`select set_config('app.facts_at_end', pg_current_xact_id()::text, true)`)
}

export interface FindingRow extends Omit<Finding, 'module'> {
  id: number
  module: string | null
}

export async function findingsAfter(
  tx: Tx,
  importId: string,
  { kind, lastId, limit }: { kind?: Finding['kind'] | undefined; lastId: number; limit: number },
): Promise<FindingRow[]> {
  const { rows } = await tx.client.query<FindingRow>(
    `select id, kind, file, module, row_number as row, column_name as column, value, rule, reason
       from import_findings
      where import_id = $1 and id > $2 and ($3::text is null or kind = $3)
      order by id limit $4`,
    [importId, lastId, kind ?? null, limit],
  )
  return rows
}

/** The ids of the children whose rows these findings are about, if they are on record, and of those to whose records they lead. */
export async function childrenOf(tx: Tx, importId: string, findingIds: readonly number[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ id: string }>(
    `select distinct c.id
       from import_findings f
       left join import_rows r on (r.import_id, r.file, r.module, r.row_number)
                                = (f.import_id, f.file, f.module, f.row_number)
       join children c on f.column_name = 'CHILD' and c.reference = f.value or c.reference = regexp_replace(trim(r.received ->> 'CHILD'), '^(\\d+)\\.0+$', '\\1')
            or c.id = any(array(select m[1]::uuid from regexp_matches(f.reason, '/v1/children/([0-9a-f-]{36})', 'g') m))
      where f.import_id = $1 and f.id = any($2)`,
    [importId, findingIds],
  )
  return rows.map(({ id }) => id)
}
