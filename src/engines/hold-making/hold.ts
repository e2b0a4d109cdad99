import type { CivilDate } from '../../domain/dates.ts'
import { requestActions } from '../../domain/lifecycle/request.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem, refuseUnlessOpen } from '../../platform/http/action.ts'
import { insertHold, isToCome, refusedBeds, requestFacts, type NewHold } from './queries.ts'
import { refuseBeds } from './refused.ts'

/** Refuses an instant that has gone by, by the clock by which holds expire. */
export async function refusePast(tx: Tx, expiresAt: string): Promise<void> {
  if (!(await isToCome(tx, expiresAt)))
    throw fieldProblem('expiresAt', 'has gone by: give an instant to come', 'in-past')
}

/**
 * Holds a bed for each child until an instant, all or none, and gives the hold's identifier.
 * @throws {Problem} for nights or an instant gone by, a request for which nothing can be held, and beds that cannot be
 *   had on every night, each named by its place in `beds`; PostgreSQL refuses what breaks a rule between children
 */
export async function hold(tx: Tx, newHold: NewHold, today: CivilDate): Promise<string> {
  const { beds, from, to, expiresAt, requestId } = newHold
  if (from < today) throw fieldProblem('from', 'has gone by: a hold is of nights to come', 'in-past')
  await refusePast(tx, expiresAt)
  if (requestId !== null) {
    const facts = await requestFacts(tx, requestId)
    if (facts) refuseUnlessOpen(requestActions.hold, facts, today)
  }
  const bedIds = beds.map(({ bedId }) => bedId)
  refuseBeds(beds, await refusedBeds(tx, bedIds, from, to))
  return insertHold(tx, newHold)
}
