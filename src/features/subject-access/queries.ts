import type { ThirdParties } from '../../domain/subject-access/masking.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** The parts of what is kept of a child, in the order in which they are given, by their codes in `data_of_child`. */
export const childDataParts = {
  record: 'Records',
  history: 'Changes and corrections of the records',
  returned: 'Returns to the Department for Education',
  service: 'Searches, and who read the record',
} as const
export type ChildDataPart = keyof typeof childDataParts

/** A table of what is kept of a child, with its rows as PostgreSQL writes them in JSON. */
export interface ChildData {
  recordType: string
  part: ChildDataPart
  title: string
  rows: Record<string, unknown>[]
}

/** The ids of the child's records: its own, and those that were merged into it. Empty where there is no such child. */
export async function recordsOfSameChild(tx: Tx, childId: string): Promise<string[]> {
  const { rows } = await tx.client.query<{ ids: string[] }>('select records_of_same_child($1) as ids', [
    childId,
  ])
  return rows[0]?.ids ?? []
}

/**
 * Everything that is kept of a child, by table, as `data_of_child` declares it; tables without a row are left out. What triggers
 * copy from records is not given again.
 * @param ids the child's records, by `recordsOfSameChild`
 */
export async function dataOfChild(tx: Tx, ids: readonly string[]): Promise<ChildData[]> {
  const { rows: names } = await tx.client.query<{ references: string[]; about: string[] }>(
    `select named.references, ids_about_child($1, named.references) as about
       from (select array_agg(reference) as references from children where id = any($1)) named`,
    [ids],
  )
  const { rows: tables } = await tx.client.query<Omit<ChildData, 'rows'> & { condition: string }>(
    `select record_type as "recordType", part, title, condition from data_of_child()
      where part <> 'derived' order by array_position($1, part), ordinal desc`,
    [Object.keys(childDataParts)],
  )
  const data: ChildData[] = []
  for (const { condition, ...table } of tables) {
    // Naming every parameter gives it a type, whether the condition has it or not.
    const { rows } = await tx.client.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) - 'authority_code' as row from ${table.recordType} t
        where num_nulls($1::uuid[], $2::text[], $3::uuid[]) = 0 and (${condition})`,
      [ids, names[0]?.references, names[0]?.about],
    )
    if (rows.length > 0) data.push({ ...table, rows: rows.map(({ row }) => row) })
  }
  return data
}

/** Who is not the child: what of the authority's records is withheld from the child's export. */
export async function thirdParties(tx: Tx, ids: readonly string[]): Promise<ThirdParties> {
  const { rows: children } = await tx.client.query<{ id: string; reference: string }>(
    'select id, reference from children where id <> all($1)',
    [ids],
  )
  const { rows: homes } = await tx.client.query<{ name: string }>(
    'select name from visible_homes where confidential',
  )
  return {
    childIds: new Set(children.map(({ id }) => id)),
    references: new Set(children.map(({ reference }) => reference)),
    homeNames: new Set(homes.map(({ name }) => name)),
  }
}
