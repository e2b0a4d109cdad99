import { sql, type SQL } from 'drizzle-orm'
import type { CivilDate } from '../../../domain/dates.ts'
import type { PeriodicSet } from '../../../domain/feeds/sets.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { readFeedRows } from './set-rows.ts'

const firstInCare = sql`select min(from_on)::text as day from care_facts
                         where authority_code = current_authority() and known_to = 'infinity'`

/** SQL of the first day that each set by month tells of. */
const firstDays: Record<PeriodicSet, SQL> = {
  'child-months': firstInCare,
  'cost-months': firstInCare,
  'sibling-months': firstInCare,
  'liberty-months': firstInCare,
  'leaver-months': sql`select min(started_on)::text as day from placements where authority_code = current_authority()`,
  'measure-values': sql`select min(month)::text as day from measure_values where authority_code = current_authority()`,
  'contract-months': sql`select min(starts_on)::text as day from contracts
                          where authority_code = current_authority() and kind = 'block'`,
  'bed-months': sql`select min(opens_on)::text as day from beds where authority_code = current_authority()`,
}

/** The first day that a set by month tells of; null while there is none. */
export async function firstDayOfSet(tx: Tx, set: PeriodicSet): Promise<CivilDate | null> {
  const [row] = await readFeedRows(tx, firstDays[set])
  return typeof row?.day === 'string' ? row.day : null
}
