import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aConnection,
  aHome,
  aLegalStatus,
  anOfficer,
  aPlacement,
} from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'

const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')
const head = await service.as('panel', undefined, 'head.of.service@example.test')
const admin = await service.as('admin')
const any = { 'if-match': '*' }
for (const office of ['head-of-service', 'nominated-officer', 'fostering-service'])
  await anOfficer(admin, { subject: 'head.of.service@example.test', office })

const act = (placement: Body, action: string, body: object) =>
  officer.post(`/v1/placements/${placement.id}/${action}`, body, any)
const decide = (placement: Body, gate: string, decision: string, codes: string[] = []) =>
  head.post(`/v1/placements/${placement.id}/approvals`, { gate, decision, confirmed: codes, on: TODAY }, any)
const approvalKinds = 'kind=temporary-approval-ending,temporary-approval-ended'
const gateKinds = 'kind=gate-awaited,gate-overdue,gate-refused-in-bed'
async function attention(placement: Body, kinds = gateKinds): Promise<{ kind: string; due: string }[]> {
  const { items } = (await officer.get(`/v1/attention?${kinds}&childId=${String(placement.childId)}`)).body
  return items.map(({ kind, due }) => ({ kind: kind as string, due: due as string }))
}
/** An agreed placement in an emergency bed, which needs approval. */
async function anAgreed(fields: Record<string, unknown> = {}): Promise<Body> {
  const bed = await aBed(officer, { kind: 'emergency' })
  const { homePostcode, ...placementFields } = fields
  const child = await aChild(officer, homePostcode === undefined ? {} : { homePostcode })
  return aPlacement(officer, { bedId: bed.id, childId: child.id, plannedFrom: TODAY, ...placementFields })
}

t.test('what needs a decision does not start without it, and says so in the same words twice', async (t) => {
  const placement = await anAgreed()
  t.match(placement.gates, [
    { gate: 'emergency-bed', state: 'awaited', dueOn: TODAY, office: 'head-of-service' },
  ])
  const why = 'This stands before it: Emergency bed.'
  t.match(placement.actions, [{ action: 'start', open: false, why }])
  const early = await act(placement, 'start', { on: TODAY })
  t.match(early, {
    status: 409,
    body: { type: '/problems/gate-closed', detail: why, errors: [{ code: 'emergency-bed' }] },
  })
  t.same(await attention(placement), [{ kind: 'gate-awaited', due: TODAY }])

  t.equal((await act(placement, 'approvals', {})).status, 403, 'not for the officer to decide')
  t.match(await decide(placement, 'at-a-distance', 'approved'), {
    status: 422,
    body: { errors: [{ pointer: '#/gate' }] },
  })
  const refusal = await decide(placement, 'emergency-bed', 'refused')
  t.match(refusal.body.gates, [{ gate: 'emergency-bed', state: 'refused' }])
  t.match(refusal.body.actions, [{ action: 'start', open: false, why }])
  const approval = await decide(placement, 'emergency-bed', 'approved')
  t.match(approval, {
    status: 200,
    body: {
      gates: [
        {
          state: 'approved',
          decidedBy: 'head.of.service@example.test',
          office: 'head-of-service',
          decidedOn: TODAY,
        },
      ],
    },
  })
  t.same(await attention(placement), [])
  t.equal((await act(placement, 'start', { on: TODAY })).status, 200)
})

t.test('a decision is for the holder of the office, and confirms what the regulation asks for', async (t) => {
  const child = await aChild(officer)
  const placement = await aPlacement(officer, {
    childId: child.id,
    placementType: 'with-parents',
    plannedFrom: TODAY,
  })
  t.same(placement.gates, [], 'no care order is recorded')
  await aLegalStatus(officer, { childId: child.id, startedOn: inDays(-60) })
  const codes = ['assessed', 'childs-wishes', 'safeguards-welfare', 'iro-informed']
  const chair = await service.as('panel', undefined, 'panel.chair@example.test')
  const body = { gate: 'with-parents', decision: 'approved', confirmed: codes, on: TODAY }
  const url = `/v1/placements/${placement.id}/approvals`
  t.match(await chair.post(url, body, any), {
    status: 403,
    body: { type: '/problems/not-your-office', detail: /Nominated officer/ },
  })
  t.match(await head.post(url, { ...body, confirmed: codes.slice(1) }, any), {
    status: 422,
    body: { errors: [{ pointer: '#/confirmed', code: 'assessed' }] },
  })
  t.match(await head.post(url, body, any), {
    status: 200,
    body: { gates: [{ state: 'approved', confirmed: codes }] },
  })
  t.equal((await act(placement, 'start', { on: TODAY })).status, 200)
})

