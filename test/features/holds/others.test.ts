import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacingConsent } from '../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../support/placing.ts'

/*
 * Another authority's beds: nobody places a child in them without its consent, and nobody keeps them from it for longer than
 * it allows. Holds expire by the database's clock, so the days are those of today.
 */

const service = await testApp(t, { clock: () => new Date() })
const holder = await service.as('admin')
const owner = await service.as('admin', STOCKPORT, 'manager@stockport.test')
const stranger = await service.as('admin', 'E08000003')
const any = { 'if-match': '*' }
const givenBy = 'Placements manager'

const sharedBed = async () => {
  const home = await aHome(owner, { shared: true })
  return { home, bed: await aBed(owner, { homeId: home.id }) }
}
const holdOf = async (bed: Body, fields: Record<string, unknown> = {}) => {
  const child = await aChild(holder)
  const beds = [{ bedId: bed.id, childId: child.id }]
  const answer = await holder.post('/v1/holds', { beds, from: TODAY, expiresAt: inHours(24), ...fields })
  return { child, answer, hold: answer.body }
}

await t.test('nobody places a child in another authority’s home without its consent', async (t) => {
  const { home, bed } = await sharedBed()
  const child = await aChild(holder)
  const stay = { childId: child.id, placementType: 'residential', startedOn: TODAY }
  for (const place of [{ bedId: bed.id }, { homeId: home.id }])
    t.match(await holder.post('/v1/placements', { ...stay, ...place }), {
      status: 409,
      body: { type: '/problems/consent-needed', errors: [{ pointer: `#/${Object.keys(place)[0]}` }] },
    })
  for (const fields of [{ plannedFrom: inDays(3) }, { recordedAsHappened: 'It was urgent.' }])
    t.match(await holder.post('/v1/placements', { ...stay, bedId: bed.id, ...fields }), {
      status: 409,
      body: { type: '/problems/consent-needed' },
    })
  // Nor by putting elsewhere what is placed already, nor by a move.
  const first = await holder.post('/v1/placements', { ...stay, bedId: (await aBed(holder)).id })
  t.equal(first.status, 201)
  const url = `/v1/placements/${first.body.id}`
  t.match(await holder.patch(url, { bedId: bed.id }, any), {
    status: 409,
    body: { type: '/problems/consent-needed' },
  })
  const move = { bedId: bed.id, on: TODAY, reason: 'CARPL', planned: true }
  t.match(await holder.post(`${url}/move`, move, any), {
    status: 409,
    body: { type: '/problems/consent-needed' },
  })
  t.match(await holder.get(`/v1/placements?homeId=${home.id}`), { body: { items: [] } })
})

