import { aChild, aConnection, aPlacement } from '../../../support/builders.ts'
import { inDays } from '../../../support/placing.ts'
import type { Case, Cases } from '../support.ts'

/** A connected carer, whose approval for 16 weeks began so many days ago, with a child there. */
const approvedSince =
  (days: number): Case =>
  async ({ admin }) => {
    const child = await aChild(admin)
    const { homeId } = await aConnection(admin, { childId: child.id })
    const carer = { homeId, assessed: true }
    await admin.post('/v1/carer-approvals', { ...carer, kind: 'temporary', fromOn: inDays(-days) })
    await aPlacement(admin, { placementType: 'connected-carer', childId: child.id, homeId })
    const extension = { ...carer, kind: 'extension', fromOn: inDays(112 - days) }
    return { homeId, due: inDays(112 - days), settle: ({ action }) => admin.post(action.href, extension) }
  }

export const homeCases: Cases = {
  'temporary-approval-ending': approvedSince(110),
  'temporary-approval-ended': approvedSince(120),
}