t.test('an emergency may start first; past five working days its approval is overdue', async (t) => {
  const placement = await anAgreed({ emergency: true })
  const afterStart = await act(placement, 'start', { on: inDays(-14) })
  t.equal(afterStart.status, 200)
  const [item] = await attention(placement)
  t.equal(item?.kind, 'gate-overdue')
  t.ok(
    item && item.due >= inDays(-14 + 5) && item.due <= inDays(-14 + 7),
    'five working days are five to seven days',
  )
  await decide(placement, 'emergency-bed', 'approved')
  t.same(await attention(placement), [])
})

t.test('a placement cannot start by a correction, around its approval', async (t) => {
  const placement = await anAgreed()
  const answer = await officer.patch(`/v1/placements/${placement.id}`, { startedOn: TODAY }, any)
  t.match(answer, { status: 422, body: { errors: [{ pointer: '#/startedOn', code: 'start-is-an-action' }] } })
  const lateRecord = await anAgreed({ plannedFrom: undefined, startedOn: inDays(-20) })
  t.match(
    await attention(lateRecord),
    [{ kind: 'gate-overdue', due: inDays(-20) }],
    'recorded after the fact it shows',
  )
})

t.test('a move into a place that needs approval goes by an agreed placement', async (t) => {
  const stay = await aPlacement(officer, {
    plannedTo: TODAY,
    startedOn: inDays(-30),
    bedId: (await aBed(officer)).id,
  })
  const bed = await aBed(officer, { kind: 'emergency' })
  const move = { on: TODAY, reason: 'LAREQ', planned: true, keepsSchool: true }
  t.match(await act(stay, 'move', { ...move, bedId: bed.id }), {
    status: 409,
    body: { type: '/problems/gate-closed', errors: [{ code: 'emergency-bed' }] },
  })
  const target = await aPlacement(officer, { childId: stay.childId, bedId: bed.id, plannedFrom: TODAY })
  const early = await act(stay, 'move', { ...move, placementId: target.id })
  t.match(early, { status: 409, body: { errors: [{ pointer: '#/placementId', code: 'emergency-bed' }] } })
  t.equal((await officer.get(`/v1/placements/${stay.id}`)).body.endedOn, null, 'nothing has ended')
  await decide(target, 'emergency-bed', 'approved')
  const arrival = await act(stay, 'move', { ...move, placementId: target.id })
  t.match(arrival, { status: 201, body: { id: target.id, status: 'current', movedFromId: stay.id } })
  t.match((await officer.get(`/v1/placements/${stay.id}`)).body, { status: 'ended', movedToId: target.id })
  const strangers = await act(arrival.body, 'move', { ...move, placementId: (await anAgreed()).id })
  t.match(strangers, { status: 422, body: { errors: [{ pointer: '#/placementId' }] } })
  t.match(await act(arrival.body, 'move', move), {
    status: 400,
    body: { errors: [{ pointer: '#/placementId' }] },
  })
})

t.test('an authority may have a distance rule of its own, and has none until it sets one', async (t) => {
  const defaults = await officer.get('/v1/settings')
  t.match(defaults, {
    headers: { etag: '"v0"' },
    body: { distantOverMiles: null, emergencyApprovalWorkingDays: 5, warningDays: 14 },
  })
  t.equal((await officer.patch('/v1/settings', { distantOverMiles: 5 }, any)).status, 403)
  t.equal((await admin.patch('/v1/settings', { distantOverMiles: 5 })).status, 428)
  const change = await admin.patch('/v1/settings', { distantOverMiles: 0.1 }, { 'if-match': '"v0"' })
  t.match(change, {
    status: 200,
    headers: { etag: '"v1"' },
    body: { distantOverMiles: 0.1, warningDays: 14 },
  })
  t.equal((await admin.patch('/v1/settings', { distantOverMiles: 7 }, { 'if-match': '"v0"' })).status, 412)
  const home = await aHome(officer, { postcode: 'CW1 2BJ' })
  const child = await aChild(officer, { homePostcode: 'SK10 1AA' })
  const placement = await aPlacement(officer, { childId: child.id, homeId: home.id, plannedFrom: TODAY })
  const gates = (placement.gates as { gate: string }[]).map(({ gate }) => gate)
  t.equal(
    gates.includes('own-distance-rule'),
    placement.distanceMiles !== null && (placement.distanceMiles as number) > 0.1,
  )
  const back = await admin.patch('/v1/settings', { distantOverMiles: null }, { 'if-match': '"v1"' })
  t.equal(back.status, 200)
})