await t.test(
  'a hold waits for the consent of the bed’s authority, who is never told for which child',
  async (t) => {
    const { home, bed } = await sharedBed()
    const { child, hold } = await holdOf(bed)
    t.match(hold, { awaitsConsentOf: [STOCKPORT] })
    t.match(hold.actions, [
      { action: 'extension', open: true },
      { action: 'release', open: true },
      { action: 'agreement', open: false },
    ])
    const refusal = await holder.post(`/v1/holds/${hold.id}/agreement`, {}, any)
    t.match(refusal, { status: 409, body: { type: '/problems/action-not-open' } })
    t.match(refusal.body.detail, STOCKPORT)

    const url = `/v1/holds-of-others/${hold.id}`
    const answer = await owner.get(url)
    t.strictSame(answer, {
      ...answer,
      status: 200,
      body: {
        id: hold.id,
        authority: { code: CHESHIRE_EAST, name: 'Cheshire East' },
        beds: [{ bedId: bed.id, homeId: home.id }],
        from: TODAY,
        to: null,
        placedAt: hold.createdAt,
        expiresAt: hold.expiresAt,
        awaitsConsent: true,
      },
    })
    t.notOk(JSON.stringify((await owner.get('/v1/holds-of-others')).body).includes(child.id))
    t.match(await owner.get(`/v1/holds/${hold.id}`), { status: 404 })
    for (const other of [holder, stranger]) {
      t.match(await other.get('/v1/holds-of-others'), { status: 200, body: { items: [] } })
      t.match(await other.get(url), { status: 404 })
      t.match(await other.post(`${url}/consent`, { givenBy }), { status: 404 })
      t.match(await other.post(`${url}/release`, { reason: 'To be unkind.' }), { status: 404 })
    }
    const attentionRows = async () =>
      (await owner.get(`/v1/attention?homeId=${home.id}&kind=held-by-another`)).body.items
    t.match(await attentionRows(), [
      { severity: 'high', record: url, detail: /Cheshire East holds a bed and waits/ },
    ])

    t.match(await owner.post(`${url}/consent`, { givenBy, note: 'Until the summer.' }), {
      status: 200,
      body: { awaitsConsent: false },
    })
    t.match(await owner.post(`${url}/consent`, { givenBy }), { status: 409 })
    t.match(await attentionRows(), [{ detail: /with consent/ }])
    const consents = await holder.get(`/v1/placing-consents?homeId=${home.id}`)
    t.match(consents.body.items, [
      { holdId: hold.id, forAuthorityCode: CHESHIRE_EAST, givenBy, startsOn: TODAY },
    ])
    t.match(await holder.get(`/v1/holds/${hold.id}`), { body: { awaitsConsentOf: [] } })
    const agreement = await holder.post(`/v1/holds/${hold.id}/agreement`, {}, any)
    t.match(agreement, {
      status: 200,
      body: { status: 'agreed', placements: [{ bedId: bed.id, childId: child.id }] },
    })
    t.same(await attentionRows(), [])

    // Consent to a hold is for its children and beds: it lets no other child in.
    const another = await aChild(holder)
    const stay = { childId: another.id, homeId: home.id, placementType: 'residential', startedOn: TODAY }
    t.match(await holder.post('/v1/placements', stay), {
      status: 409,
      body: { type: '/problems/consent-needed' },
    })
  },
)

await t.test('consent given once for a term serves an emergency, until it ends', async (t) => {
  const { home, bed } = await sharedBed()
  const other = await aBed(owner, { homeId: home.id })
  const consent = await aPlacingConsent(owner, {
    forAuthorityCode: CHESHIRE_EAST,
    homeId: home.id,
    startsOn: TODAY,
    endsOn: inDays(30),
  })
  const child = await aChild(holder)
  const stay = {
    childId: child.id,
    bedId: bed.id,
    placementType: 'residential',
    startedOn: TODAY,
    emergency: true,
  }
  t.match(await holder.post('/v1/placements', stay), { status: 201 })
  t.match((await holdOf(other, { from: inDays(31) })).hold, { awaitsConsentOf: [STOCKPORT] }, 'the day after')
  t.match((await owner.get('/v1/holds-of-others')).body.items, [{ awaitsConsent: true }])

  t.equal((await owner.del(`/v1/placing-consents/${consent.id}`, any)).status, 204)
  const next = {
    ...stay,
    childId: (await aChild(holder)).id,
    bedId: other.id,
    startedOn: TODAY,
    endedOn: TODAY,
  }
  t.match(await holder.post('/v1/placements', next), { status: 409 })
  t.match(
    await holder.get(`/v1/placements?homeId=${home.id}`),
    { body: { items: [{ status: 'current' }] } },
    'it stays',
  )
})

await t.test('consent is the home’s authority’s to give', async (t) => {
  const { home } = await sharedBed()
  const consent = { homeId: home.id, forAuthorityCode: CHESHIRE_EAST, startsOn: TODAY, givenBy }
  t.match(await holder.post('/v1/placing-consents', consent), { status: 422 })
  t.match(await holder.post('/v1/placing-consents', { ...consent, forAuthorityCode: STOCKPORT }), {
    status: 422,
  })
  t.match(await owner.post('/v1/placing-consents', { ...consent, forAuthorityCode: STOCKPORT }), {
    status: 422,
    body: { errors: [{ pointer: '#/forAuthorityCode' }] },
  })
  t.match(await owner.post('/v1/placing-consents', { ...consent, forAuthorityCode: 'E99999999' }), {
    status: 422,
  })
  t.match(await owner.post('/v1/placing-consents', { ...consent, endsOn: inDays(-1) }), {
    status: 422,
    body: { errors: [{ pointer: '#/endsOn' }] },
  })
  const { id } = (await owner.post('/v1/placing-consents', consent)).body
  t.match(await holder.get(`/v1/placing-consents/${id}`), { status: 200 }, 'those to whom it is given see it')
  t.match(await stranger.get(`/v1/placing-consents/${id}`), { status: 404 })
  t.match(await holder.patch(`/v1/placing-consents/${id}`, { note: 'Mine.' }, any), { status: 404 })
  t.match(await holder.del(`/v1/placing-consents/${id}`, any), { status: 404 })
})

