import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aConnection,
  aHome,
  anOfficer,
  aPlacement,
  aPlacementRequest,
  aRestriction,
  aSeparation,
  someNeeds,
} from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'

/** What a child must have binds the act: hold, agreement, start, move and a placement recorded directly. */
const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')
const admin = await service.as('admin')
const head = await service.as('panel', undefined, 'head.of.service@example.test')
const any = { 'if-match': '*' }
await anOfficer(admin, { subject: 'head.of.service@example.test', office: 'head-of-service' })

const holdOf = (bed: Body, child: Body) =>
  officer.post('/v1/holds', {
    beds: [{ bedId: bed.id, childId: child.id }],
    from: TODAY,
    expiresAt: inHours(1),
  })
const agree = (bed: Body, child: Body) =>
  officer.post('/v1/placements', {
    childId: child.id,
    bedId: bed.id,
    placementType: 'residential',
    plannedFrom: TODAY,
  })
const recordStart = (bed: Body, child: Body, more = {}) =>
  officer.post('/v1/placements', {
    childId: child.id,
    bedId: bed.id,
    placementType: 'residential',
    startedOn: TODAY,
    ...more,
  })
const move = (from: Body, bed: Body) =>
  officer.post(
    `/v1/placements/${from.id}/move`,
    { on: TODAY, reason: 'LAREQ', planned: true, bedId: bed.id, keepsSchool: true },
    any,
  )
const gateClosed = (code: string) => ({
  status: 409,
  body: { type: '/problems/gate-closed', errors: [{ code }] },
})

t.test('a suspended home takes no child by any way in, and nobody overrides it', async (t) => {
  const bed = await aBed(officer)
  await aRestriction(officer, { homeId: bed.homeId, startsOn: inDays(-3) })
  const child = await aChild(officer)
  t.match(await holdOf(bed, child), gateClosed('not-suspended'))
  t.match(await agree(bed, child), gateClosed('not-suspended'))
  t.match(await recordStart(bed, child), gateClosed('not-suspended'))
  const elsewhere = await aPlacement(officer, {
    childId: child.id,
    bedId: (await aBed(officer)).id,
    startedOn: inDays(-30),
  })
  t.match(await move(elsewhere, bed), gateClosed('not-suspended'))
  const override = await head.post('/v1/overrides', {
    childId: child.id,
    homeId: bed.homeId,
    must: 'not-suspended',
    decidedOn: TODAY,
    untilOn: inDays(7),
    reason: 'x',
  })
  t.equal(override.status, 400)
})

t.test('a suspension recorded after the agreement bars the start', async (t) => {
  const bed = await aBed(officer)
  const child = await aChild(officer)
  const placement = await agree(bed, child)
  t.equal(placement.status, 201)
  await aRestriction(officer, { homeId: bed.homeId, startsOn: TODAY })
  t.match(
    await officer.post(`/v1/placements/${placement.body.id}/start`, { on: TODAY }, any),
    gateClosed('not-suspended'),
  )
})

t.test('a child who must live alone is not placed beside others, nor others beside it', async (t) => {
  const home = await aHome(officer)
  const [bed, other] = [await aBed(officer, { homeId: home.id }), await aBed(officer, { homeId: home.id })]
  const solo = await aChild(officer)
  await someNeeds(officer, { childId: solo.id, livingWith: 'solo' })
  const child = await aChild(officer)
  t.equal((await agree(bed, child)).status, 201)
  t.match(await agree(other, solo), gateClosed('solo-where-required'))
  const override = await head.post('/v1/overrides', {
    childId: solo.id,
    homeId: home.id,
    must: 'solo-where-required',
    decidedOn: TODAY,
    untilOn: inDays(14),
    reason: 'Two nights until the other has moved.',
  })
  t.equal(override.status, 201)
  const placement = await agree(other, solo)
  t.match(placement, {
    status: 201,
    body: {
      brokenMusts: [
        { must: 'solo-where-required', office: 'head-of-service', overridden: { until: inDays(14) } },
      ],
    },
  })
})

t.test('an override is decided by the holder of the office alone', async (t) => {
  const bed = await aBed(officer)
  const child = await aChild(officer)
  const panel = await service.as('panel', undefined, 'somebody.else@example.test')
  const body = {
    childId: child.id,
    homeId: bed.homeId,
    must: 'capabilities-met',
    decidedOn: TODAY,
    untilOn: inDays(7),
    reason: 'Trained next week.',
  }
  t.match(await panel.post('/v1/overrides', body), {
    status: 403,
    body: { type: '/problems/not-your-office' },
  })
  t.equal((await officer.post('/v1/overrides', body)).status, 403)
})