t.test('the team is shown what runs out: holds, planned ends, temporary approvals', async (t) => {
  const overdue = await aPlacement(officer, {
    bedId: (await aBed(officer)).id,
    startedOn: inDays(-30),
    plannedTo: inDays(-2),
  })
  const past = 'kind=past-planned-end'
  t.same(await attention(overdue, past), [{ kind: 'past-planned-end', due: inDays(-2) }])
  t.equal(overdue.status, 'overdue')
  t.equal((await act(overdue, 'planned-dates', { to: inDays(20) })).body.status, 'current')
  t.same(await attention(overdue, past), [])

  const [bed, child] = [await aBed(officer), await aChild(officer)]
  const beds = [{ bedId: bed.id, childId: child.id }]
  const hold = await officer.post('/v1/holds', { beds, from: TODAY, expiresAt: inHours(3) })
  const lapsing = (await officer.get('/v1/attention?kind=hold-lapsing')).body.items
  t.match(lapsing, [{ record: `/v1/holds/${hold.body.id}`, children: [{ id: child.id }] }])
  await officer.post(`/v1/holds/${hold.body.id}/extension`, { expiresAt: inHours(48) }, any)
  t.same((await officer.get('/v1/attention?kind=hold-lapsing')).body.items, [])
  const csv = await officer.get<string>('/v1/attention', { accept: 'text/csv' })
  t.match(csv.headers['content-type'], /csv/)
})

t.test(
  'a connected carer: temporary approval of 16 weeks, extended once by 8, ended by the full one',
  async (t) => {
    const child = await aChild(officer)
    const { homeId } = await aConnection(officer, { childId: child.id })
    const approve = (fields: object) =>
      head.post('/v1/carer-approvals', { homeId, assessed: true, ...fields })
    const kin = { placementType: 'connected-carer', homeId }
    const agreement = await aPlacement(officer, { ...kin, childId: child.id, plannedFrom: inDays(-110) })
    t.match(agreement.gates, [{ gate: 'connected-person', state: 'unmet' }])
    t.match(await act(agreement, 'start', { on: inDays(-110) }), {
      status: 409,
      body: { errors: [{ code: 'connected-person', detail: /regs. 24 and 25/ }] },
    })
    t.equal((await officer.post('/v1/carer-approvals', {})).status, 403)
    t.match(await approve({ kind: 'temporary', fromOn: inDays(-110), untilOn: inDays(3) }), {
      status: 422,
      body: { detail: /16 weeks/ },
    })
    const temporary = await approve({ kind: 'temporary', fromOn: inDays(-110) })
    t.match(
      temporary,
      { status: 201, body: { untilOn: inDays(2), office: 'nominated-officer' } },
      '112 days on',
    )
    const placement = (await act(agreement, 'start', { on: inDays(-110) })).body
    t.equal(placement.status, 'current')
    t.same(await attention(placement, approvalKinds), [{ kind: 'temporary-approval-ending', due: inDays(2) }])
    t.equal((await approve({ kind: 'temporary', fromOn: TODAY })).status, 409, 'one at a time')

    const sister = await aChild(officer)
    await aConnection(officer, { childId: sister.id, homeId })
    const second = await aPlacement(officer, { ...kin, childId: sister.id, plannedFrom: TODAY })
    t.same(second.gates, [], 'the approval is the carer’s: it serves every child placed there')

    t.match(await approve({ kind: 'extension', fromOn: TODAY }), {
      status: 422,
      body: { errors: [{ pointer: '#/fromOn', code: 'extends-nothing' }] },
    })
    const extension = await approve({ kind: 'extension', fromOn: inDays(2) })
    t.equal(extension.body.untilOn, inDays(58), '56 more')
    t.same(await attention(placement, approvalKinds), [])
    t.equal((await approve({ kind: 'extension', fromOn: inDays(58) })).status, 422, 'once')
    const full = await approve({ kind: 'full', fromOn: inDays(58) })
    t.match(full, { status: 201, body: { untilOn: null, office: 'fostering-service' } })
    const url = `/v1/carer-approvals/${temporary.body.id}`
    const correction = await head.patch(url, { fromOn: inDays(-109), untilOn: inDays(2) }, any)
    t.match(correction, { status: 200, body: { fromOn: inDays(-109) } }, 'and can be corrected')
  },
)