await t.test('the authority of a bed takes it back, and says why', async (t) => {
  const { home, bed } = await sharedBed()
  const { child, hold } = await holdOf(bed)
  const reason = 'A child of ours needs it tonight.'
  t.match(await owner.post(`/v1/holds-of-others/${hold.id}/release`, {}), { status: 400 })
  t.match(await owner.post(`/v1/holds-of-others/${hold.id}/release`, { reason }), { status: 200 })
  t.match(await owner.post(`/v1/holds-of-others/${hold.id}/release`, { reason }), { status: 404 })
  t.match(await holder.get(`/v1/holds/${hold.id}`), {
    body: { status: 'released', releasedByAuthorityCode: STOCKPORT, releaseReason: reason },
  })
  const versions = await holder.get<{ items: { actor: string }[] }>(`/v1/holds/${hold.id}/versions`)
  t.equal(versions.body.items.at(-1)?.actor, `authority ${STOCKPORT}`, 'not who of its staff')
  const attentionRows = () => holder.get(`/v1/attention?childId=${child.id}&kind=hold-taken-back`)
  t.match(await attentionRows(), { body: { items: [{ record: `/v1/holds/${hold.id}` }] } })
  const events = await holder.get(`/v1/events?types=uk.sufficiency.hold.reclaimed.v1`)
  t.match(events.body.items, [{ subject: `holds/${hold.id}` }])
  t.match(await owner.get('/v1/events?types=uk.sufficiency.hold.reclaimed.v1'), { body: { items: [] } })
  const beds = [{ bedId: bed.id, childId: (await aChild(owner)).id }]
  t.match(
    await owner.post('/v1/holds', { beds, from: TODAY, expiresAt: inHours(1) }),
    { status: 201 },
    'the bed is free',
  )
  t.match(
    await holder.post('/v1/holds', {
      beds: [{ bedId: (await aBed(holder)).id, childId: child.id }],
      from: TODAY,
      expiresAt: inHours(1),
    }),
    { status: 201 },
  )
  t.match(await attentionRows(), { body: { items: [] } })
  t.match(await owner.get(`/v1/attention?homeId=${home.id}&kind=held-by-another`), { body: { items: [] } })
})

await t.test('nobody holds a bed for longer than its authority allows', async (t) => {
  const { bed } = await sharedBed()
  const tooLong = {
    status: 422,
    body: { type: '/problems/rule-broken', errors: [{ pointer: '#/expiresAt' }] },
  }
  t.match((await holdOf(bed, { expiresAt: '9999-12-31T23:59:59Z' })).answer, tooLong)
  t.match(
    (await holdOf(bed, { expiresAt: inHours(169) })).answer,
    tooLong,
    'a week, unless it says otherwise',
  )
  t.match(await owner.patch('/v1/settings', { longestHoldHours: 673 }, any), { status: 400 })
  t.match(await owner.patch('/v1/settings', { longestHoldHours: 5 }, any), { status: 200 })
  t.match((await holdOf(bed, { expiresAt: inHours(6) })).answer, tooLong)
  const { hold } = await holdOf(bed, { expiresAt: inHours(4) })
  t.match(await holder.post(`/v1/holds/${hold.id}/extension`, { expiresAt: inHours(6) }, any), tooLong)
  t.match(await holder.post(`/v1/holds/${hold.id}/extension`, { expiresAt: inHours(4.5) }, any), {
    status: 200,
  })
  // Its own setting binds an authority too, of its own beds.
  t.match((await holdOf(await aBed(holder), { expiresAt: inHours(167) })).answer, { status: 201 })
  t.match((await holdOf(await aBed(holder), { expiresAt: inHours(169) })).answer, tooLong)
})
