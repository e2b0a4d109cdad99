import type { CivilDate } from '../../domain/dates.ts'
import { requestActions } from '../../domain/lifecycle/request.ts'
import { askedByReferral } from '../../domain/matching/from-referral.ts'
import type { SearchCriteria } from '../../engines/matching/search-criteria.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem, refuseUnlessOpen } from '../../platform/http/action.ts'
import { Problem } from '../../platform/http/problem.ts'
import { readRequest } from './queries/request.ts'
import type { Search } from './schema.ts'

/** The most children of one search. */
const mostChildren = 8

/**
 * The query of a search, with fields that it leaves out taken from its placement request.
 * @throws {Problem} 422 for an unknown request, for children who are not the request's or too many, and for an end before
 *   the start; 409 for a request that can no longer be searched for
 */
export async function completeQuery(
  tx: Tx,
  { requestId, children, from, to, stay, types, ...rest }: Omit<Search, 'limit' | 'cursor'>,
  today: CivilDate,
): Promise<SearchCriteria> {
  // Without a request the schema requires `children` and `from`.
  if (requestId === null)
    return {
      ...rest,
      children: children ?? [],
      from: from ?? '',
      to: to ?? null,
      stay: stay ?? 'placement',
      types,
    }
  const request = await readRequest(tx, requestId)
  if (request === undefined) {
    const detail = 'There is no such placement request, or none that you may know of.'
    throw new Problem('unknown-reference', detail, [
      { pointer: '#/requestId', detail, code: 'unknown-request' },
    ])
  }
  refuseUnlessOpen(requestActions.search, request, today)
  const foreign = children?.findIndex(({ childId }) => childId && !request.childIds.includes(childId)) ?? -1
  if (foreign >= 0)
    throw fieldProblem(`children/${foreign}/childId`, 'is not a child of the request', 'not-of-the-request')
  if (children === undefined && request.childIds.length > mostChildren)
    throw fieldProblem(
      'children',
      `are to be named: the request has more than the ${mostChildren} that one search takes`,
      'too-many-children',
    )
  const nights = { from: from ?? request.neededFrom, to: to === undefined ? request.neededTo : to }
  if (nights.to !== null && nights.to <= nights.from)
    throw fieldProblem('to', 'must be later than from: it is the day of leaving', 'wrong-order')
  return {
    ...rest,
    ...nights,
    children: children ?? request.childIds.map((childId) => ({ childId })),
    stay: stay ?? (request.urgency === 'emergency' ? 'emergency' : 'placement'),
    types,
    referral: askedByReferral(request.referral),
    emergency: request.urgency === 'emergency',
  }
}
