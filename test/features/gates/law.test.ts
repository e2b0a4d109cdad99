import t from 'tap'
import { gates } from '../../../src/domain/gates/gates.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aConnection,
  aHome,
  aLegalStatus,
  anOfficer,
  aPlacement,
  aProvider,
} from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'
import { insertPostcodes } from '../vacancies/fixture.ts'

/**
 * Every gate of the law as it stands before a placement that is agreed and started (law.md): where it applies and where it
 * does not, what an emergency changes, what opens it, and what does not. A child of twelve under a full care order, unless
 * a case says otherwise; homes in the authority's own area, unless it says otherwise.
 */
const service = await testApp(t, { clock: () => new Date() })
await insertPostcodes(service.ownerPool, {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  // A mile away in Stockport, which adjoins Cheshire East; two miles away in Cornwall, which does not; and in Wales.
  SK991AA: { authority: STOCKPORT, easting: 371609, northing: 355000 },
  TR991AA: { authority: 'E06000052', easting: 373218, northing: 355000 },
})
await service.ownerPool.query(`insert into postcodes values ('LL991AA', null, 'W', 360000, 355000)`)
const officer = await service.as('placements')
const admin = await service.as('admin')
const holders = {
  'nominated-officer': await service.as('panel', undefined, 'nominated@example.test'),
  dcs: await service.as('panel', undefined, 'director@example.test'),
  'head-of-service': await service.as('panel', undefined, 'head@example.test'),
  'fostering-service': await service.as('panel', undefined, 'fostering@example.test'),
}
for (const [office, subject] of [
  ['nominated-officer', 'nominated@example.test'],
  ['dcs', 'director@example.test'],
  ['head-of-service', 'head@example.test'],
  ['fostering-service', 'fostering@example.test'],
])
  await anOfficer(admin, { office, subject })

const any = { 'if-match': '*' }
const bornFor = (years: number) => inDays(-Math.ceil(years * 365.25) - 30)
const aTwelveYearOld = async (fields: Record<string, unknown> = {}, status: string | null = 'C2') => {
  const child = await aChild(officer, { dateOfBirth: bornFor(12), homePostcode: 'CW99 1AA', ...fields })
  if (status !== null) await aLegalStatus(officer, { childId: child.id, status, startedOn: inDays(-40) })
  return child
}
const place = async (fields: Record<string, unknown> = {}) =>
  aBed(officer, { homeId: (await aHome(officer, { postcode: 'CW99 1AA', ...fields })).id })
const household = { kind: 'fostering-household', confidential: true, registeredPlaces: 2 }

const agree = async (child: Body, bed: Body | null, fields: Record<string, unknown> = {}) =>
  officer.post('/v1/placements', {
    childId: child.id,
    ...(bed && { bedId: bed.id }),
    placementType: 'residential',
    plannedFrom: TODAY,
    ...fields,
  })
const start = ({ id }: Body) => officer.post(`/v1/placements/${id}/start`, { on: TODAY }, any)
const codesOf = ({ body }: { body: Body }) => (body.errors ?? []).map(({ code }) => code).sort()

interface Gate {
  gate: string
  state: string
  office: keyof typeof holders | null
  dueOn: string
  mayStartFirst: boolean
  confirms: Record<string, string>
}
const gatesOf = (placement: Body) => placement.gates as Gate[]
const gateIdsOf = (placement: Body) => gatesOf(placement).map(({ gate }) => gate)

