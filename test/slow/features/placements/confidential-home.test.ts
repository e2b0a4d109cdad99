import t, { type Test } from 'tap'
import { movingScopes, type Scope } from '../../../../src/domain/access.ts'
import { measures } from '../../../../src/domain/measures/measures.ts'
import { placementTypeCodes } from '../../../../src/domain/placement-types.ts'
import { refreshMeasureValues } from '../../../../src/engines/figures/queries/measure-values.ts'
import { writeAs } from '../../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body, type TestClient } from '../../../support/app.ts'
import {
  aBed,
  aChild,
  aChildInCare,
  aHome,
  aPanelCase,
  aPlacement,
  aPlacingConsent,
  aServiceKey,
  aSiblingGroup,
} from '../../../support/builders.ts'
import { rowsOf } from '../../../features/feeds/support.ts'
import { resultOf, valueOf } from '../../../features/plans/support.ts'
import { insertPostcodes } from '../../../features/vacancies/fixture.ts'

/*
 * The attack: another authority places a made-up child in a shared confidential home, and changes the child's own address
 * until the distances that it is given leave one postcode. What it is told must be the same wherever in its 2 km square of
 * the national grid the home is, so that no number of questions leaves fewer postcodes than the square has.
 */

t.setTimeout(1_200_000)

const service = await testApp(t)
const { ownerPool } = service
const client = await service.as('admin')
const owner = await service.as('admin', STOCKPORT)

/** Four corners of the square from 388,000 to 390,000 both ways, and a place in it. */
const corners = {
  SK991AB: { authority: STOCKPORT, easting: 388000, northing: 388000 },
  SK991AD: { authority: STOCKPORT, easting: 389999, northing: 389999 },
  SK991AE: { authority: STOCKPORT, easting: 388000, northing: 389999 },
  SK991AF: { authority: STOCKPORT, easting: 389999, northing: 388000 },
  SK991AG: { authority: STOCKPORT, easting: 389300, northing: 388700 },
}
/** Where the made-up child is said to have lived. */
const homes = {
  SK992AA: { authority: STOCKPORT, easting: 388100, northing: 388100 },
  SK992AB: { authority: STOCKPORT, easting: 391700, northing: 387300 },
  SK992AD: { authority: STOCKPORT, easting: 384120, northing: 389990 },
  SK992AE: { authority: STOCKPORT, easting: 389000, northing: 399000 },
  SK992AF: { authority: STOCKPORT, easting: 421000, northing: 388500 },
}
await insertPostcodes(ownerPool, { ...corners, ...homes })

const household = await aHome(owner, {
  kind: 'fostering-household',
  shared: true,
  name: 'Confidential',
  postcode: 'SK99 1AG',
})
const bed = await aBed(owner, { homeId: household.id })
await aBed(owner, { homeId: household.id })
await aPlacingConsent(owner, { forAuthorityCode: CHESHIRE_EAST, homeId: household.id })
const siblingGroupId = (await aSiblingGroup(client)).id
const schoolPostcode = 'SK99 2AB'
const child = await aChildInCare(client, { siblingGroupId, schoolPostcode, homePostcode: 'SK99 2AA' })
const secretStay = await aPlacement(client, { childId: child.id, bedId: bed.id, startedOn: '2023-06-01' })
const sibling = await aChildInCare(client, { siblingGroupId, homePostcode: 'SK99 2AA' })
await aPlacement(client, {
  childId: sibling.id,
  homeId: (await aHome(client, { postcode: 'SK99 2AD' })).id,
  placementType: 'residential',
  startedOn: '2023-06-01',
})

const panelCase = await aPanelCase(client, { childId: sibling.id })

const compact = (postcode: string) => postcode.replace(/(...)$/, ' $1')

