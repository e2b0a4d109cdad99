import t from 'tap'
import { distanceMiles, type GridPoint } from '../../../src/domain/distance.ts'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aCarePlan,
  aChild,
  aChildInCare,
  aConnection,
  aConsultation,
  aDisruptionMeeting,
  aHome,
  aLegalStatus,
  anIntroduction,
  anOfficer,
  aPanelCase,
  aPlacement,
  aPlacementRequest,
  aSeparation,
  aSiblingGroup,
  aWish,
  someNeeds,
} from '../../support/builders.ts'

/** One view of a child, on Friday 1 December 2023. */
const service = await testApp(t)
const officer = await service.as('placements')
const admin = await service.as('admin')

type Rows = Record<string, unknown>[]
const recordOf = async (child: Body, reader = officer) =>
  (await reader.get(`/v1/children/${child.id}/record`)).body as Body & {
    actions: { record: string; id: string; action: string; open: boolean; why: string | null; href: string }[]
    placements: Rows
    siblings: Rows
    legal: Record<string, unknown> | null
  }

t.test('the record brings together what is recorded of a child in many places', async (t) => {
  const group = await aSiblingGroup(officer)
  const brothers = { siblingGroupId: group.id }
  const child = await aChildInCare(officer, {
    ...brothers,
    dateOfBirth: '2008-03-01',
    homePostcode: 'CW1 0CC',
  })
  const brother = await aChildInCare(officer, { ...brothers, dateOfBirth: '2014-06-01' })
  const enemy = await aChild(officer)
  const house = await aHome(officer, { postcode: 'CW1 0CC' })
  const first = await aPlacement(officer, {
    childId: child.id,
    placementType: 'ifa',
    startedOn: '2022-01-10',
    endedOn: '2023-06-10',
    endReason: 'CREQB',
  })
  const stay = await aPlacement(officer, {
    childId: child.id,
    bedId: (await aBed(officer, { homeId: house.id })).id,
    startedOn: '2023-06-10',
    plannedTo: '2024-01-15',
  })
  await aPlacement(officer, { childId: brother.id, bedId: (await aBed(officer, { homeId: house.id })).id })
  await someNeeds(officer, {
    childId: child.id,
    livingWith: 'only-younger',
    capabilities: ['autism'],
    placesToAvoid: [{ place: 'CW1 0CC', miles: 2 }],
  })
  const request = await aPlacementRequest(officer, {
    childIds: [child.id],
    urgency: 'emergency',
    receivedOn: '2023-11-30',
    referral: { risks: { 'going-missing': 'low', 'criminal-exploitation': 'high', 'fire-setting': 'none' } },
  })
  const separation = await aSeparation(officer, { childId: enemy.id, otherChildId: child.id })
  await aCarePlan(officer, { childId: child.id, parallelPlan: 'independence' })
  await aWish(officer, { childId: child.id })
  await aConsultation(officer, { childId: child.id, requestId: request.id, homeId: house.id })
  await anIntroduction(officer, { childId: child.id, homeId: house.id, outcome: 'went-well' })
  await aDisruptionMeeting(officer, { placementId: first.id, heldOn: '2023-06-30' })
  await aConnection(officer, { childId: child.id })
  const panelCase = await aPanelCase(admin, { childId: child.id })

  const record = await recordOf(child)
  t.match(record, {
    asAt: '2023-12-01',
    // Born on 1 March 2008: 18 on 1 March 2026, after 31 days of December 2023, 366, 365, 31 and 28 more.
    child: { age: 15, eighteenOn: '2026-03-01', daysTo18: 31 + 366 + 365 + 31 + 28, homePostcode: 'CW1 0CC' },
    care: { endedOn: null },
    legal: { status: 'C2', clock: null },
    needs: { livingWith: 'only-younger', capabilities: ['autism'] },
    dangers: [
      { risk: 'criminal-exploitation', level: 'high', requestId: request.id, saidOn: '2023-11-30' },
      { risk: 'going-missing', level: 'low' },
    ],
    carePlan: { plan: 'long-term-fostering', parallelPlan: 'independence', agreedOn: '2023-03-01' },
    areasToAvoid: [{ place: 'CW1 0CC', miles: 2, inside: true }],
    separations: [{ id: separation.id, childId: enemy.id, category: 'harm' }],
    siblings: [{ childId: brother.id, age: 9, inCare: true, together: true, milesApart: 0 }],
    moves: 1,
    placements: [
      // From 10 June: 20 nights of June, 31, 31, 30, 31 and 30 of the months to November, and that to 1 December.
      {
        id: stay.id,
        status: 'current',
        home: { id: house.id },
        from: '2023-06-10',
        to: '2024-01-15',
        nights: 174,
      },
      { id: first.id, status: 'ended', nights: 365 + 151, unplanned: true, gates: [], brokenMusts: [] },
    ],
    requests: [{ id: request.id, status: 'open', urgency: 'emergency' }],
    wishes: [{ wish: 'To stay near the school.', heardBy: 'Advocate' }],
    consultations: [{ party: 'carers', view: 'supports', home: { id: house.id } }],
    introductions: [{ outcome: 'went-well' }],
    disruptionMeetings: [{ placementId: first.id, lessons: 'The carers had no respite.' }],
    connections: [{ relation: 'grandparent' }],
    panels: [{ id: panelCase.id, status: 'listed', outcome: null }],
  })
  t.equal((record.dangers as Rows).length, 2, 'what is no danger is not told')
  const [present] = record.placements as { brokenMusts: { must: string }[] }[]
  t.same(
    present?.brokenMusts.map(({ must }) => must).filter((must) => must === 'place-not-to-avoid'),
    ['place-not-to-avoid'],
    'the present home is in a place to avoid',
  )

  const { rows } = await service.ownerPool.query<{ child_ids: string[] }>(
    `select child_ids from access_log where action like '%/record' order by id desc limit 1`,
  )
  t.same(
    rows[0]?.child_ids.toSorted(),
    [child.id, brother.id, enemy.id].toSorted(),
    'every child that is shown is in the access log',
  )
})

