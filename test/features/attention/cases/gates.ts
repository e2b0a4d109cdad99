import { aBed, aChild, aHome, aLegalStatus, aPlacement, aProvider } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Cases, Scene } from '../support.ts'

/** A placement in an emergency bed, before which the gate of emergency beds stands. */
async function inEmergencyBed({ admin }: Scene, dates: object) {
  const bed = await aBed(admin, { kind: 'emergency' })
  return aPlacement(admin, { bedId: bed.id, childId: (await aChild(admin)).id, ...dates })
}

const decision = (verdict: string, day = TODAY) => ({ gate: 'emergency-bed', decision: verdict, on: day })

const any = { 'if-match': '*' }

export const gateCases: Cases = {
  async 'unlawful-placement'({ admin }) {
    const home = await aHome(admin, { kind: 'unregistered' })
    const { childId } = await aPlacement(admin, {
      homeId: home.id,
      placementType: 'other',
      startedOn: inDays(-2),
    })
    const bed = await aBed(admin)
    const move = { on: TODAY, reason: 'LAREQ', planned: true, keepsSchool: true, bedId: bed.id }
    return { childId, due: TODAY, settle: ({ action }) => admin.post(action.href, move, any) }
  },
  async 'outside-terms'({ admin }) {
    const provider = await aProvider(admin, { sector: 'own' })
    const home = await aHome(admin, {
      providerId: provider.id,
      kind: 'fostering-household',
      confidential: true,
      ageTo: 5,
    })
    const { childId } = await aPlacement(admin, {
      homeId: home.id,
      placementType: 'internal-foster',
      startedOn: '2023-12-01',
    })
    const exemption = { homeId: home.id, childId, reason: 'For the test.', fromOn: TODAY, toOn: inDays(30) }
    // Six working days after a Friday.
    return { childId, due: '2023-12-11', settle: ({ action }) => admin.post(action.href, exemption) }
  },
  async 'outside-registration'({ admin }) {
    const home = await aHome(admin, { ageTo: 5 })
    await aPlacement(admin, { homeId: home.id, startedOn: inDays(-2) })
    return {
      homeId: home.id,
      due: inDays(-2),
      settle: ({ action }) => admin.patch(action.href, { ageTo: 17 }, any),
    }
  },
  async 'home-under-section-20'({ admin }) {
    const { childId } = await aLegalStatus(admin, { status: 'V2', startedOn: inDays(-30) })
    await aPlacement(admin, { childId, placementType: 'with-parents', startedOn: inDays(-3) })
    return {
      childId,
      due: inDays(-3),
      settle: ({ action }) => admin.post(action.href, { on: TODAY, planned: true }, any),
    }
  },
  async 'gate-awaited'(scene) {
    const placement = await inEmergencyBed(scene, { plannedFrom: inDays(3) })
    return {
      childId: placement.childId,
      due: inDays(3),
      settle: ({ action }) => scene.admin.post(action.href, decision('approved'), any),
    }
  },
  async 'gate-overdue'(scene) {
    const placement = await inEmergencyBed(scene, { startedOn: inDays(-20) })
    return {
      childId: placement.childId,
      due: inDays(-20),
      settle: ({ action }) => scene.admin.post(action.href, decision('approved'), any),
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
      settle: ({ action }) => scene.admin.post(action.href, move, any),
    }
  },
}
