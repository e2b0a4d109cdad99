import type { Pool } from 'pg'
import { loadReference } from '../features/geography/index.ts'
import { UsageError } from './command.ts'

/**
 * Checks that an authority with this GSS code exists, after loading the reference geography.
 * @param owner connects as the owner of the tables
 * @throws {UsageError} when it does not
 */
export async function requireAuthority(owner: Pool, code: string): Promise<void> {
  await loadReference(owner)
  const match = await owner.query('select from authorities where code = $1', [code])
  if (match.rowCount === 0) {
    throw new UsageError(`There is no authority ${code}; give its GSS code, such as E06000049.`)
  }
}
