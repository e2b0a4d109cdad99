import type { CivilDate } from '../../domain/dates.ts'
import { beforeAgreement } from '../../domain/gates/standing.ts'
import { requestActions } from '../../domain/lifecycle/request.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem, refuseUnlessOpen } from '../../platform/http/action.ts'
import { atTheDoor, refuseWhileStanding } from '../gates/door.ts'
import { lockForPlacing } from '../gates/queries.ts'
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
 *   free on every night (each pointed at by its index in `beds`). 409 gate-closed for what stands before the
 *   children there
 */
export async function hold(tx: Tx, newHold: NewHold, today: CivilDate): Promise<string> {
  const { beds, from, to, expiresAt, requestId } = newHold
  if (from < today) throw fieldProblem('from', 'has gone by: a hold is of nights to come', 'in-past')
  await refusePast(tx, expiresAt)
  const request = requestId === null ? undefined : await requestFacts(tx, requestId)
  if (request) refuseUnlessOpen(requestActions.hold, request, today)
  const bedIds = beds.map(({ bedId }) => bedId)
  await lockForPlacing(
    tx,
    beds.map(({ childId }) => childId),
    bedIds,
  )
  refuseBeds(beds, await refusedBeds(tx, bedIds, from, to))
  const circumstances = { emergency: request?.urgency === 'emergency' }
  const { facts, musts } = await atTheDoor(tx, { places: beds, from, to, requestId, circumstances }, today)
  refuseWhileStanding(beforeAgreement(facts, musts), '#/beds')
  return insertHold(tx, newHold)
}
