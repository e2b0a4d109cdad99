import { aLegalStatus, aPlacement } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Case, Cases } from '../support.ts'

const any = { 'if-match': '*' }

/** A legal status that runs for some days by law, begun yesterday. */
const shortStatus =
  (status: string, days: number): Case =>
  async ({ admin }) => {
    const { childId } = await aLegalStatus(admin, { status, startedOn: inDays(-1) })
    return {
      childId,
      due: inDays(days - 1),
      settle: ({ action }) => admin.patch(action.href, { endedOn: TODAY }, any),
    }
  }

/** A deprivation of liberty order until a day, of a child who stays where it was in force. */
const libertyOrderUntil =
  (untilOn: string): Case =>
  async ({ admin }) => {
    const { childId } = await aPlacement(admin, { startedOn: inDays(-60) })
    const order = { childId, kind: 'deprivation-of-liberty' }
    await admin.post('/v1/liberty-orders', { ...order, fromOn: inDays(-50), untilOn })
    const next = { ...order, fromOn: untilOn, untilOn: inDays(90) }
    return { childId, due: untilOn, settle: ({ action }) => admin.post(action.href, next) }
  }

export const legalCases: Cases = {
  'police-protection': shortStatus('L1', 3),
  'emergency-protection-order': shortStatus('L2', 8),
  'liberty-order-ending': libertyOrderUntil(inDays(5)),
  'liberty-order-ended': libertyOrderUntil(inDays(-2)),
}
