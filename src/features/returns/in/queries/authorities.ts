import type { Tx } from '../../../../platform/db/tenant.ts'

/** An authority by one of the names that LA columns have of it. */
export interface NamedAuthority {
  text: string
  code: string
  name: string
}

/** The authorities that these texts name: by ONS code, DfE's older three digits, or name. */
export async function authoritiesNamed(tx: Tx, texts: readonly string[]): Promise<NamedAuthority[]> {
  const { rows } = await tx.client.query<NamedAuthority>(
    `select text, a.code, a.name
       from unnest($1::text[]) text
       join authorities a on upper(text) in (a.code, a.old_code, upper(a.name))`,
    [texts],
  )
  return rows
}
