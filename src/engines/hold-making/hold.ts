import type { CivilDate } from '../../domain/dates.ts'
import { requestActions } from '../../domain/lifecycle/request.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem, refuseUnlessOpen } from '../../platform/http/action.ts'
import { insertHold, isToCome, refusedBeds, requestFacts, type NewHold } from './queries.ts'
import { refuseBeds } from './refused.ts'

/** Throws where an instant has passed by the database's clock, the one by which holds expire. */
export async function refusePast(tx: Tx, expiresAt: string): Promise<void> {
  if (!(await isToCome(tx, expiresAt)))
    throw fieldProblem('expiresAt', 'has gone by: give an instant to come', 'in-past')
}

/**
 * Holds a bed for each child until `expiresAt`, all of them or none, and gives the id of the hold.
 * @throws {Problem} where the first night or the expiry has passed, the request is not open to holds, or beds are not
 *   free on every night (each pointed at by its index in `beds`). Rules between children, such as separations, are
 *   enforced by constraints of the database
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