t.test('what the child needs, whom it must not live with, where it must not be', async (t) => {
  const home = await aHome(officer, { postcode: 'CW1 0CC', capabilities: [] })
  const bed = await aBed(officer, { homeId: home.id })
  const needing = await aChild(officer)
  await someNeeds(officer, { childId: needing.id, capabilities: ['wheelchair-access'] })
  t.match(await holdOf(bed, needing), gateClosed('capabilities-met'))
  const avoiding = await aChild(officer)
  await someNeeds(officer, { childId: avoiding.id, placesToAvoid: [{ place: 'CW1 0CC', miles: 1 }] })
  t.match(await holdOf(bed, avoiding), gateClosed('place-not-to-avoid'))
  const [one, two] = [await aChild(officer), await aChild(officer)]
  await aSeparation(officer, { childId: one.id, otherChildId: two.id })
  const other = await aBed(officer, { homeId: home.id })
  t.equal((await agree(bed, one)).status, 201)
  t.match(await agree(other, two), gateClosed('must-not-live-together'))
})

t.test('supported accommodation is from 16, whatever a head of service says', async (t) => {
  const home = await aHome(officer, { kind: 'supported-accommodation', ageFrom: 16, ageTo: 18 })
  const bed = await aBed(officer, { homeId: home.id })
  const child = await aChild(officer, { dateOfBirth: inDays(-15 * 365) })
  const answer = await officer.post('/v1/placements', {
    childId: child.id,
    bedId: bed.id,
    placementType: 'supported-accommodation',
    plannedFrom: TODAY,
  })
  t.match(answer, { status: 409, body: { type: '/problems/gate-closed' } })
  const codes = answer.body.errors.map(({ code }) => code)
  t.ok(codes.includes('legal-minimum-age'))
  t.ok(codes.includes('under-16-setting'))
})

t.test('a connected household is for the child it is connected with', async (t) => {
  const child = await aChild(officer)
  const { homeId } = await aConnection(officer, { childId: child.id })
  const bed = await aBed(officer, { homeId })
  const stranger = await aChild(officer)
  t.match(await holdOf(bed, stranger), gateClosed('type-not-ruled-out'))
  t.equal((await holdOf(bed, child)).status, 201)
})

t.test('what happened is recorded although something stood against it, and says so', async (t) => {
  const bed = await aBed(officer)
  await aRestriction(officer, { homeId: bed.homeId, startsOn: inDays(-3) })
  const child = await aChild(officer)
  const why = 'The police brought the child there at night.'
  t.match(await recordStart(bed, child, { recordedAsHappened: why }), {
    status: 201,
    body: { recordedAsHappened: why, brokenMusts: [{ must: 'not-suspended', overridden: null }] },
  })
  t.match(
    await officer.post('/v1/placements', {
      childId: (await aChild(officer)).id,
      bedId: bed.id,
      placementType: 'residential',
      plannedFrom: inDays(1),
      recordedAsHappened: why,
    }),
    { status: 422, body: { errors: [{ pointer: '#/recordedAsHappened' }] } },
  )
})

t.test('what is to come has not started, and an emergency is not made later', async (t) => {
  const bed = await aBed(officer)
  const child = await aChild(officer)
  t.match(await recordStart(bed, child, { startedOn: inDays(1) }), {
    status: 422,
    body: { errors: [{ pointer: '#/startedOn', code: 'in-future' }] },
  })
  const placement = await agree(bed, child)
  t.match(await officer.patch(`/v1/placements/${placement.body.id}`, { emergency: true }, any), {
    status: 422,
    body: { errors: [{ pointer: '#/emergency', code: 'not-changed-later' }] },
  })
})

t.test('a correction is no way round', async (t) => {
  const bed = await aBed(officer)
  const shut = await aBed(officer)
  await aRestriction(officer, { homeId: shut.homeId, startsOn: inDays(-3) })
  const placement = await agree(bed, await aChild(officer))
  t.match(
    await officer.patch(`/v1/placements/${placement.body.id}`, { bedId: shut.id }, any),
    gateClosed('not-suspended'),
  )
})

t.test('what the referral asks binds too, whether or not the request is named', async (t) => {
  const home = await aHome(officer, { postcode: 'CW1 0CC' })
  const child = await aChild(officer)
  const request = await aPlacementRequest(officer, {
    childIds: [child.id],
    receivedOn: inDays(-1),
    neededFrom: TODAY,
    referral: { sectorsToAvoid: ['CW1 0'] },
  })
  const bed = await aBed(officer, { homeId: home.id })
  const hold = { beds: [{ bedId: bed.id, childId: child.id }], from: TODAY, expiresAt: inHours(1) }
  t.match(
    await officer.post('/v1/holds', { ...hold, requestId: request.id }),
    gateClosed('place-not-to-avoid'),
  )
  t.match(await officer.post('/v1/holds', hold), gateClosed('place-not-to-avoid'))
  t.match(await agree(bed, child), gateClosed('place-not-to-avoid'))
  await officer.post(
    `/v1/placement-requests/${request.id}/withdrawal`,
    { on: TODAY, reason: 'Not needed.' },
    any,
  )
  t.equal((await agree(bed, child)).status, 201, 'a request that was withdrawn asks for nothing')
})
