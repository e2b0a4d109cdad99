import { aBed, aChild, aConnection, aHome, aPlacement, aRestriction } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Case, Cases } from '../support.ts'

const any = { 'if-match': '*' }

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
  async 'registration-ended'({ admin }) {
    const home = await aHome(admin)
    const bed = await aBed(admin, { homeId: home.id })
    await aPlacement(admin, { bedId: bed.id })
    await admin.patch(`/v1/homes/${home.id}`, { registrationEndedOn: inDays(-6) }, any)
    return {
      homeId: home.id,
      due: inDays(-6),
      settle: ({ action }) => admin.patch(action.href, { registrationEndedOn: null }, any),
    }
  },
  async 'restriction-with-children'({ admin }) {
    const home = await aHome(admin)
    const bed = await aBed(admin, { homeId: home.id })
    await aPlacement(admin, { bedId: bed.id })
    await aRestriction(admin, { homeId: home.id, startsOn: inDays(-6) })
    return {
      homeId: home.id,
      due: inDays(-6),
      settle: ({ action }) => admin.patch(action.href, { endsOn: TODAY }, any),
    }
  },
  'temporary-approval-ending': approvedSince(110),
  'temporary-approval-ended': approvedSince(120),
}
