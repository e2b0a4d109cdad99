import type { Pool } from 'pg'

/** The codes of the authorities that keep records here, for what the service does of its own accord for each of them. */
export async function authoritiesWithChildren(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ code: string }>('select authorities_with_children() as code')
  return rows.map(({ code }) => code)
}
