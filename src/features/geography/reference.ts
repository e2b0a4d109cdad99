import type { Pool } from 'pg'
import { authorities } from '../../domain/geography/authorities.ts'
import { lowerTierAuthorities } from '../../domain/geography/lower-tier.ts'
import { upsertReference } from './queries/reference.ts'

/**
 * Writes England's upper-tier authorities, and the lower-tier codes that belong to them, into the database. Called after
 * migrations at every start; repeating it changes nothing.
 * @param pool of the user that owns the tables
 */
export function loadReference(pool: Pool): Promise<void> {
  return upsertReference(pool, authorities, lowerTierAuthorities)
}
