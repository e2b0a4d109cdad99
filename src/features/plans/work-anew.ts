import type { Pool } from 'pg'
import { readAs } from '../../platform/db/tenant.ts'
import type { Work } from './make.ts'
import { needsOf } from './needs.ts'
import { childrenOfPlan } from './queries/plans.ts'

/** What is kept of a plan while it is being made, so that another process can make it. */
export type KeptPlan = Pick<Work, 'id' | 'principal' | 'plan' | 'today'>

/**
 * Reads again whom a plan is to place, and what they need.
 * @throws {Error} where it would be for others than the children whose records were read when it was asked for
 */
export function workAnew(pool: Pool, { id, principal, plan, today }: KeptPlan): Promise<Work> {
  return readAs(pool, principal, async (tx) => {
    const { needs, skipped: skippedRequests } = await needsOf(tx, plan, today)
    const childIds = needs.flatMap(({ children }) => children.map((child) => child.id)).sort()
    const plannedIds = (await childrenOfPlan(tx, id)).map(({ childId }) => childId).sort()
    if (childIds.join() !== plannedIds.join()) throw new Error('the plan would be for other children')
    return { id, principal, plan, needs, skipped: skippedRequests, today }
  })
}
