import { aChild, aCarePeriod, aChildInCare, aLegalStatus, aPlacement } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Cases } from '../support.ts'

const any = { 'if-match': '*' }
const asHappened = { recordedAsHappened: 'Arranged for the test.' }

export const careCases: Cases = {
  async 'no-placement-tonight'({ admin }) {
    const child = await aChildInCare(admin)
    const there = { childId: child.id, placementType: 'internal-foster', startedOn: TODAY, ...asHappened }
    return {
      childId: child.id,
      due: '2022-01-10',
      settle: ({ action }) => admin.post(action.href, there),
    }
  },
  async 'care-ended-placement-open'({ admin }) {
    const child = await aChild(admin)
    const care = { childId: child.id, endedOn: inDays(-3), endReason: 'E4A' }
    await aCarePeriod(admin, care)
    await aPlacement(admin, { childId: child.id })
    return {
      childId: child.id,
      due: inDays(-3),
      settle: ({ action }) => admin.post(action.href, { on: inDays(-3), planned: true }, any),
    }
  },
  async 'placed-without-care'({ admin }) {
    const { childId } = await aPlacement(admin, { startedOn: inDays(-5) })
    const care = { childId, startedOn: inDays(-5), need: 'N1' }
    return { childId, due: inDays(-5), settle: ({ action }) => admin.post(action.href, care) }
  },
  async 'no-legal-status'({ admin }) {
    const { childId } = await aCarePeriod(admin, { startedOn: inDays(-40) })
    await aLegalStatus(admin, { childId, startedOn: inDays(-40), endedOn: inDays(-9) })
    const status = { childId, status: 'V2', startedOn: inDays(-9) }
    return { childId, due: inDays(-9), settle: ({ action }) => admin.post(action.href, status) }
  },
  async 'notice-no-next-home'({ admin, act }) {
    const child = await aChildInCare(admin)
    const { id } = await aPlacement(admin, { childId: child.id })
    await act(`/v1/placements/${id}`, 'notice', { givenBy: 'provider', on: TODAY, endsOn: inDays(28) })
    const next = { childId: child.id, placementType: 'internal-foster', plannedFrom: inDays(28) }
    return { childId: child.id, due: inDays(28), settle: ({ action }) => admin.post(action.href, next) }
  },
  async 'planned-end-no-next-home'({ admin }) {
    const child = await aChildInCare(admin)
    await aPlacement(admin, { childId: child.id, plannedTo: inDays(7) })
    const next = { childId: child.id, placementType: 'internal-foster', plannedFrom: inDays(7) }
    return { childId: child.id, due: inDays(7), settle: ({ action }) => admin.post(action.href, next) }
  },
}
