import type { Tx } from '../../db/tenant.ts'

export interface SearchRecord {
  /** What was asked, in codes. */
  criteria: unknown
  found: number
  excluded: unknown
}

/** Keeps a search and what it came to. Returns its id. */
export async function recordSearch(tx: Tx, { criteria, found, excluded }: SearchRecord): Promise<string> {
  const { rows } = await tx.client.query<{ id: string }>(
    `insert into vacancy_searches (authority_code, searched_by, criteria, found, excluded)
     values ($1, $2, $3, $4, $5) returning id`,
    [
      tx.principal.authorityCode,
      tx.principal.subject,
      JSON.stringify(criteria),
      found,
      JSON.stringify(excluded),
    ],
  )
  return rows[0]?.id ?? ''
}
