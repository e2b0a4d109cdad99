import { aBed, aHome, aPlacement, aProvider } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Case, Cases, Scene } from '../support.ts'

const any = { 'if-match': '*' }

/** A child in a home, and a decision of twenty days ago that a must may be broken there until a day. */
async function overrideUntil({ admin }: Scene, untilOn: string) {
  const home = await aHome(admin)
  const { childId } = await aPlacement(admin, { homeId: home.id })
  const override = { childId, homeId: home.id, must: 'company-suits', reason: 'Agreed for the test.' }
  await admin.post('/v1/overrides', { ...override, decidedOn: inDays(-20), untilOn })
  return override
}

const decidedAnew =
  (due: string, decidedOn: string): Case =>
  async (scene) => {
    const override = await overrideUntil(scene, due)
    const next = { ...override, decidedOn, untilOn: inDays(60) }
    return { childId: override.childId, due, settle: ({ action }) => scene.admin.post(action.href, next) }
  }

export const overrideCases: Cases = {
  'override-ended': decidedAnew(inDays(-3), inDays(-1)),
  async 'override-ending'(scene) {
    const { childId } = await overrideUntil(scene, inDays(4))
    return {
      childId,
      due: inDays(4),
      settle: ({ action }) => scene.admin.patch(action.href, { untilOn: inDays(90) }, any),
    }
  },
  async 'override-in-force'(scene) {
    const { childId } = await overrideUntil(scene, inDays(60))
    return {
      childId,
      due: inDays(60),
      settle: ({ action }) => scene.admin.patch(action.href, { untilOn: TODAY }, any),
    }
  },
  async 'exemption-ending'({ admin }) {
    const provider = await aProvider(admin, { sector: 'own' })
    const carer = { providerId: provider.id, kind: 'fostering-household', ageTo: 5 }
    const { id: homeId } = await aHome(admin, carer)
    const stay = { homeId, placementType: 'internal-foster', startedOn: inDays(-20) }
    const { childId } = await aPlacement(admin, stay)
    const exemption = { homeId, childId, fromOn: inDays(-20), toOn: inDays(4), reason: 'For the test.' }
    await admin.post('/v1/terms-exemptions', exemption)
    return {
      childId,
      due: inDays(4),
      settle: ({ action }) => admin.patch(action.href, { toOn: inDays(90) }, any),
    }
  },
  async 'recorded-against-a-gate'({ admin }) {
    const { childId } = await aPlacement(admin, { startedOn: inDays(-8) })
    const bed = await aBed(admin)
    const move = { on: TODAY, reason: 'LAREQ', planned: true, keepsSchool: true, bedId: bed.id }
    return { childId, due: inDays(-8), settle: ({ action }) => admin.post(action.href, move, any) }
  },
}
