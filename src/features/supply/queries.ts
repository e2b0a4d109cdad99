import type { Tx } from '../../platform/db/tenant.ts'

/** What the caller's authority is called. */
export async function nameOfAuthority(tx: Tx): Promise<string> {
  const { rows } = await tx.client.query<{ name: string }>('select name from authorities where code = $1', [
    tx.principal.authorityCode,
  ])
  return rows[0]?.name ?? ''
}