t.test('a temporary approval that ran out with the child there is on the list', async (t) => {
  const child = await aChild(officer)
  const { homeId } = await aConnection(officer, { childId: child.id })
  const late = await aPlacement(officer, {
    placementType: 'connected-carer',
    childId: child.id,
    homeId,
    startedOn: inDays(-200),
  })
  await head.post('/v1/carer-approvals', { homeId, assessed: true, kind: 'temporary', fromOn: inDays(-200) })
  t.match(await attention(late, approvalKinds), [{ kind: 'temporary-approval-ended', due: inDays(-88) }])
})

t.test(
  'an absence lies over the usual placement, whose bed stays theirs, and is as long as its code allows',
  async (t) => {
    const bed = await aBed(officer)
    const usual = await aPlacement(officer, { bedId: bed.id, startedOn: inDays(-30) })
    const away = (code: string, from: number, to: number) =>
      act(usual, 'absences', {
        placementType: 'temporary',
        placeCode: code,
        from: inDays(from),
        to: inDays(to),
      })
    const hospital = await away('T1', -3, 2)
    t.match(hospital, {
      status: 201,
      body: { status: 'current', absenceFromId: usual.id, childId: usual.childId },
    })
    t.equal((await officer.get(`/v1/placements/${usual.id}`)).body.status, 'current')
    const other = await officer.post('/v1/holds', {
      beds: [{ bedId: bed.id, childId: (await aChild(officer)).id }],
      from: TODAY,
      expiresAt: inHours(1),
    })
    t.equal(other.body.type, '/problems/bed-in-use')
    t.match(await away('T1', -1, 1), { status: 409, body: { type: '/problems/child-already-placed' } })
    t.match(await away('T4', 10, 18), {
      status: 422,
      body: { errors: [{ pointer: '#/to', code: 'stay-too-long' }] },
    })
    t.equal((await away('T4', 10, 17)).body.status, 'planned')
    t.match(await away('T0', -31, -29), { status: 422, body: { errors: [{ pointer: '#/from' }] } })
    const longer = await act(hospital.body, 'planned-dates', { to: inDays(60) })
    t.match(longer, { status: 422, body: { errors: [{ pointer: '#/to', code: 'stay-too-long' }] } })
    const recordStay = (placeCode: string, dates: object) =>
      officer.post('/v1/placements', {
        childId: usual.childId,
        placementType: 'temporary',
        placeCode,
        ...dates,
      })
    t.match(await recordStay('T4', { startedOn: inDays(-28), endedOn: inDays(-20) }), {
      status: 422,
      body: { errors: [{ pointer: '#/endedOn', code: 'stay-too-long' }] },
    })
    t.equal((await recordStay('T3', { plannedFrom: inDays(20) })).status, 201, 'a return may be unknown')
    t.equal(
      (await act(hospital.body, 'move', { on: TODAY, bedId: bed.id, reason: 'CARPL', planned: true })).status,
      409,
    )
    t.equal((await act(hospital.body, 'end', { on: TODAY, planned: true })).body.status, 'ended')
    const past = await act(usual, 'absences', {
      placementType: 'short-break',
      from: inDays(-20),
      to: inDays(-18),
    })
    t.match(
      past,
      { status: 201, body: { status: 'ended', endedOn: inDays(-18) } },
      'recorded after it was over',
    )
  },
)

