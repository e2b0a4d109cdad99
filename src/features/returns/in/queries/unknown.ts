import type { Tx } from '../../../../platform/db/tenant.ts'

/** Which of these postcodes the directory does not have. */
export async function postcodesUnknown(tx: Tx, postcodes: readonly string[]): Promise<string[]> {
  const { rows } = await tx.client.query<{ postcode: string }>(
    `select sought.postcode from unnest($1::text[]) sought (postcode)
      where not exists (select from postcodes p where p.postcode = sought.postcode)`,
    [postcodes],
  )
  return rows.map(({ postcode }) => postcode)
}

/** Whether a directory of postcodes is loaded at all. */
export async function hasDirectory(tx: Tx): Promise<boolean> {
  const { rows } = await tx.client.query<{ loaded: boolean }>(
    'select exists (select from postcodes) as loaded',
  )
  return rows[0]?.loaded ?? false
}

/** A child of the import whose record looks like that of another. */
export interface Lookalike {
  reference: string
  childId: string
  otherChildId: string
  because: string[]
}

/** The children, by their references, whose records look like those of others, and why. */
export async function lookalikes(tx: Tx, references: readonly string[]): Promise<Lookalike[]> {
  const { rows } = await tx.client.query<Lookalike>(
    `select c.reference, c.id as "childId",
            case when c.id = s.child_id then s.other_child_id else s.child_id end as "otherChildId", s.because
       from suspected_duplicates() s
       join children c on c.id in (s.child_id, s.other_child_id)
      where c.reference = any($1)
      order by c.reference, 3`,
    [references],
  )
  return rows
}