/** What carries a distance or a place of the child, of each answer that could. */
async function answersOf(t: Test): Promise<unknown[]> {
  const get = async (path: string) => {
    const { status, body } = await client.get(path)
    t.equal(status, 200, `${path} ${status === 200 ? '' : JSON.stringify(body)}`)
    return body
  }
  const placement = (body: Body) => [body.distanceMiles, body.location, body.locatedIn, body.gates]
  const search = await client.post('/v1/vacancy-searches', {
    children: [{ childId: sibling.id }],
    from: '2024-01-08',
    types: ['ifa', 'residential'],
    limit: 100,
  })
  t.equal(search.status, 200)
  t.ok(search.body.items.some(({ home }) => (home as Body).id === household.id))
  // Within so many miles there is an option, or a near miss by its distance: what is in and what out tells no more.
  const circles: unknown[] = []
  for (const maxMiles of [1, 2, 6]) {
    const { body } = await client.post<{ items: Body[]; nearMisses: Body[] }>('/v1/vacancy-searches', {
      children: [{ childId: sibling.id }],
      from: '2024-01-08',
      types: ['ifa'],
      maxMiles,
    })
    circles.push(
      [...body.items, ...body.nearMisses].map(({ home, rule, detail, distanceMiles, score }) => [
        (home as Body).id,
        ...[rule, detail, distanceMiles, score],
      ]),
    )
  }
  const answer = await client.post(
    `/v1/panel-cases/${panelCase.id}/options`,
    { direction: 'down', from: '2024-01-08' },
    { 'if-match': '*' },
  )
  t.equal(answer.status, 200)
  t.ok(JSON.stringify(answer.body).includes(household.id))
  const pack = await get(`/v1/panel-meetings/${String(panelCase.meetingId)}/pack`)
  const rows = async (set: string) => (await get(`/odata/${set}`)).value
  return [
    circles,
    distancesIn(answer.body.options),
    distancesIn(pack.cases),
    await rows('Placements'),
    await rows('ChildMonths'),
    placement(await get(`/v1/placements/${secretStay.id}`)),
    (await get(`/v1/placements?childId=${child.id}`)).items.map(placement),
    (await get(`/v1/children/${child.id}/record`)).placements,
    (await get(`/v1/children/${child.id}/record`)).siblings,
    (await get(`/v1/children/${sibling.id}/record`)).siblings,
    figure(await get('/v1/measures/mean-distance-miles?asAt=2023-12-01')),
    figure(await get('/v1/measures/children-looked-after?asAt=2023-12-01&by=distanceBandFine,location')),
    await get('/v1/feeds/child-months'),
    await get('/v1/feeds/placements'),
    search.body.items.map(({ score, distanceMiles, moves }) => [score, distanceMiles, moves]),
  ]
}

/** Every distance and score in an answer, in their order. */
function distancesIn(part: unknown): unknown[] {
  if (part === null || typeof part !== 'object') return []
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) =>
    /miles|distance|score|points|detail/i.test(name) ? [[name, value]] : distancesIn(value),
  )
}

/** The figures alone: not when they were worked out. */
const figure = ({ items }: Body) => items

await t.test('no answer tells where in its square the home of another authority is', async (t) => {
  for (const homePostcode of Object.keys(homes).map(compact)) {
    for (const { id } of [child, sibling])
      t.equal((await client.patch(`/v1/children/${id}`, { homePostcode }, { 'if-match': '*' })).status, 200)
    const answersByCorner: unknown[][] = []
    for (const postcode of Object.keys(corners)) {
      await owner.patch(`/v1/homes/${household.id}`, { postcode: compact(postcode) }, { 'if-match': '*' })
      answersByCorner.push(await answersOf(t))
    }
    for (const answers of answersByCorner) t.same(answers, answersByCorner[0], `from ${homePostcode}`)
  }
})

await t.test('nor does a plan for the child', async (t) => {
  const plans: unknown[] = []
  for (const postcode of Object.keys(corners)) {
    await owner.patch(`/v1/homes/${household.id}`, { postcode: compact(postcode) }, { 'if-match': '*' })
    const { assignments, ...result } = await resultOf(client, {
      needs: [{ children: [{ childId: sibling.id }], from: '2024-01-08', types: ['ifa'] }],
    })
    t.equal(assignments[0]?.homeId, household.id)
    plans.push([
      assignments.map(({ score, distanceMiles }) => [score, distanceMiles]),
      valueOf(result, 'distance'),
    ])
  }
  for (const plan of plans) t.same(plan, plans[0])
})

