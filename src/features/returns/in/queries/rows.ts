import {
  moduleOf,
  type Finding,
  type Outcome,
  type ReceivedRow,
  type Statement,
} from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'

const batchSize = 5000

/** Sends rows to a statement that takes them as one JSON array, a batch at a time. */
async function inBatches(tx: Tx, rows: readonly unknown[], sql: string, ...more: unknown[]): Promise<void> {
  for (let start = 0; start < rows.length; start += batchSize) {
    await tx.client.query(sql, [JSON.stringify(rows.slice(start, start + batchSize)), ...more])
  }
}

/** Keeps the rows as they were received, with what became of each. */
export async function keepReceived(
  tx: Tx,
  importId: string,
  rows: readonly ReceivedRow[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const received = rows.map(({ file, row, module, cells }, index) => ({
    file,
    row_number: row,
    module: moduleOf(module).title,
    received: cells,
    outcome: outcomes[index],
  }))
  await inBatches(
    tx,
    received,
    `insert into import_rows (authority_code, import_id, file, module, row_number, received, outcome)
     select current_authority(), $2, file, module, row_number, received, outcome
       from jsonb_to_recordset($1) r (file text, module text, row_number integer, received jsonb, outcome text)`,
    importId,
  )
}

export async function keepFindings(tx: Tx, importId: string, findings: readonly Finding[]): Promise<void> {
  const told = findings.map(({ module, row, column, ...rest }) => ({
    ...rest,
    module: module === null ? null : moduleOf(module).title,
    row_number: row,
    column_name: column,
  }))
  await inBatches(
    tx,
    told,
    `insert into import_findings
            (authority_code, import_id, kind, file, module, row_number, column_name, value, rule, reason)
     select current_authority(), $2, kind, file, module, row_number, column_name, value, rule, reason
       from jsonb_to_recordset($1) r
            (kind text, file text, module text, row_number integer, column_name text, value text, rule text,
             reason text)`,
    importId,
  )
}

/** What the authority's returns say of these children. */
export async function storedStatements(tx: Tx, children: readonly string[]): Promise<Statement[]> {
  const { rows } = await tx.client.query<Omit<Statement, 'from'>>(
    `select module, child_reference as child, collection_year as year, key, cells
       from return_rows where child_reference = any($1)`,
    [children],
  )
  return rows.map((row) => ({ ...row, from: null }))
}

/** The latest year for which the authority has given episodes; 0 for none. */
export async function lastEpisodesYear(tx: Tx): Promise<number> {
  const { rows } = await tx.client.query<{ year: number | null }>(
    `select max(collection_year) as year from return_rows where module = 'episodes'`,
  )
  return rows[0]?.year ?? 0
}

const stated = ({ module, child, year, key, cells }: Statement) => ({ module, child, year, key, cells })

/** Makes the kept rows what the returns say now. */
export async function keepStatements(
  tx: Tx,
  importId: string,
  statements: readonly Statement[],
  withdrawn: readonly Statement[],
): Promise<void> {
  await inBatches(
    tx,
    withdrawn.map(stated),
    `delete from return_rows k using jsonb_to_recordset($1) r (module text, child text, year smallint, key text)
      where (k.child_reference, k.module, k.collection_year, k.key) = (r.child, r.module, r.year, r.key)`,
  )
  await inBatches(
    tx,
    statements.map(stated),
    `insert into return_rows (authority_code, child_reference, module, collection_year, key, cells, import_id)
     select current_authority(), child, module, year, key, cells, $2
       from jsonb_to_recordset($1) r (module text, child text, year smallint, key text, cells jsonb)
     on conflict (authority_code, child_reference, module, collection_year, key) do update
       set cells = excluded.cells, import_id = excluded.import_id
     where return_rows.cells <> excluded.cells`,
    importId,
  )
}
