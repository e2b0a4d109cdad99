import { aBed, aChild, aPlacement } from '../../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../../support/placing.ts'
import type { Cases } from '../support.ts'

const any = { 'if-match': '*' }

export const placingCases: Cases = {
  async 'hold-lapsing'({ admin }) {
    const [bed, child] = [await aBed(admin), await aChild(admin)]
    const expiresAt = inHours(3)
    const beds = [{ bedId: bed.id, childId: child.id }]
    await admin.post('/v1/holds', { beds, from: TODAY, expiresAt })
    return {
      childId: child.id,
      due: `${expiresAt.slice(0, 19)}Z`,
      settle: ({ action }) => admin.post(action.href, { expiresAt: inHours(48) }, any),
    }
  },
  async 'past-planned-end'({ admin }) {
    const placement = await aPlacement(admin, { plannedTo: inDays(-2), startedOn: inDays(-30) })
    return {
      childId: placement.childId,
      due: inDays(-2),
      settle: ({ action }) => admin.post(action.href, { to: inDays(20) }, any),
    }
  },
}
