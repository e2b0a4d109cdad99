import type { Pool } from 'pg'
import { DatabaseUnreachable } from './conflicts.ts'

/** The system that has a service key, and whether the key still counts. */
export interface KeyHolder {
  authorityCode: string
  name: string
  scopes: string[]
  state: 'live' | 'expired' | 'revoked'
}

/**
 * The holder of the secret with this prefix and SHA-256; undefined when nobody has it. It is looked up at each request, so
 * that a revoked key is refused at once by every process.
 */
export async function keyHolder(pool: Pool, prefix: string, hash: Buffer): Promise<KeyHolder | undefined> {
  const { rows } = await pool
    .query<KeyHolder>(
      'select authority_code as "authorityCode", name, scopes, state from key_holder($1, $2)',
      [prefix, hash],
    )
    .catch((cause: unknown) => {
      throw new DatabaseUnreachable(cause)
    })
  return rows[0]
}