await t.test('of an own carer, who may not see addresses is told no more than of others', async (t) => {
  const officer = await service.as('placements')
  const carer = await aHome(client, { kind: 'fostering-household', name: 'Own carer', postcode: 'SK99 1AG' })
  const rooms = [await aBed(client, { homeId: carer.id }), await aBed(client, { homeId: carer.id })]
  const girl = await aChild(client, { homePostcode: 'SK99 2AA' })
  const stay = await aPlacement(client, { childId: girl.id, bedId: rooms[0]?.id, startedOn: '2023-06-01' })
  const milesFor = async (reader: TestClient) => {
    const search = await reader.post('/v1/vacancy-searches', {
      children: [{ age: 9, sex: 'male' }],
      from: '2024-01-08',
      homePostcode: 'SK99 2AA',
      types: ['ifa'],
      limit: 100,
    })
    const line = await reader.get(`/v1/placements/${stay.id}`)
    const record = await reader.get<{ placements: { distanceMiles: number }[] }>(
      `/v1/children/${girl.id}/record`,
    )
    const option = search.body.items.find(({ home }) => (home as Body).id === carer.id)
    return [line.body.distanceMiles, record.body.placements[0]?.distanceMiles, option?.distanceMiles]
  }
  // From 388,100, 388,100 to 389,300, 388,700: 1,342 m, 0.8 miles; to the middle, 389,000, 389,000: 1,273 m, 0.8: 1 mile.
  t.same(await milesFor(await service.as('duty')), [0.8, 0.8, 0.8])
  t.same(await milesFor(officer), [1, 1, 1])
})

await t.test('sums, bands, thresholds and approvals leave an own carer no more precise', async (t) => {
  const [officer, duty] = [await service.as('placements'), await service.as('duty')]
  const data = await service.as('data')
  const carer = await aHome(client, { kind: 'fostering-household', name: 'Narrowed', postcode: 'SK99 1AG' })
  const groupId = (await aSiblingGroup(client)).id
  const girl = await aChildInCare(client, {
    siblingGroupId: groupId,
    schoolPostcode,
    homePostcode: 'SK99 2AA',
  })
  const stay = await aPlacement(client, {
    childId: girl.id,
    bedId: (await aBed(client, { homeId: carer.id })).id,
    startedOn: '2023-06-01',
  })
  const brother = await aChild(client, { siblingGroupId: groupId })
  await aPlacement(client, {
    childId: brother.id,
    homeId: (await aHome(client, { postcode: 'SK99 2AD' })).id,
    placementType: 'residential',
    startedOn: '2023-06-01',
  })
  t.equal((await client.patch('/v1/settings', { distantOverMiles: 1 }, { 'if-match': '*' })).status, 200)
  for (const postcode of ['SK99 2AB', 'SK99 2AE'])
    await aBed(client, { homeId: (await aHome(client, { postcode })).id })

  const answersTo = async (reader: TestClient) => {
    const get = async (path: string) => {
      const { status, body } = await reader.get(path)
      t.equal(status, 200, path)
      return body
    }
    const search = await reader.post('/v1/vacancy-searches', {
      children: [{ childId: girl.id }],
      from: '2024-01-08',
      types: ['residential'],
      limit: 100,
    })
    const [first, second] = search.body.items.map(({ bed }) => (bed as Body).id)
    const comparison = `/v1/vacancy-searches/${search.body.id}/compare?beds=${first},${second}`
    return [
      figure(await get('/v1/measures/mean-distance-miles?asAt=2023-12-01')),
      figure(await get('/v1/measures/over-20-miles?asAt=2023-12-01')),
      figure(await get('/v1/measures/children-looked-after?asAt=2023-12-01&by=distanceBand')),
      (await get('/v1/measures/mean-distance-miles/records?asAt=2023-12-01')).items.map(
        ({ numbers, facts, amount }) => [numbers, facts, amount],
      ),
      (await get('/v1/views/unaccompanied-children?asAt=2023-12-01')).blocks,
      (await get(`/v1/children/${girl.id}/record`)).siblings,
      (await get(`/v1/placements/${stay.id}`)).gates,
      distancesIn((await get(comparison)).options),
    ]
  }
  for (const homePostcode of ['SK99 2AA', 'SK99 2AF']) {
    await client.patch(`/v1/children/${girl.id}`, { homePostcode }, { 'if-match': '*' })
    const byCorner: { officer: unknown[]; duty: unknown[] }[] = []
    for (const postcode of ['SK991AB', 'SK991AD', 'SK991AG']) {
      const move = await data.patch(
        `/v1/homes/${carer.id}`,
        { postcode: compact(postcode) },
        { 'if-match': '*' },
      )
      t.equal(move.status, 200)
      byCorner.push({ officer: await answersTo(officer), duty: await answersTo(duty) })
    }
    for (const answers of byCorner) t.same(answers.officer, byCorner[0]?.officer, `from ${homePostcode}`)
    const exact = new Set(byCorner.map((answers) => JSON.stringify(answers.duty[0])))
    t.ok(exact.size > 1, 'who may see addresses is told them apart')
  }
})

