import { aBed, aCarePeriod, aChild, aPlacement } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Cases, Scene } from '../support.ts'

/** Records that an item was done, at the address that the row names. */
const record =
  ({ admin }: Scene, item: string, day = TODAY) =>
  ({ action }: { action: { href: string } }) =>
    admin.post(action.href, { item, on: day })

export const checklistCases: Cases = {
  async 'visit-overdue'(scene) {
    const { id, childId } = await aPlacement(scene.admin, { startedOn: inDays(-50) })
    await scene.admin.post(`/v1/placements/${id}/checklist`, { item: 'first-visit', on: inDays(-45) })
    return { childId, due: inDays(-3), settle: record(scene, 'visit') }
  },
  async 'review-overdue'(scene) {
    const { id: childId } = await aChild(scene.admin)
    // Friday 1 March 2024, and four weeks later.
    await aCarePeriod(scene.admin, { childId, startedOn: '2024-03-01' })
    await aPlacement(scene.admin, { childId, startedOn: '2024-03-01' })
    return { childId, due: '2024-03-29', settle: record(scene, 'review') }
  },
  async 'placement-notice-overdue'(scene) {
    const { childId } = await aPlacement(scene.admin, { startedOn: inDays(-2) })
    return { childId, due: inDays(-2), settle: record(scene, 'placement-notice') }
  },
  async 'ending-overdue'(scene) {
    const bed = await aBed(scene.admin)
    const placement = await aPlacement(scene.admin, { bedId: bed.id })
    const notice = { givenBy: 'provider', on: inDays(-28), endsOn: TODAY }
    await scene.act(`/v1/placements/${placement.id}`, 'notice', notice)
    return { childId: placement.childId, due: TODAY, settle: record(scene, 'ending-review') }
  },
}
