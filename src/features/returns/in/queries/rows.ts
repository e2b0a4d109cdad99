import {
  moduleOf,
  type Finding,
  type ModuleName,
  type Outcome,
  type ReceivedRow,
  type Statement,
} from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'

const batchSize = 5000

/** Runs a statement, whose first parameter is rows as a JSON array, once for each batch of rows. */
async function inBatches(tx: Tx, rows: readonly unknown[], sql: string, ...more: unknown[]): Promise<void> {
  for (let start = 0; start < rows.length; start += batchSize) {
    await tx.client.query(sql, [JSON.stringify(rows.slice(start, start + batchSize)), ...more])
  }
}

/** A row as it was received, and what became of it. */
export interface ReceivedOutcome {
  row: ReceivedRow
  outcome: Outcome
}

export async function storeReceivedRows(
  tx: Tx,
  importId: string,
  rows: readonly ReceivedOutcome[],
): Promise<void> {
  const records = rows.map(({ row: { file, row, module, cells }, outcome }) => ({
    file,
    row_number: row,
    module: moduleOf(module).title,
    received: cells,
    outcome,
  }))
  await inBatches(
    tx,
    records,
    `insert into import_rows (authority_code, import_id, file, module, row_number, received, outcome)
     select current_authority(), $2, file, module, row_number, received, outcome
       from jsonb_to_recordset($1) r (file text, module text, row_number integer, received jsonb, outcome text)`,
    importId,
  )
}

export async function storeFindings(tx: Tx, importId: string, findings: readonly Finding[]): Promise<void> {
  const records = findings.map(({ module, row, column, ...rest }) => ({
    ...rest,
    module: module === null ? null : moduleOf(module).title,
    row_number: row,
    column_name: column,
  }))
  await inBatches(
    tx,
    records,
    `insert into import_findings
            (authority_code, import_id, kind, file, module, row_number, column_name, value, rule, reason)
     select current_authority(), $2, kind, file, module, row_number, column_name, value, rule, reason
       from jsonb_to_recordset($1) r
            (kind text, file text, module text, row_number integer, column_name text, value text, rule text,
             reason text)`,
    importId,
  )
}

/** The stored statements of the authority's returns about these children, given by their references. */
export async function storedStatements(tx: Tx, children: readonly string[]): Promise<Statement[]> {
  const { rows } = await tx.client.query<Omit<Statement, 'from'>>(
    `select module, child_reference as child, collection_year as year, key, cells
       from return_rows where child_reference = any($1)`,
    [children],
  )
  return rows.map((row) => ({ ...row, from: null }))
}

/** Of which modules, in which years, rows are given that take the place of what is stored. */
export interface ModuleOfYear {
  module: ModuleName
  year: number
}

/** The stored statements of these children of years before the latest of `returns`, but not of the same modules in those years. */
export async function otherStatements(
  tx: Tx,
  children: readonly string[],
  returns: readonly ModuleOfYear[],
): Promise<Statement[]> {
  const { rows } = await tx.client.query<Omit<Statement, 'from'>>(
    `select module, child_reference as child, collection_year as year, key, cells
       from return_rows
      where child_reference = any($1) and collection_year < $2
        and (module, collection_year) not in
            (select module, year from jsonb_to_recordset($3) given (module text, year smallint))`,
    [children, Math.max(0, ...returns.map(({ year }) => year)), JSON.stringify(returns)],
  )
  return rows.map((row) => ({ ...row, from: null }))
}

/** In which years the authority's returns have episodes of each child, and whether one was open at the year's end. */
export async function presenceInReturns(tx: Tx): Promise<Map<string, Map<number, boolean>>> {
  const { rows } = await tx.client.query<{ child: string; year: number; open: boolean }>(
    `select child_reference as child, collection_year as year, bool_or(not cells ? 'DEC') as open
       from return_rows where module = 'episodes' group by 1, 2`,
  )
  const presence = new Map<string, Map<number, boolean>>()
  for (const { child, year, open } of rows) {
    const years = presence.get(child) ?? new Map<number, boolean>()
    presence.set(child, years.set(year, open))
  }
  return presence
}

/** Which children the authority's returns of these years have in each module. */
export async function childrenInReturns(
  tx: Tx,
  years: readonly number[],
): Promise<Map<number, Map<ModuleName, Set<string>>>> {
  const { rows } = await tx.client.query<{ year: number; module: ModuleName; children: string[] }>(
    `select collection_year as year, module, array_agg(distinct child_reference) as children
       from return_rows where collection_year = any($1) group by 1, 2 order by 1, 2`,
    [years],
  )
  const returns = new Map<number, Map<ModuleName, Set<string>>>()
  for (const { year, module, children } of rows) {
    const modules = returns.get(year) ?? new Map<ModuleName, Set<string>>()
    returns.set(year, modules.set(module, new Set(children)))
  }
  return returns
}

const keyAndCells = ({ module, child, year, key, cells }: Statement) => ({ module, child, year, key, cells })

/** Keeps what an import changed; of what it changes once more, such as by an answer to its question, what was first there. */
const keepChange = `insert into import_changes (authority_code, import_id, child_reference, module, collection_year, key, before, after)`
const onceMore = `on conflict (import_id, child_reference, module, collection_year, key) do update set after = excluded.after`

/** Deletes the statements that were withdrawn, and inserts or updates the others; keeps what was there before. */
export async function storeStatements(
  tx: Tx,
  importId: string,
  statements: readonly Statement[],
  withdrawn: readonly Statement[],
): Promise<void> {
  await inBatches(
    tx,
    withdrawn.map(keyAndCells),
    `with removal as (
       delete from return_rows k using jsonb_to_recordset($1) r (module text, child text, year smallint, key text)
        where (k.child_reference, k.module, k.collection_year, k.key) = (r.child, r.module, r.year, r.key)
       returning k.*
     )
     ${keepChange}
     select authority_code, $2::uuid, child_reference, module, collection_year, key, cells, null from removal
     ${onceMore}`,
    importId,
  )
  await inBatches(
    tx,
    statements.map(keyAndCells),
    `with given as materialized (
       select r.*, k.cells as before
         from jsonb_to_recordset($1) r (module text, child text, year smallint, key text, cells jsonb)
         left join return_rows k
           on (k.authority_code, k.child_reference, k.module, k.collection_year, k.key)
            = (current_authority(), r.child, r.module, r.year, r.key)
        where r.cells is distinct from k.cells
     ), change as (
       insert into return_rows (authority_code, child_reference, module, collection_year, key, cells, import_id)
       select current_authority(), child, module, year, key, cells, $2::uuid from given
       on conflict (authority_code, child_reference, module, collection_year, key) do update
         set cells = excluded.cells, import_id = excluded.import_id
     )
     ${keepChange}
     select current_authority(), $2::uuid, child, module, year, key, before, cells from given
     ${onceMore}`,
    importId,
  )
}
