import { aBed, aChild, aPlacement } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Cases, Scene } from '../support.ts'

/** A placement in an emergency bed, before which the gate of emergency beds stands. */
async function inEmergencyBed({ admin }: Scene, dates: object) {
  const bed = await aBed(admin, { kind: 'emergency' })
  return aPlacement(admin, { bedId: bed.id, childId: (await aChild(admin)).id, ...dates })
}

const decision = (verdict: string, day = TODAY) => ({ gate: 'emergency-bed', decision: verdict, on: day })

export const gateCases: Cases = {
  async 'gate-awaited'(scene) {
    const placement = await inEmergencyBed(scene, { plannedFrom: inDays(3) })
    return {
      childId: placement.childId,
      due: inDays(3),
      settle: ({ action }) => scene.admin.post(action.href, decision('approved'), { 'if-match': '*' }),
    }
  },
  async 'gate-overdue'(scene) {
    const placement = await inEmergencyBed(scene, { startedOn: inDays(-20) })
    return {
      childId: placement.childId,
      due: inDays(-20),
      settle: ({ action }) => scene.admin.post(action.href, decision('approved'), { 'if-match': '*' }),
    }
  },
  async 'gate-refused-in-bed'(scene) {
    const placement = await inEmergencyBed(scene, { startedOn: inDays(-20) })
    await scene.act(`/v1/placements/${placement.id}`, 'approvals', decision('refused', inDays(-1)))
    const bed = await aBed(scene.admin)
    const move = { on: TODAY, reason: 'LAREQ', planned: true, keepsSchool: true, bedId: bed.id }
    return {
      childId: placement.childId,
      due: inDays(-20),
      settle: ({ action }) => scene.admin.post(action.href, move, { 'if-match': '*' }),
    }
  },
}