t.test('what happened lies behind; what was planned is called off in one of two ways', async (t) => {
  const bedId = async () => (await aBed(officer)).id
  const tomorrow = await aPlacement(officer, { bedId: await bedId(), plannedFrom: inDays(1) })
  t.match(await act(tomorrow, 'start', { on: inDays(1) }), {
    status: 422,
    body: { errors: [{ pointer: '#/on', code: 'in-future' }] },
  })
  const reason = 'Stays with an aunt'
  t.match(await act(tomorrow, 'did-not-start', { on: TODAY, reason }), { status: 409 })
  const withdrawn = await act(tomorrow, 'withdrawal', { on: TODAY, reason })
  t.match(withdrawn.body, { status: 'withdrawn', withdrawalReason: reason })
  const today = await aPlacement(officer, { bedId: await bedId(), plannedFrom: TODAY })
  t.equal((await act(today, 'did-not-start', { on: TODAY, reason })).body.status, 'did-not-start')
  t.match((await act(today, 'start', { on: TODAY })).body, { detail: 'It was called off.' })
})

t.test('an action sent again with its key is done once, and its event says when it happened', async (t) => {
  const placement = await aPlacement(officer, { plannedFrom: inDays(-3), bedId: (await aBed(officer)).id })
  const start = () =>
    officer.post(
      `/v1/placements/${placement.id}/start`,
      { on: inDays(-3) },
      { 'if-match': '"v1"', 'idempotency-key': `s-${placement.id}` },
    )
  const first = await start()
  t.equal(first.status, 200)
  t.match(await start(), { status: 200, headers: { 'idempotency-replayed': 'true', etag: '"v2"' } })
  const { items } = (await officer.get(`/v1/placements/${placement.id}/versions`)).body
  t.match(items, [
    { change: 'created' },
    { change: 'changed', occurredOn: inDays(-3), actor: 'placements@example.test' },
  ])
})

t.test('a request for siblings is as far as the one who is least far', async (t) => {
  const [a, b] = [await aChild(officer), await aChild(officer)]
  const [bedA, bedB] = [await aBed(officer), await aBed(officer)]
  const request = await officer.post('/v1/placement-requests', {
    childIds: [a.id, b.id],
    urgency: 'emergency',
    receivedOn: TODAY,
    neededFrom: TODAY,
  })
  const url = `/v1/placement-requests/${request.body.id}`
  const state = async () => (await officer.get(url)).body.status
  const beds = [
    { bedId: bedA.id, childId: a.id },
    { bedId: bedB.id, childId: b.id },
  ]
  const hold = (bedsToHold: typeof beds) =>
    officer.post('/v1/holds', {
      beds: bedsToHold,
      from: TODAY,
      expiresAt: inHours(1),
      requestId: request.body.id,
    })
  t.match(await hold([{ bedId: bedA.id, childId: (await aChild(officer)).id }]), {
    status: 422,
    body: { errors: [{ pointer: '#/requestId' }] },
  })
  const half = await hold(beds.slice(0, 1))
  t.equal(await state(), 'open')
  await officer.post(`/v1/holds/${half.body.id}/release`, {}, any)
  const both = await hold(beds)
  t.equal(await state(), 'held')
  const agreement = await officer.post(`/v1/holds/${both.body.id}/agreement`, {}, any)
  t.equal(await state(), 'agreed')
  const placements = agreement.body.placements as { id: string }[]
  t.equal(
    (await officer.get(`/v1/placements/${placements[0]?.id}`)).body.emergency,
    true,
    'as the request says',
  )
  await officer.post(`/v1/placements/${placements[0]?.id}/start`, { on: TODAY }, any)
  t.equal(await state(), 'agreed')
  await officer.post(`/v1/placements/${placements[1]?.id}/start`, { on: TODAY }, any)
  t.equal(await state(), 'placed')
  const withdrawal = await officer.post(`${url}/withdrawal`, { on: TODAY, reason: 'x' }, any)
  t.match(withdrawal, { status: 409, body: { detail: 'A child has been placed by it.' } })
  t.equal((await officer.get('/v1/placement-requests?status=placed')).body.items.length, 1)

  const idle = await officer.post('/v1/placement-requests', {
    childIds: [a.id],
    urgency: 'planned',
    receivedOn: TODAY,
    neededFrom: TODAY,
  })
  const removal = await officer.post(
    `/v1/placement-requests/${idle.body.id}/withdrawal`,
    { on: TODAY, reason: 'Stays home' },
    { 'if-match': idle.headers.etag ?? '' },
  )
  t.match(removal, { status: 200, body: { status: 'withdrawn', withdrawnOn: TODAY } })
})
