import type { Tx } from '../../../../platform/db/tenant.ts'

/** What an import did, or would do, to the records of one kind of a child. */
export interface RecordTally {
  new: number
  changed: number
  removed: number
}

/** What an import did, or would do, to a child's records. */
export interface ImportChild {
  reference: string
  change: (typeof childChanges)[number]
  carePeriods: RecordTally
  legalStatuses: RecordTally
  placements: RecordTally
}

const recordKinds = ['children', 'care_periods', 'legal_statuses', 'placements']

export const childChanges = ['new', 'changed', 'removed'] as const

/**
 * What this transaction has changed of children's records, by its versions: a record that was changed there and back counts
 * for nothing.
 */
export async function childrenInTransaction(tx: Tx): Promise<ImportChild[]> {
  const tally = (kind: string) =>
    ['new', 'changed', 'removed']
      .map((change) => `'${change}', count(*) filter (where kind = '${kind}' and change = '${change}')`)
      .join(', ')
  const { rows } = await tx.client.query<ImportChild>(
    `with touched as materialized (
       select distinct on (v.record_type, v.record_id)
              v.record_type as kind, v.record_id as id, v.change as first, v.before
         from record_versions v
        where authority_code = current_authority() and recorded_at = now()
          and record_type = any($1)
        order by v.record_type, v.record_id, v.id
     ), compared as (
       ${recordKinds.map((kind) => `select t.*, to_jsonb(r) as record from touched t left join ${kind} r on r.id = t.id where t.kind = '${kind}'`).join(' union all ')}
     ), net as (
       select kind, coalesce(record, before) as record,
              case when record is null and first <> 'created' then 'removed'
                   when record is not null and first = 'created' then 'new'
                   when record - '{version,updated_at}'::text[] <> before - '{version,updated_at}'::text[] then 'changed'
              end as change
         from compared
     ), removals as materialized (
       select (record ->> 'id')::uuid as id, record ->> 'reference' as reference
         from net where kind = 'children' and change = 'removed'
     ), changes as (
       select n.kind, n.change,
              case when n.kind = 'children' then n.record ->> 'reference' else coalesce(c.reference, l.reference) end as reference
         from net n
         left join children c on c.id = (n.record ->> 'child_id')::uuid
         left join removals l on l.id = (n.record ->> 'child_id')::uuid
        where n.change is not null
     )
     select reference, coalesce(max(change) filter (where kind = 'children'), 'changed') as change,
            json_build_object(${tally('care_periods')}) as "carePeriods",
            json_build_object(${tally('legal_statuses')}) as "legalStatuses",
            json_build_object(${tally('placements')}) as placements
       from changes group by reference order by reference`,
    [recordKinds],
  )
  return rows
}

export async function storeImportChildren(
  tx: Tx,
  importId: string,
  children: readonly ImportChild[],
): Promise<void> {
  await tx.client.query(
    `insert into import_children (authority_code, import_id, child_reference, change, records)
     select current_authority(), $2, r ->> 'reference', r ->> 'change', r - '{reference,change}'::text[]
       from jsonb_array_elements($1) r`,
    [JSON.stringify(children), importId],
  )
}

/** At most `limit` children whose records an import changed, by their references, after one. */
export async function importChildrenAfter(
  tx: Tx,
  importId: string,
  { last, limit }: { last: string; limit: number },
): Promise<ImportChild[]> {
  const { rows } = await tx.client.query<ImportChild>(
    `select child_reference as reference, change, records -> 'carePeriods' as "carePeriods",
            records -> 'legalStatuses' as "legalStatuses", records -> 'placements' as placements
       from import_children where import_id = $1 and child_reference > $2 order by child_reference limit $3`,
    [importId, last, limit],
  )
  return rows
}

/** The ids of children on record, by their references. */
export async function childIdsOfReferences(tx: Tx, references: readonly string[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ id: string }>(
    'select id from children where reference = any($1)',
    [references],
  )
  return rows.map(({ id }) => id)
}
