import type { Pool } from 'pg'
import { authorities } from '../../domain/geography/authorities.ts'
import { lowerTierAuthorities } from '../../domain/geography/lower-tier.ts'
import { upsertReference } from './queries/reference.ts'

/**
 * Puts England's authorities and the lower-tier codes that belong to them into the database; after a
 * migration and at every start, since a second time changes nothing.
 * @param pool of the user that owns the tables
 */
export function loadReference(pool: Pool): Promise<void> {
  return upsertReference(pool, authorities, lowerTierAuthorities)
}
