import { aChild, aPlacement } from '../../../support/builders.ts'
import { inDays } from '../../../support/placing.ts'
import type { Cases, Scene } from '../support.ts'

const any = { 'if-match': '*' }

const aStay = ({ admin }: Scene, fields: object) =>
  aPlacement(admin, { placementType: 'temporary', ...fields })

/** A child's short breaks, each from and to so many days from today; those to come are planned. */
async function shortBreaks({ admin }: Scene, nights: readonly (readonly [number, number])[]) {
  const { id: childId } = await aChild(admin)
  for (const [from, to] of nights)
    await aPlacement(admin, {
      childId,
      placementType: 'short-break',
      ...(from > 0
        ? { plannedFrom: inDays(from), plannedTo: inDays(to) }
        : to <= 0
          ? { startedOn: inDays(from), endedOn: inDays(to) }
          : { startedOn: inDays(from), plannedTo: inDays(to) }),
    })
  return childId
}

export const absenceCases: Cases = {
  async 'absence-past-limit'(scene) {
    const { childId } = await aStay(scene, { placeCode: 'T4', startedOn: inDays(-9) })
    return {
      childId,
      due: inDays(-2),
      settle: ({ action }) => scene.admin.post(action.href, { on: inDays(0), planned: true }, any),
    }
  },
  async 'absence-limit-near'(scene) {
    const { childId } = await aStay(scene, { placeCode: 'T1', startedOn: inDays(-40) })
    return {
      childId,
      due: inDays(2),
      settle: ({ action }) => scene.admin.post(action.href, { to: inDays(1) }, any),
    }
  },
  async 'third-carer-holiday'(scene) {
    const { id: childId } = await aChild(scene.admin)
    for (const day of [-200, -100, -30])
      await aStay(scene, { childId, placeCode: 'T3', startedOn: inDays(day), endedOn: inDays(day + 7) })
    return {
      childId,
      due: inDays(-30),
      settle: ({ action }) => scene.admin.patch(action.href, { placeCode: 'T4' }, any),
    }
  },
  async 'short-breaks-near-limit'(scene) {
    const childId = await shortBreaks(scene, [
      [-90, -75],
      [-60, -45],
      [-30, -15],
      [5, 20],
    ])
    return {
      childId,
      due: inDays(5),
      settle: ({ action }) => scene.admin.post(action.href, { to: inDays(10) }, any),
    }
  },
  async 'short-breaks-past-limit'(scene) {
    const childId = await shortBreaks(scene, [[-5, 20]])
    return {
      childId,
      due: inDays(-5),
      settle: ({ action }) => scene.admin.post(action.href, { to: inDays(6) }, any),
    }
  },
}