/** Agrees a placement, which is to be possible, and says which gates stand before it. */
async function agreePlacement(
  child: Body,
  bed: Body | null,
  fields: Record<string, unknown> = {},
): Promise<Body> {
  const answer = await agree(child, bed, fields)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const decide = (placement: Body, { gate, office, confirms }: Gate, decision = 'approved') =>
  holders[office!].post(
    `/v1/placements/${placement.id}/approvals`,
    { gate, decision, confirmed: Object.keys(confirms), on: TODAY },
    any,
  )
const playedGates = new Set<string>()
/** The gate of a placement by its id; notes that it was played. */
function gateOf(placement: Body, id: string): Gate {
  playedGates.add(id)
  const gate = gatesOf(placement).find((one) => one.gate === id)
  if (gate === undefined) throw new Error(`${id} is not among ${gateIdsOf(placement).join()}`)
  return gate
}
const gateClosed = (...codes: string[]) => ({
  status: 409,
  body: { errors: codes.map((code) => ({ code })) },
})

for (const { id, office, postcode, other } of [
  { id: 'out-of-area', office: 'nominated-officer', postcode: 'SK99 1AA', other: 'dcs' },
  { id: 'at-a-distance', office: 'dcs', postcode: 'TR99 1AA', other: 'nominated-officer' },
] as const) {
  await t.test(
    `${id}: decided before the start by ${office}, all confirmed, or five working days after`,
    async (t) => {
      const own = await agreePlacement(await aTwelveYearOld(), await place())
      t.notOk(gateIdsOf(own).includes(id), 'not in the own area')
      const bed = await place({ postcode })
      const placement = await agreePlacement(await aTwelveYearOld(), bed)
      const gate = gateOf(placement, id)
      t.match(gate, { state: 'awaited', office, mayStartFirst: false, dueOn: TODAY })
      t.match(await start(placement), gateClosed(id))
      t.match(
        await holders[other].post(
          `/v1/placements/${placement.id}/approvals`,
          { gate: id, decision: 'approved', confirmed: Object.keys(gate.confirms), on: TODAY },
          any,
        ),
        { status: 403, body: { type: '/problems/not-your-office' } },
      )
      const bare = await holders[office].post(
        `/v1/placements/${placement.id}/approvals`,
        { gate: id, decision: 'approved', confirmed: [], on: TODAY },
        any,
      )
      t.equal(bare.status, 422)
      t.same(codesOf(bare), Object.keys(gate.confirms).sort(), 'names all that is not confirmed')
      t.equal((await decide(placement, gate)).status, 200)
      t.equal((await start(placement)).status, 200)

      const urgent = await agreePlacement(await aTwelveYearOld(), await place({ postcode }), {
        emergency: true,
      })
      t.match(gateOf(urgent, id), { mayStartFirst: true })
      const began = await start(urgent)
      t.equal(began.status, 200, 'an emergency starts first')
      const refusal = await agreePlacement(await aTwelveYearOld(), await place({ postcode }), {
        emergency: true,
      })
      await decide(refusal, gateOf(refusal, id), 'refused')
      t.match(await start(refusal), gateClosed(id), 'unless it was refused')
      // A connected person, and the authority's own approved carer, are outside regulation 11 in practice.
      const own2 = await aProvider(officer, { sector: 'own' })
      const carer = await place({ ...household, postcode, providerId: own2.id })
      const withCarer = await agreePlacement(await aTwelveYearOld(), carer, {
        placementType: 'internal-foster',
      })
      t.notOk(gateIdsOf(withCarer).includes(id), 'not with an own carer')
    },
  )
}

await t.test('outside England is at a distance, however near', async (t) => {
  const placement = await agreePlacement(await aTwelveYearOld(), await place({ postcode: 'LL99 1AA' }))
  t.match(gateOf(placement, 'at-a-distance'), { office: 'dcs' })
})

await t.test('unknown-location: a postcode put right or a stated area, never silently nothing', async (t) => {
  const placement = await agreePlacement(await aTwelveYearOld(), await place({ postcode: null }))
  t.match(gateOf(placement, 'unknown-location'), { state: 'unmet', office: null })
  t.match(await start(placement), gateClosed('unknown-location'))
  const answer = await officer.patch(`/v1/placements/${placement.id}`, { statedArea: CHESHIRE_EAST }, any)
  t.same(gateIdsOf(answer.body), [])
  t.equal((await start(placement)).status, 200)
  const abroad = await agreePlacement(await aTwelveYearOld(), await place({ postcode: null }), {
    statedArea: 'outside-england',
  })
  t.same(gateIdsOf(abroad), ['at-a-distance'], 'and the stated area decides')
  const urgent = await agreePlacement(await aTwelveYearOld(), await place({ postcode: null }), {
    emergency: true,
  })
  t.equal((await start(urgent)).status, 200, 'in an emergency it is asked afterwards')
})

await t.test(
  'with-parents: under a care order, and decided within 10 and 5 working days in an emergency',
  async (t) => {
    const parents = { placementType: 'with-parents', placeCode: 'P1', postcode: 'CW99 1AA' }
    const placement = await agreePlacement(await aTwelveYearOld(), null, parents)
    t.match(gateOf(placement, 'with-parents'), { office: 'nominated-officer', state: 'awaited' })
    t.match(await start(placement), gateClosed('with-parents'))
    await decide(placement, gateOf(placement, 'with-parents'))
    t.equal((await start(placement)).status, 200)
    const urgent = await agreePlacement(await aTwelveYearOld(), null, { ...parents, emergency: true })
    t.equal((await start(urgent)).status, 200)
    const onRemand = await agreePlacement(await aTwelveYearOld({}, 'J1'), null, parents)
    t.notOk(gateIdsOf(onRemand).includes('with-parents'), 'no gate without a care order')
  },
)

await t.test('going-home-under-section-20: it is the end of care', async (t) => {
  const child = await aTwelveYearOld({}, 'V2')
  const parents = { placementType: 'with-parents', placeCode: 'P1', postcode: 'CW99 1AA' }
  const refusal = await agree(child, null, parents)
  t.match(refusal, gateClosed('going-home-under-section-20'))
  playedGates.add('going-home-under-section-20')
  t.match(refusal.body.errors[0]?.detail, /careEnds/)
  t.match(
    await agree(child, null, { ...parents, emergency: true }),
    gateClosed('going-home-under-section-20'),
  )
  const now = await aPlacement(officer, { childId: child.id, startedOn: inDays(-40) })
  const ending = { on: TODAY, planned: true, careEnds: { reason: 'E4A' } }
  t.match(await officer.post(`/v1/placements/${now.id}/end`, { ...ending, reason: 'CARPL' }, any), {
    status: 422,
    body: { errors: [{ pointer: '#/reason', code: 'care-ends' }] },
  })
  t.equal((await officer.post(`/v1/placements/${now.id}/end`, ending, any)).status, 200)
  const care = await officer.get(`/v1/care-periods?childId=${child.id}`)
  t.match(care.body.items, [{ endedOn: TODAY, endReason: 'E4A' }])
  const status = await officer.get(`/v1/legal-statuses?childId=${child.id}`)
  t.match(status.body.items, [{ status: 'V2', endedOn: TODAY }])
})

await t.test(
  'carers-terms: six working days, or an exemption that names the child, or new terms',
  async (t) => {
    const provider = await aProvider(officer, { sector: 'own' })
    const terms = { ...household, ageFrom: 0, ageTo: 11, providerId: provider.id }
    const fitting = await agreePlacement(
      await aTwelveYearOld({ dateOfBirth: bornFor(8) }),
      await place(terms),
      {
        placementType: 'internal-foster',
      },
    )
    t.same(gateIdsOf(fitting), [])
    const bed = await place(terms)
    const child = await aTwelveYearOld()
    const placement = await agreePlacement(child, bed, { placementType: 'internal-foster' })
    t.match(gateOf(placement, 'carers-terms'), { state: 'unmet', office: null })
    t.match(await start(placement), gateClosed('carers-terms'))
    const exemption = {
      homeId: bed.homeId,
      fromOn: TODAY,
      toOn: inDays(28),
      reason: 'Sibling of a child there.',
    }
    const stranger = await aTwelveYearOld()
    t.equal(
      (
        await holders['fostering-service'].post('/v1/terms-exemptions', {
          ...exemption,
          childId: stranger.id,
        })
      ).status,
      201,
    )
    t.match(
      await start(placement),
      gateClosed('carers-terms'),
      'an exemption for another child does not open it',
    )
    t.match(
      await holders.dcs.post('/v1/terms-exemptions', { ...exemption, childId: child.id }),
      { status: 403 },
      'nor may the director grant one',
    )
    await holders['fostering-service'].post('/v1/terms-exemptions', { ...exemption, childId: child.id })
    t.equal((await start(placement)).status, 200)

    const full = await place({ ...terms, ageTo: 17, registeredPlaces: 1 })
    const second = await aBed(officer, { homeId: full.homeId })
    t.equal(
      (await start(await agreePlacement(await aTwelveYearOld(), full, { placementType: 'internal-foster' })))
        .status,
      200,
    )
    const urgent = await agreePlacement(await aTwelveYearOld(), second, {
      placementType: 'internal-foster',
      emergency: true,
    })
    t.match(gateOf(urgent, 'carers-terms'), { mayStartFirst: true })
    t.equal((await start(urgent)).status, 200, 'up to six working days outside the terms')
    await officer.patch(`/v1/homes/${String(full.homeId)}`, { registeredPlaces: 2 }, any)
    t.same(gateIdsOf((await officer.get(`/v1/placements/${urgent.id}`)).body), [], 'the terms were varied')
  },
)

await t.test(
  'carers-terms: a child whom an exemption names takes none of the places that the terms name',
  async (t) => {
    const provider = await aProvider(officer, { sector: 'own' })
    const bed = await place({ ...household, registeredPlaces: 2, providerId: provider.id })
    const beds = [bed, ...(await Promise.all([1, 2].map(() => aBed(officer, { homeId: bed.homeId }))))]
    const children = await Promise.all(beds.map(() => aTwelveYearOld()))
    const placements = []
    for (const [index, one] of beds.entries())
      placements.push(await agreePlacement(children[index]!, one, { placementType: 'internal-foster' }))
    for (const placement of placements) t.match(await start(placement), gateClosed('carers-terms'))
    const term = { fromOn: TODAY, toOn: inDays(28), reason: 'Three brothers.' }
    const third = { homeId: bed.homeId, childId: children[2]!.id, ...term }
    t.equal((await holders['fostering-service'].post('/v1/terms-exemptions', third)).status, 201)
    for (const placement of placements) t.equal((await start(placement)).status, 200)
  },
)

await t.test('registration: only Ofsted varies it, and no emergency stands in for it', async (t) => {
  const bed = await place({ ageFrom: 13 })
  const placement = await agreePlacement(await aTwelveYearOld(), bed, { emergency: true })
  const gate = gateOf(placement, 'registration')
  t.match(gate, { state: 'unmet', mayStartFirst: false, office: null })
  t.match(await start(placement), gateClosed('registration'))
  t.equal(
    (
      await holders.dcs.post(
        `/v1/placements/${placement.id}/approvals`,
        { gate: 'registration', decision: 'approved', confirmed: [], on: TODAY },
        any,
      )
    ).status,
    400,
    'nobody of the authority approves it',
  )
  await officer.patch(`/v1/homes/${String(bed.homeId)}`, { ageFrom: 10 }, any)
  t.equal((await start(placement)).status, 200)
  // A home for one whose child leaves today takes the next today: planned ends are believed, as in the search.
  const small = await place({ registeredPlaces: 1 })
  const leaving = await agreePlacement(await aTwelveYearOld(), small, {
    plannedFrom: TODAY,
    plannedTo: inDays(7),
  })
  t.equal((await start(leaving)).status, 200)
  const next = await agreePlacement(await aTwelveYearOld(), small, { plannedFrom: inDays(7) })
  t.same(gateIdsOf(next), [])
})

await t.test(
  'connected-person: the approval is the carer’s, serves brothers and sisters, and ends',
  async (t) => {
    const [one, two] = [await aTwelveYearOld(), await aTwelveYearOld()]
    const { homeId } = await aConnection(officer, { childId: one.id })
    await aConnection(officer, { childId: two.id, homeId })
    const type = { placementType: 'connected-carer', statedArea: CHESHIRE_EAST }
    const [bed, other] = [await aBed(officer, { homeId }), await aBed(officer, { homeId })]
    const placement = await agreePlacement(one, bed, { ...type, emergency: true })
    t.match(gateOf(placement, 'connected-person'), { state: 'unmet', mayStartFirst: false })
    t.match(await start(placement), gateClosed('connected-person'), 'before the start, in an emergency too')
    const approval = await holders['nominated-officer'].post('/v1/carer-approvals', {
      homeId,
      kind: 'temporary',
      fromOn: TODAY,
      assessed: true,
    })
    t.match(approval, { status: 201, body: { untilOn: inDays(112) } }, 'sixteen weeks: 112 days')
    t.equal((await start(placement)).status, 200)
    t.equal(
      (await start(await agreePlacement(two, other, type))).status,
      200,
      'the same approval serves the sibling',
    )
    const longer = { homeId, kind: 'extension', fromOn: inDays(112), assessed: true }
    t.match(
      await holders['nominated-officer'].post('/v1/carer-approvals', {
        ...longer,
        untilOn: inDays(112 + 57),
      }),
      { status: 422 },
      'an extension is of eight weeks, 56 days',
    )
    t.match(await holders['nominated-officer'].post('/v1/carer-approvals', longer), {
      status: 201,
      body: { untilOn: inDays(112 + 56) },
    })
    const again = await holders['nominated-officer'].post('/v1/carer-approvals', {
      ...longer,
      fromOn: inDays(112 + 56),
    })
    t.match(
      again,
      { status: 422, body: { errors: [{ pointer: '#/fromOn', code: 'extended-once' }] } },
      'and there is no second one',
    )
    const full = { homeId, kind: 'full', fromOn: TODAY, assessed: true }
    t.match(await holders['nominated-officer'].post('/v1/carer-approvals', full), { status: 403 })
    const approvals = async () =>
      (await officer.get(`/v1/carer-approvals?homeId=${String(homeId)}`)).body.items
    t.equal((await approvals()).length, 2, 'and who may not decide changes nothing')
    t.equal((await holders['fostering-service'].post('/v1/carer-approvals', full)).status, 201)
    t.match(
      await approvals(),
      [{ kind: 'full', untilOn: null }],
      'the full approval takes the place of the temporary one, and of the extension that has not begun',
    )
  },
)

await t.test('early-permanence: an approved adopter fosters the child named', async (t) => {
  const child = await aTwelveYearOld({ dateOfBirth: bornFor(1) })
  const bed = await place({ ...household, ageFrom: 0 })
  const fostering = { placementType: 'ifa', placeCode: 'U5' }
  const placement = await agreePlacement(child, bed, fostering)
  t.match(gateOf(placement, 'early-permanence'), { state: 'unmet' })
  t.match(await start(placement), gateClosed('early-permanence'))
  const approval = {
    homeId: bed.homeId,
    kind: 'early-permanence',
    fromOn: TODAY,
    untilOn: inDays(112),
    assessed: true,
  }
  const stranger = await aTwelveYearOld({ dateOfBirth: bornFor(1) })
  await holders['nominated-officer'].post('/v1/carer-approvals', { ...approval, childId: stranger.id })
  t.match(await start(placement), gateClosed('early-permanence'), 'for the named child alone')
  t.equal(
    (await holders['nominated-officer'].post('/v1/carer-approvals', { ...approval, childId: child.id }))
      .status,
    201,
  )
  t.equal((await start(placement)).status, 200)
  const ordinary = await agreePlacement(await aTwelveYearOld(), await place(household), {
    placementType: 'ifa',
    placeCode: 'U4',
  })
  t.notOk(gateIdsOf(ordinary).includes('early-permanence'))
})

await t.test('under-16-setting: unlawful, whatever anybody approves or overrides', async (t) => {
  for (const [fields, placementType] of [
    [{ kind: 'unregistered' }, 'other'],
    [{ kind: 'childrens-home', registeredOn: null }, 'residential'],
    [{ kind: 'supported-accommodation', ageFrom: 16 }, 'supported-accommodation'],
  ] as const) {
    const child = await aTwelveYearOld({ dateOfBirth: bornFor(14) })
    const bed = await place(fields)
    const agreement = await agree(child, bed, { placementType, emergency: true })
    t.equal(agreement.status, 409)
    t.ok(codesOf(agreement).includes('under-16-setting'), placementType)
    const record = await agree(child, bed, {
      placementType,
      plannedFrom: undefined,
      startedOn: inDays(-1),
      endedOn: TODAY,
      recordedAsHappened: 'Placed there by the police for a night.',
    })
    t.equal(record.status, 201, 'what happened is recorded')
    t.match(gateOf(record.body, 'under-16-setting'), { state: 'unlawful', office: null }, 'as unlawful')
  }
  const older = await agree(
    await aTwelveYearOld({ dateOfBirth: bornFor(16) }),
    await place({ kind: 'childrens-home' }),
  )
  t.equal(older.status, 201)
})

await t.test(
  'supported-registration: at 16 and 17 the provider is registered for the category',
  async (t) => {
    const type = { placementType: 'supported-accommodation' }
    const sixteen = () => aTwelveYearOld({ dateOfBirth: bornFor(16) })
    const provider = await aProvider(officer, {})
    const bed = await place({
      kind: 'supported-accommodation',
      ageFrom: 16,
      ageTo: 21,
      providerId: provider.id,
      accommodationCategory: 'private-host',
    })
    await officer.patch(
      `/v1/providers/${provider.id}`,
      { supportedRegisteredOn: inDays(-400), supportedCategories: ['shared-or-group'] },
      any,
    )
    t.match(
      codesOf(await agree(await sixteen(), bed, { ...type, emergency: true })),
      ['supported-registration'],
      'registered for another category',
    )
    playedGates.add('supported-registration')
    await officer.patch(
      `/v1/providers/${provider.id}`,
      { supportedCategories: ['shared-or-group', 'private-host'] },
      any,
    )
    t.equal((await start(await agreePlacement(await sixteen(), bed, type))).status, 200)
  },
)

await t.test(
  'secure-accommodation: 72 hours in 28 days without an order; under 13 the Secretary of State first',
  async (t) => {
    const type = { placementType: 'secure', placeCode: 'K1' }
    const home = { kind: 'secure-childrens-home' }
    const fourteen = await aTwelveYearOld({ dateOfBirth: bornFor(14) })
    const first = await agreePlacement(fourteen, await place(home), type)
    t.same(gateIdsOf(first), [], 'the first 72 hours need no order')
    // Three nights of the last 28 days were spent in secure accommodation: 72 hours.
    const resident = await aTwelveYearOld({ dateOfBirth: bornFor(14) })
    await aPlacement(officer, {
      childId: resident.id,
      bedId: (await place(home)).id,
      ...type,
      startedOn: inDays(-10),
      endedOn: inDays(-7),
      endReason: 'CARPL',
    })
    const again = await agreePlacement(resident, await place(home), { ...type, emergency: true })
    t.match(gateOf(again, 'secure-accommodation'), { state: 'unmet' })
    t.match(await start(again), gateClosed('secure-accommodation'))
    t.match(
      await officer.post('/v1/liberty-orders', {
        childId: resident.id,
        kind: 'secure',
        fromOn: TODAY,
        untilOn: inDays(100),
      }),
      { status: 422 },
      'a first order is for three months at most',
    )
    t.equal(
      (
        await officer.post('/v1/liberty-orders', {
          childId: resident.id,
          kind: 'secure',
          fromOn: TODAY,
          untilOn: inDays(80),
        })
      ).status,
      201,
    )
    t.equal((await start(again)).status, 200)
    const twelve = await aTwelveYearOld()
    const young = await agreePlacement(twelve, await place({ ...home, ageFrom: 10 }), type)
    t.match(gateOf(young, 'secure-accommodation'), { state: 'unmet' })
    await officer.post('/v1/liberty-orders', {
      childId: twelve.id,
      kind: 'secretary-of-state',
      fromOn: TODAY,
      untilOn: inDays(80),
    })
    t.equal((await start(young)).status, 200)
    const onRemand = await agreePlacement(
      await aTwelveYearOld({}, 'J1'),
      await place({ ...home, ageFrom: 10 }),
      type,
    )
    t.notOk(gateIdsOf(onRemand).includes('secure-accommodation'), 'remand is an order of its own')
  },
)

await t.test('key-stage-4-move: a move that may disrupt schooling, but not in an emergency', async (t) => {
  // At 15 and a half a child is in year 10 or 11, whatever the day.
  const child = await aTwelveYearOld({ dateOfBirth: inDays(-5660) })
  const first = await aPlacement(officer, {
    childId: child.id,
    bedId: (await place()).id,
    startedOn: inDays(-60),
  })
  const move = { on: TODAY, reason: 'LAREQ', planned: true }
  const go = async (more: Record<string, unknown>) =>
    officer.post(`/v1/placements/${first.id}/move`, { ...move, bedId: (await place()).id, ...more }, any)
  t.match(await go({}), gateClosed('key-stage-4-move'), 'while nobody says that the school is kept')
  playedGates.add('key-stage-4-move')
  t.match(await go({ keepsSchool: false }), gateClosed('key-stage-4-move'))
  t.equal((await go({ keepsSchool: true })).status, 201)
})

await t.test(
  'short-break-limits: 17 nights each, 75 in 12 months, one provider, with the running count',
  async (t) => {
    const child = await aTwelveYearOld({}, 'V4')
    const provider = await aProvider(officer)
    const bed = await place({ providerId: provider.id })
    const shortBreak = (from: number, to: number, more: Record<string, unknown> = {}) =>
      agree(child, bed, {
        placementType: 'short-break',
        plannedFrom: inDays(from),
        plannedTo: inDays(to),
        ...more,
      })
    t.match(await shortBreak(1, 19), gateClosed('short-break-limits'), 'eighteen nights')
    playedGates.add('short-break-limits')
    // Four of 17 nights are 68; seven more are 75; one night more is one too many, wherever it lies in the 12 months.
    for (const first of [1, 31, 61, 91]) t.equal((await shortBreak(first, first + 17)).status, 201)
    const last = await shortBreak(121, 128)
    t.match(last, { status: 201 }, 'to the 75th')
    const oneMore = await shortBreak(131, 132)
    t.match(oneMore, gateClosed('short-break-limits'))
    t.match(oneMore.body.errors[0]?.detail, /76 nights in 12 months; 75 are allowed/)
    t.match(await shortBreak(25, 26), gateClosed('short-break-limits'), 'nor between those before')
    t.equal((await shortBreak(121 + 366, 122 + 366)).status, 201, 'a year later it is free again')
    t.match(
      await officer.post(`/v1/placements/${last.body.id}/planned-dates`, { to: inDays(129) }, any),
      gateClosed('short-break-limits'),
      'nor by other dates',
    )
    const elsewhere = await place()
    t.match(
      await agree(await aTwelveYearOld({}, 'V4'), elsewhere, {
        placementType: 'short-break',
        plannedFrom: inDays(1),
        plannedTo: inDays(3),
      }),
      { status: 201 },
      'another child has its own count',
    )
    const withTwo = await aTwelveYearOld({}, 'V4')
    const few = { placementType: 'short-break', plannedFrom: inDays(1), plannedTo: inDays(3) }
    await agreePlacement(withTwo, bed, { ...few, plannedFrom: inDays(200), plannedTo: inDays(202) })
    t.match(await agree(withTwo, elsewhere, few), gateClosed('short-break-limits'), 'and one provider')
  },
)

await t.test('carer-holidays: a third in 12 months; an absence may have no end yet', async (t) => {
  const child = await aTwelveYearOld()
  const usual = await aPlacement(officer, {
    childId: child.id,
    bedId: (await place()).id,
    startedOn: inDays(-39),
  })
  const away = (fields: Record<string, unknown>) =>
    officer.post(`/v1/placements/${usual.id}/absences`, { placementType: 'temporary', ...fields }, any)
  t.equal((await away({ placeCode: 'T3', from: inDays(-30), to: inDays(-20) })).status, 201)
  t.equal((await away({ placeCode: 'T3', from: inDays(10), to: inDays(20) })).status, 201)
  t.match(await away({ placeCode: 'T3', from: inDays(30), to: inDays(40) }), gateClosed('carer-holidays'))
  playedGates.add('carer-holidays')
  t.equal((await away({ placeCode: 'T2', from: inDays(30), to: inDays(40) })).status, 201, 'of code T3 alone')
  const ill = await aPlacement(officer, {
    childId: (await aTwelveYearOld()).id,
    bedId: (await place()).id,
    startedOn: inDays(-39),
  })
  t.equal(
    (
      await officer.post(
        `/v1/placements/${ill.id}/absences`,
        { placementType: 'temporary', placeCode: 'T1', from: TODAY },
        any,
      )
    ).status,
    201,
    'a hospital without a known return',
  )
})

await t.test('emergency-bed and own-distance-rule: the authority’s own rules, named as such', async (t) => {
  const bed = await aBed(officer, {
    homeId: (await aHome(officer, { postcode: 'CW99 1AA', takesEmergencies: true })).id,
    kind: 'emergency',
  })
  const placement = await agreePlacement(await aTwelveYearOld(), bed, { emergency: true })
  const gate = gateOf(placement, 'emergency-bed')
  t.match(gate, { office: 'head-of-service', regulation: /own rule/ })
  await admin.patch('/v1/settings', { distantOverMiles: 1 }, any)
  const far = await agreePlacement(await aTwelveYearOld({ homePostcode: 'TR99 1AA' }), await place())
  t.match(gateOf(far, 'own-distance-rule'), { office: 'head-of-service', regulation: /own rule/ })
})

await t.test('every gate was played', async (t) => {
  t.same(
    gates.map(({ id }) => id).filter((id) => !playedGates.has(id)),
    [],
  )
})
