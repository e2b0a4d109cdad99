import { offices, type Office } from '../../domain/gates/offices.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { Problem } from '../../platform/http/problem.ts'
import { holdsOffice } from './queries.ts'

/**
 * Sees that the caller held an office on the day of a decision.
 * @throws {Problem} 403 not-your-office
 */
export async function requireOffice(tx: Tx, office: Office, day: string): Promise<void> {
  if (await holdsOffice(tx, office, day)) return
  throw new Problem(
    'not-your-office',
    `Decided by: ${offices[office]}. The token's subject did not hold the office on that day.`,
  )
}
