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

/** SQL of a row by its key: one by one, as nobody has counted the rows of a large import that are just written. */
const rowById = (table: string, id: string) => `(select * from ${table} where id = ${id} limit 1)`

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
       ${recordKinds
         .map(
           (kind) => `
       select t.kind, t.first, t.before, r.id is not null as stands,
              ${kind === 'children' ? 't.id' : "coalesce(r.child_id, (t.before ->> 'child_id')::uuid)"} as child_id,
              case when t.first <> 'created' then to_jsonb(r) end as record
         from touched t left join lateral ${rowById(kind, 't.id')} r on true
        where t.kind = '${kind}'`,
         )
         .join(' union all ')}
     ), net as (
       select kind, child_id,
              max(before ->> 'reference') filter (where kind = 'children') over (partition by child_id) as reference_before,
              case when not stands and first <> 'created' then 'removed'
                   when stands and first = 'created' then 'new'
                   when record - '{version,updated_at}'::text[] <> before - '{version,updated_at}'::text[] then 'changed'
              end as change
         from compared
     ), changes as (
       select n.kind, n.change, coalesce(c.reference, n.reference_before) as reference
         from net n left join lateral ${rowById('children', 'n.child_id')} c on true
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
