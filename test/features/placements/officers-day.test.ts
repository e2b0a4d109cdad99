import t from 'tap'
import { testApp, type Body, type TestClient } from '../../support/app.ts'
import { aBed, aCarePeriod, aChild, aHome, aLegalStatus } from '../../support/builders.ts'
import { daysFrom, inHours, TODAY } from '../../support/placing.ts'

const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')

const ok = (client: TestClient) => async (path: string, body: unknown, etag?: string) => {
  const answer = await client.post(path, body, etag === undefined ? {} : { 'if-match': etag })
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer
}
const post = ok(officer)

interface Action {
  action: string
  open: boolean
  why: string | null
  href: string
}
const openActions = (body: Body) => (body.actions as Action[]).flatMap((a) => (a.open ? [a.action] : []))
const etag = (body: Body) => `"v${body.version}"`

t.test(
  "an officer's day: request, search, hold, agree, start, move, end; each answer tells what can come next",
  async (t) => {
    const bed = await aBed(officer)
    const second = await aBed(officer)
    const child = await aChild(officer)
    await aCarePeriod(officer, { childId: child.id })

    const request = (
      await post('/v1/placement-requests', {
        childIds: [child.id],
        urgency: 'planned',
        receivedOn: TODAY,
        neededFrom: TODAY,
        referral: { nearFamily: true, fostering: 'unsuitable', risks: { 'self-harm': 'low' } },
      })
    ).body
    t.equal(request.status, 'open')
    t.same(openActions(request), ['search', 'hold', 'withdrawal'])

    const answer = await post('/v1/vacancy-searches', { children: [{ childId: child.id }], from: TODAY })
    t.equal(answer.status, 200)
    const hold = (
      await post('/v1/holds', {
        beds: [{ bedId: bed.id, childId: child.id }],
        from: TODAY,
        expiresAt: inHours(4),
        requestId: request.id,
      })
    ).body
    t.same(openActions(hold), ['extension', 'release', 'agreement'])
    const requestNow = (await officer.get(`/v1/placement-requests/${request.id}`)).body
    t.equal(requestNow.status, 'held')
    t.match(requestNow.actions, [
      {},
      {},
      { action: 'withdrawal', open: false, why: 'Beds are held for it: release them first.' },
    ])

    const extendedHold = (await post(`/v1/holds/${hold.id}/extension`, { expiresAt: inHours(8) }, etag(hold)))
      .body
    const agreedHold = (await post(`/v1/holds/${hold.id}/agreement`, {}, etag(extendedHold))).body
    t.equal(agreedHold.status, 'agreed')
    t.same(openActions(agreedHold), [])
    const [{ id: placementId = '' } = {}] = agreedHold.placements as { id: string }[]
    const placement = (await officer.get(`/v1/placements/${placementId}`)).body
    t.match(placement, {
      status: 'planned',
      childId: child.id,
      bedId: bed.id,
      holdId: hold.id,
      requestId: request.id,
      placementType: 'residential',
    })
    t.same(openActions(placement), ['start', 'planned-dates', 'withdrawal', 'did-not-start'])

    const currentPlacement = (
      await post(`/v1/placements/${placementId}/start`, { on: TODAY }, etag(placement))
    ).body
    t.equal(currentPlacement.status, 'current')
    t.same(openActions(currentPlacement), ['planned-dates', 'notice', 'end', 'move', 'absences'])
    t.equal((await officer.get(`/v1/placement-requests/${request.id}`)).body.status, 'placed')

    const arrival = await post(
      `/v1/placements/${placementId}/move`,
      { on: TODAY, bedId: second.id, reason: 'CARPL', planned: true, keepsSchool: true },
      etag(currentPlacement),
    )
    t.equal(arrival.status, 201)
    t.match(arrival.body, { bedId: second.id, movedFromId: placementId, startedOn: TODAY, status: 'current' })
    const departure = (await officer.get(`/v1/placements/${placementId}`)).body
    t.match(departure, { status: 'ended', endReason: 'CARPL', endPlanned: true, movedToId: arrival.body.id })

    const ending = (
      await post(`/v1/placements/${arrival.body.id}/end`, { on: TODAY, planned: true }, arrival.headers.etag)
    ).body
    t.match(ending, { status: 'ended', endedOn: TODAY, endReason: null })
    t.same(openActions(ending), [])
  },
)

t.test('Staying Put: care ends at 18, and the young person keeps the place in the household', async (t) => {
  const home = await aHome(officer, { kind: 'fostering-household', confidential: true, registeredPlaces: 2 })
  const bed = await aBed(officer, { homeId: home.id })
  const child = await aChild(officer, { dateOfBirth: daysFrom(TODAY, -18 * 365 - 30) })
  const care = await aCarePeriod(officer, { childId: child.id })
  const status = await aLegalStatus(officer, { childId: child.id })
  const placement = await officer.post('/v1/placements', {
    childId: child.id,
    bedId: bed.id,
    placementType: 'ifa',
    startedOn: '2022-01-10',
  })
  t.ok(openActions(placement.body).includes('staying-put'))
  const early = await officer.post(
    `/v1/placements/${placement.body.id}/staying-put`,
    { on: '2023-01-01' },
    { 'if-match': '*' },
  )
  t.match(early, { status: 422, body: { errors: [{ pointer: '#/on' }] } })
  const stays = await post(
    `/v1/placements/${placement.body.id}/staying-put`,
    { on: TODAY },
    placement.headers.etag,
  )
  t.match(stays.body, {
    placementType: 'staying-put',
    bedId: bed.id,
    startedOn: TODAY,
    movedFromId: placement.body.id,
    gates: [],
  })
  t.match((await officer.get(`/v1/care-periods/${care.id}`)).body, { endedOn: TODAY, endReason: 'E17' })
  t.equal((await officer.get(`/v1/legal-statuses/${status.id}`)).body.endedOn, TODAY)
  const refusal = await officer.post('/v1/holds', {
    beds: [{ bedId: bed.id, childId: (await aChild(officer)).id }],
    from: TODAY,
    expiresAt: inHours(1),
  })
  t.match(refusal, {
    status: 409,
    body: { type: '/problems/bed-in-use', errors: [{ pointer: '#/beds/0/bedId' }] },
  })
})
