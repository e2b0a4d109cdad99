import type { Tx } from './tenant.ts'

/** Records of one kind that refer to a record and would not be removed with it. */
export interface Dependents {
  /** Their table. */
  recordType: string
  total: number
  /** In order; at most a thousand. */
  ids: string[]
}

/** What depends on a record, as far as the authority sees it. */
export async function dependentsOf(tx: Tx, table: string, id: string): Promise<Dependents[]> {
  const { rows } = await tx.client.query<Dependents>(
    `select record_type as "recordType", greatest(max(total), count(distinct one)) as total,
            array_agg(distinct one order by one) as ids
       from dependents_of($1::regclass, $2), unnest(ids) one group by 1 order by 1`,
    [table, id],
  )
  return rows
}
