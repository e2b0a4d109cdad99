import type { Pool } from 'pg'
import { loadReference } from '../features/geography/index.ts'
import { UsageError } from './command.ts'

/**
 * Sees that there is an authority of this code, with the reference geography in place.
 * @param owner connects as the owner of the tables
 * @throws {UsageError} when there is none
 */
export async function requireAuthority(owner: Pool, code: string): Promise<void> {
  await loadReference(owner)
  const known = await owner.query('select from authorities where code = $1', [code])
  if (known.rowCount === 0) {
    throw new UsageError(`There is no authority ${code}; give its GSS code, such as E06000049.`)
  }
}
