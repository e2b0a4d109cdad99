import { addWorkingDays } from '../../../../src/domain/dates.ts'
import { aPlacement } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Cases } from '../support.ts'

export const disruptionCases: Cases = {
  async 'disruption-meeting-due'({ admin }) {
    const endedOn = inDays(-31)
    const { id: placementId, childId } = await aPlacement(admin, {
      startedOn: inDays(-300),
      endedOn,
      endReason: 'CREQB',
    })
    // One that was planned, and one of today, are nobody's business yet.
    await aPlacement(admin, {
      childId,
      startedOn: inDays(-31),
      endedOn: inDays(-30),
      endReason: 'CARPL',
      endPlanned: true,
    })
    await aPlacement(admin, { childId, startedOn: inDays(-30), endedOn: TODAY, endReason: 'CREQB' })
    return {
      childId,
      due: addWorkingDays(endedOn, 20),
      settle: ({ action }) =>
        admin.post(action.href, { placementId, heldOn: TODAY, lessons: 'Respite came too late.' }),
    }
  },
}
