import type { ModuleName, Statement } from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'

/** A row of the returns that an import changed: what it said before, and whether it still says what the import made of it. */
export interface RowChange {
  module: ModuleName
  child: string
  year: number
  key: string
  before: Statement['cells'] | null
  after: Statement['cells'] | null
  stands: boolean
}

export async function rowChanges(tx: Tx, importId: string): Promise<RowChange[]> {
  const { rows } = await tx.client.query<RowChange>(
    `select c.module, c.child_reference as child, c.collection_year as year, c.key, c.before, c.after,
            c.after is not distinct from k.cells as stands
       from import_changes c
       left join return_rows k using (authority_code, child_reference, module, collection_year, key)
      where c.import_id = $1`,
    [importId],
  )
  return rows
}

/** The children, by their references, of whom an import changed records or rows. */
export async function childrenOfImport(tx: Tx, importId: string): Promise<string[]> {
  const { rows } = await tx.client.query<{ reference: string }>(
    `select child_reference as reference from import_children where import_id = $1
     union select child_reference from import_changes where import_id = $1`,
    [importId],
  )
  return rows.map(({ reference }) => reference)
}

/** SQL of the ids of the children with these references, now or when an import removed them. */
const idsAsked = `select id as child_id from children where reference = any($1)
  union select record_id from record_versions
   where authority_code = current_authority() and record_type = 'children' and recorded_at = $2
     and before ->> 'reference' = any($1)`

/**
 * Which of these children, by their references, were changed after a moment other than by an import, or were merged, or have
 * by now what refers to a record that was made at that moment.
 */
export async function childrenChangedByHand(
  tx: Tx,
  references: readonly string[],
  moment: string,
): Promise<Set<string>> {
  const { rows } = await tx.client.query<{ reference: string }>(
    `with asked as materialized (${idsAsked}), own as materialized (
       select child_id, 'children' as kind, child_id as id from asked
       union all select child_id, 'care_periods', id from care_periods where child_id in (select child_id from asked)
       union all select child_id, 'legal_statuses', id from legal_statuses where child_id in (select child_id from asked)
       union all select child_id, 'placements', id from placements where child_id in (select child_id from asked)
     ), removal as (
       select (v.before ->> 'child_id')::uuid as child_id
         from record_versions v
        where v.authority_code = current_authority() and v.record_type in ('care_periods', 'legal_statuses', 'placements')
          and v.recorded_at > $2 and v.change = 'removed' and not is_of_import(v.recorded_at)
     ), creation as materialized (
       select o.child_id, o.kind, o.id
         from own o
        where o.kind in ('children', 'placements')
          and exists (select from record_versions v
                       where v.record_type = o.kind and v.record_id = o.id and v.recorded_at = $2 and v.change = 'created')
     ), found as (
       select kind, changed_by_hand(kind, array_agg(id), $2) as id from own group by kind
       union all select 'children', linked_records('children', array_agg(id), '{care_periods,legal_statuses,placements}')
         from creation where kind = 'children'
       union all select 'placements', linked_records('placements', array_agg(id), '{placements}')
         from creation where kind = 'placements'
     )
     select distinct c.reference
       from children c
      where c.reference = any($1)
        and (c.merged_into_id is not null or c.id in (select child_id from removal)
             or c.id in (select o.child_id from found join own o using (kind, id)))`,
    [references, moment],
  )
  return new Set(rows.map(({ reference }) => reference))
}

/** Which of these children, by their references, a later import has changed. */
export async function childrenChangedByImport(
  tx: Tx,
  references: readonly string[],
  moment: string,
): Promise<Set<string>> {
  const { rows } = await tx.client.query<{ reference: string }>(
    `select distinct child_reference as reference
       from imports i, lateral (
         select child_reference from import_children where import_id = i.id
         union all select child_reference from import_changes where import_id = i.id) c
      where i.status = 'succeeded' and not i.dry_run and i.finished_at > $2 and child_reference = any($1)`,
    [references, moment],
  )
  return new Set(rows.map(({ reference }) => reference))
}

/** Brings the records of these children, by their references, back to what they were before an import of that moment. */
export async function restoreRecords(tx: Tx, references: readonly string[], moment: string): Promise<void> {
  await tx.client.query(`select restore_records(array(${idsAsked}), $2)`, [references, moment])
}

/** Withdraws the open questions of an import that is undone. */
export async function withdrawQuestions(tx: Tx, importId: string): Promise<void> {
  await tx.client.query(
    `update import_questions set status = 'superseded' where import_id = $1 and status = 'open'`,
    [importId],
  )
}