t.test('actions say where they are done, or why they are not open', async (t) => {
  const child = await aChildInCare(officer)
  const request = await aPlacementRequest(officer, { childIds: [child.id] })
  const stay = await aPlacement(officer, { childId: child.id })
  const past = await aPlacement(officer, {
    childId: child.id,
    startedOn: '2021-01-01',
    endedOn: '2021-02-01',
  })
  const { actions } = await recordOf(child)
  const find = (id: unknown, action: string) => actions.find((one) => one.id === id && one.action === action)
  t.match(find(request.id, 'search'), {
    open: true,
    href: '/v1/vacancy-searches',
    record: 'placement-request',
  })
  t.match(find(stay.id, 'end'), { open: true, href: `/v1/placements/${stay.id}/end` })
  t.match(find(stay.id, 'start'), { open: false, why: 'It has started already.' })
  t.notOk(find(past.id, 'end'), 'nothing is to be done about what is over')
})

t.test('an emergency protection order and police protection have a clock', async (t) => {
  const child = await aChild(officer)
  await aLegalStatus(officer, { childId: child.id, status: 'L1', startedOn: '2023-11-29' })
  t.match((await recordOf(child)).legal, {
    status: 'L1',
    clock: { limitOn: '2023-12-02', extendedLimitOn: null, daysLeft: 1 },
  })
  const other = await aChild(officer)
  await aLegalStatus(officer, { childId: other.id, status: 'L2', startedOn: '2023-11-20' })
  t.match((await recordOf(other)).legal, {
    clock: { limitOn: '2023-11-28', extendedLimitOn: '2023-12-05', daysLeft: -3 },
  })
})

t.test('the miles between siblings are those between their homes', async (t) => {
  const group = await aSiblingGroup(officer)
  const [here, there] = [
    await aChildInCare(officer, { siblingGroupId: group.id }),
    await aChildInCare(officer, { siblingGroupId: group.id }),
  ]
  await aPlacement(officer, { childId: here.id, placementType: 'other', postcode: 'CW1 0CC' })
  const stay = await aPlacement(officer, { childId: there.id, placementType: 'other' })
  t.match((await recordOf(here)).siblings, [{ childId: there.id, together: false, milesApart: null }])
  const home = await aHome(officer)
  const { rows } = await service.ownerPool.query<{ easting: number; northing: number }>(
    `select p.easting, p.northing from postcodes p left join homes h on h.postcode = p.postcode
      where p.postcode = 'CW10CC' or h.id = $1`,
    [home.id],
  )
  const [a, b] = rows as [GridPoint, GridPoint]
  await officer.patch(
    `/v1/placements/${stay.id}`,
    { homeId: home.id, placementType: 'residential' },
    { 'if-match': '*' },
  )
  const { siblings } = await recordOf(here, admin)
  t.match(siblings, [{ home: { id: home.id }, milesApart: distanceMiles(a, b) }], 'to who may see addresses')
})

t.test('an override in force is shown with what it allows', async (t) => {
  await anOfficer(admin, { subject: 'head@example.test', office: 'head-of-service' })
  const head = await service.as('panel', undefined, 'head@example.test')
  const child = await aChildInCare(officer)
  const home = await aHome(officer)
  const override = await head.post('/v1/overrides', {
    childId: child.id,
    homeId: home.id,
    must: 'company-suits',
    decidedOn: '2023-11-30',
    untilOn: '2023-12-08',
    reason: 'One week, with a worker there at night.',
  })
  t.equal(override.status, 201)
  t.match((await recordOf(child)).overrides, [
    { must: 'company-suits', home: { id: home.id }, office: 'head-of-service', until: '2023-12-08' },
  ])
})

t.test('who may not read panels is shown none; a child of another authority is not there', async (t) => {
  const child = await aChildInCare(officer)
  await aPanelCase(admin, { childId: child.id })
  t.equal((await recordOf(child, await service.as('data'))).panels, null)
  t.equal((await (await service.as('bi')).get(`/v1/children/${child.id}/record`)).status, 403)
  const stranger = await service.as('placements', 'E08000007')
  t.equal((await stranger.get(`/v1/children/${child.id}/record`)).status, 404)
})

t.test('what began before the records is said to be since at least a day', async (t) => {
  const child = await aChild(officer)
  const care = { childId: child.id, startedOn: '2023-05-10', startedBefore: true }
  await aCarePeriod(officer, care)
  await aLegalStatus(officer, { childId: child.id, startedOn: '2023-05-10' })
  await aPlacement(officer, care)
  t.match(await recordOf(child), {
    care: { startedOn: '2023-05-10', startedBefore: true },
    placements: [{ from: '2023-05-10', startedBefore: true }],
  })
  const ask = { direction: 'down', from: '2023-12-04' }
  const { status, body } = await officer.post(`/v1/children/${child.id}/move-options`, ask)
  t.equal(status, 200, JSON.stringify(body))
  t.match(body, {
    child: { lookedAfterSince: '2023-05-10', lookedAfterBefore: true },
    current: { from: '2023-05-10', startedBefore: true },
  })
  t.match(
    (body.facts as Rows).find(({ id }) => id === 'months-in-care'),
    { value: 6, meaning: /At least/ },
  )
})
