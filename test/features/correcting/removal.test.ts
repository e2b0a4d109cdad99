import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aHome,
  aLegalStatus,
  aPanelCase,
  aPlacement,
  aPlacementRequest,
  someNeeds,
} from '../../support/builders.ts'
import { inHours } from '../../support/placing.ts'

/** Removal of what never was: with a reason, not while anything depends on it, and kept in the history. */

const service = await testApp(t)
const admin = await service.as('admin')
const any = { 'if-match': '*' }

t.test('a removal says why, and the history keeps it', async (t) => {
  const { id: childId } = await aChild(admin)
  const placement = await aPlacement(admin, { childId })
  const path = `/v1/placements/${placement.id}`
  const blunt = await admin.send('DELETE', path, undefined, any)
  t.match(blunt, { status: 400, body: { errors: [{ pointer: '#/headers/change-reason' }] } })
  const reason = { ...any, 'change-reason': 'Recorded of the wrong child.' }
  t.equal((await admin.del(path, reason)).status, 204)
  t.equal((await admin.get(path)).status, 404)
  t.match((await admin.get(`${path}/versions`)).body.items.at(-1), {
    change: 'removed',
    reason: 'Recorded of the wrong child.',
    record: null,
  })
})

t.test('what depends on it is named: kinds, numbers, and where, for those who may read it', async (t) => {
  const { id: childId } = await aChild(admin)
  const care = await aCarePeriod(admin, { childId })
  const status = await aLegalStatus(admin, { childId })
  const stays = [
    await aPlacement(admin, { childId, endedOn: '2022-02-01' }),
    await aPlacement(admin, { childId, startedOn: '2022-02-01' }),
  ]
  const request = await aPlacementRequest(admin, { childIds: [childId] })
  const bed = await aBed(admin)
  const newHold = { beds: [{ bedId: bed.id, childId }], from: '2023-12-01', expiresAt: inHours(1) }
  const hold = (await admin.post('/v1/holds', { ...newHold, to: '2023-12-02' })).body
  const heard = await aPanelCase(admin, { childId })
  await someNeeds(admin, { childId })
  const refusal = await admin.del(`/v1/children/${childId}`, any)
  t.match(refusal, { status: 409, body: { type: '/problems/still-referenced' } })
  const links = (path: string, ...records: Body[]) =>
    records
      .map(({ id }) => id)
      .sort()
      .map((id) => `/v1/${path}/${id}`)
      .join(', ')
  t.same(refusal.body.errors, [
    { pointer: '#', code: 'care-periods', detail: `care periods (1): ${links('care-periods', care)}` },
    { pointer: '#', code: 'holds', detail: `holds (1): ${links('holds', hold)}` },
    {
      pointer: '#',
      code: 'legal-statuses',
      detail: `legal statuses (1): ${links('legal-statuses', status)}`,
    },
    { pointer: '#', code: 'panel-cases', detail: `panel cases (1): ${links('panel-cases', heard)}` },
    {
      pointer: '#',
      code: 'placement-requests',
      detail: `placement requests (1): ${links('placement-requests', request)}`,
    },
    { pointer: '#', code: 'placements', detail: `placements (2): ${links('placements', ...stays)}` },
  ])
  const data = await service.as('data')
  const narrow = (await data.del(`/v1/children/${childId}`, any)).body.errors
  t.match(
    narrow.find(({ code }) => code === 'panel-cases'),
    { detail: /^panel cases \(1\)$/ },
    'no link for whoever may not read it',
  )
  t.equal((await admin.get(`/v1/children/${childId}`)).status, 200, 'and nothing is gone')
})

t.test('every removal of a home, bed or provider names what depends on it', async (t) => {
  const home = await aHome(admin)
  const bed = await aBed(admin, { homeId: home.id })
  await aPlacement(admin, { bedId: bed.id })
  const codes = async (path: string) =>
    (await admin.del(`/v1/${path}`, any)).body.errors.map(({ code }) => code)
  t.same(await codes(`homes/${home.id}`), ['beds', 'placements'])
  t.same(await codes(`beds/${bed.id}`), ['placements'])
  t.same(await codes(`providers/${home.providerId as string}`), ['homes'])
})

t.test('a placement over which an absence lies is not removed before that', async (t) => {
  const placement = await aPlacement(admin, { childId: (await aChild(admin)).id })
  const away = { placementType: 'temporary', placeCode: 'T2', from: '2023-11-01', to: '2023-11-03' }
  const absence = (await admin.post(`/v1/placements/${placement.id}/absences`, away, any)).body
  const refusal = { status: 409, body: { type: '/problems/action-not-open', detail: /lies over it/ } }
  t.match(await admin.del(`/v1/placements/${placement.id}`, any), refusal)
  t.equal((await admin.get(`/v1/placements/${absence.id}`)).status, 200)
  for (const { id } of [absence, placement])
    t.equal((await admin.del(`/v1/placements/${id}`, any)).status, 204)
})

t.test('half of a move is not removed: the move is undone', async (t) => {
  const placement = await aPlacement(admin, { childId: (await aChild(admin)).id })
  const move = {
    on: '2023-06-01',
    placementType: 'with-parents',
    reason: 'CARPL',
    planned: true,
    keepsSchool: true,
  }
  const arrival = await admin.post(`/v1/placements/${placement.id}/move`, move, any)
  t.equal(arrival.status, 201, JSON.stringify(arrival.body))
  for (const id of [placement.id, arrival.body.id]) {
    const refusal = await admin.del(`/v1/placements/${id}`, any)
    t.match(refusal, { status: 409, body: { type: '/problems/action-not-open', detail: /undo/ } })
  }
})
