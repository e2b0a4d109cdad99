import { aBed, aChild, aHome, aPlacement, aPlacementRequest } from '../../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../../support/placing.ts'
import type { Case, Cases } from '../support.ts'

const any = { 'if-match': '*' }

/** A request for a child of whom a bed is then held and agreed. */
const requestDue =
  (due: string, fields: object): Case =>
  async ({ admin }) => {
    const { id: childId } = await aChild(admin)
    const request = await aPlacementRequest(admin, { childIds: [childId], ...fields })
    const bed = await aBed(admin)
    return {
      childId,
      due,
      async settle({ action }) {
        const beds = [{ bedId: bed.id, childId }]
        const hold = { beds, from: TODAY, expiresAt: inHours(2), requestId: request.id }
        const { body } = await admin.post(action.href, hold)
        return admin.post(`/v1/holds/${body.id}/agreement`, {}, any)
      },
    }
  }

export const placingCases: Cases = {
  'emergency-request-open': requestDue(TODAY, { urgency: 'emergency', receivedOn: TODAY, neededFrom: TODAY }),
  'request-late': requestDue(inDays(-1), {
    receivedOn: inDays(-20),
    neededFrom: inDays(-9),
    latestStart: inDays(-1),
  }),
  'request-open': requestDue(inDays(9), { receivedOn: TODAY, neededFrom: inDays(2), latestStart: inDays(9) }),
  async 'not-started'({ admin }) {
    const bed = await aBed(admin)
    const { childId } = await aPlacement(admin, { bedId: bed.id, plannedFrom: inDays(-2) })
    return { childId, due: inDays(-2), settle: ({ action }) => admin.post(action.href, { on: TODAY }, any) }
  },
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
  async 'held-by-another'({ admin, neighbour }) {
    const home = await aHome(admin, { shared: true })
    const [bed, child] = [await aBed(admin, { homeId: home.id }), await aChild(neighbour)]
    const beds = [{ bedId: bed.id, childId: child.id }]
    const expiresAt = inHours(30)
    await neighbour.post('/v1/holds', { beds, from: TODAY, expiresAt })
    return {
      homeId: home.id,
      due: `${expiresAt.slice(0, 19)}Z`,
      settle: ({ action }) => admin.post(action.href, { reason: 'A child of ours needs it.' }),
    }
  },
  async 'hold-taken-back'({ admin, neighbour }) {
    const home = await aHome(neighbour, { shared: true })
    const [bed, child] = [await aBed(neighbour, { homeId: home.id }), await aChild(admin)]
    const terms = { from: TODAY, expiresAt: inHours(30) }
    const beds = [{ bedId: bed.id, childId: child.id }]
    const { id } = (await admin.post('/v1/holds', { beds, ...terms })).body
    await neighbour.post(`/v1/holds-of-others/${id}/release`, { reason: 'A child of theirs needs it.' })
    const { body } = await admin.get(`/v1/holds/${id}`)
    return {
      childId: child.id,
      due: `${String(body.endedAt).slice(0, 19)}Z`,
      async settle({ action }) {
        const another = await aBed(admin)
        return admin.post(action.href, { beds: [{ bedId: another.id, childId: child.id }], ...terms })
      },
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