await t.test('feeds tell a key that may record no more of an own carer', async (t) => {
  const [data, girl] = [await service.as('data'), await aChildInCare(client, { homePostcode: 'SK99 2AA' })]
  const carer = await aHome(client, { kind: 'fostering-household', name: 'Fed', postcode: 'SK99 1AG' })
  const stay = await aPlacement(client, {
    childId: girl.id,
    bedId: (await aBed(client, { homeId: carer.id })).id,
    startedOn: '2023-06-01',
  })
  const aKey = async (...scopes: Scope[]) => {
    const { id } = await aServiceKey(client, { scopes })
    return service.with((await client.post<{ key: string }>(`/v1/keys/${id}/secrets`, {})).body.key)
  }
  const pulling = await aKey('feeds:read')
  const milesIn = async (reader: TestClient) => {
    const all: unknown[] = []
    for (const set of ['placements', 'child-months'])
      for (const { placementId, distanceMiles } of await rowsOf(reader, set))
        if (placementId === stay.id) all.push(distanceMiles)
    for (const limit of [0.9, 1.1]) {
      const filter = encodeURIComponent(`placementId eq ${stay.id} and distanceMiles lt ${limit}`)
      all.push((await reader.get<string>(`/odata/Placements/$count?$filter=${filter}`)).body)
    }
    return all
  }
  await writeAs(
    service.appPool,
    { subject: 'test', role: 'admin', authorityCode: CHESHIRE_EAST },
    (tx) => refreshMeasureValues(tx, '2023-12-01'),
    { ofOneMoment: true },
  )
  const measuresFor = async (reader: TestClient) =>
    new Set((await rowsOf(reader, 'measure-values', '?from=2023-11-01')).map(({ measure }) => measure))
  const others = new Set(
    Object.entries(measures).flatMap(([id, measure]) =>
      JSON.stringify(measure).includes('"distanceMiles"') ? [] : [id],
    ),
  )

  // As above: 0.8 miles, and 0.8 to the middle of the square, which is 1 in whole miles. June to December are seven months.
  t.same(await milesIn(pulling), [...Array<number>(8).fill(0.8), '1', '1'])
  t.same(await measuresFor(pulling), new Set(Object.keys(measures)))
  for (const scope of movingScopes) {
    const recording = await aKey('feeds:read', scope)
    const byCorner = new Set<string>()
    for (const postcode of ['SK991AB', 'SK991AD', 'SK991AG']) {
      await data.patch(`/v1/homes/${carer.id}`, { postcode: compact(postcode) }, { 'if-match': '*' })
      byCorner.add(JSON.stringify(await milesIn(recording)))
    }
    t.same([...byCorner], [JSON.stringify([...Array<number>(8).fill(1), '0', '1'])], scope)
    t.same(await measuresFor(recording), others, scope)
  }
})

await t.test('the postcode of a placement is shown of establishments alone', async (t) => {
  const officer = await service.as('placements')
  const visibleTypes: string[] = []
  for (const placementType of placementTypeCodes) {
    const childId = (await aChild(client, { dateOfBirth: '2004-06-01' })).id
    const { rows } = await ownerPool.query<{ id: string }>(
      `insert into placements (authority_code, child_id, placement_type, started_on, ended_on, postcode)
       values ('E06000049', $1, $2, '2023-06-01', '2023-06-03', 'SK991AG') returning id`,
      [childId, placementType],
    )
    const { body } = await officer.get(`/v1/placements/${rows[0]?.id}`)
    if (body.postcode !== null) visibleTypes.push(placementType)
    t.equal((await client.get(`/v1/placements/${rows[0]?.id}`)).body.postcode, 'SK99 1AG')
  }
  t.same(visibleTypes, [
    ...['residential', 'secure', 'residential-school', 'family-centre', 'care-home', 'nhs'],
    'young-offender-institution',
  ])
})
