import t from 'tap'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aDistinction,
  aLegalStatus,
  aPanelCase,
  aPlacement,
  aPlacementRequest,
  aSeparation,
  aSiblingGroup,
  someNeeds,
} from '../../support/builders.ts'
import { csv, importOf, reportOf } from '../returns/in/support.ts'
import { inHours } from '../../support/placing.ts'

/** Two records of one child: suspected, told to be two, merged into one, and taken apart again. */

const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
const any = { 'if-match': '*' }
const why = { reason: 'The same child, entered twice.' }
const merge = (id: string, otherId: string) =>
  admin.post(`/v1/children/${id}/merge`, { otherId, ...why }, any)
const unmerge = (id: string, otherId: string) =>
  admin.post(`/v1/children/${id}/unmerge`, { otherId, ...why }, any)

/** What is recorded of a child, as SQL says it: every row of every table that names the child, without its version. */
async function recordsOf(childId: string): Promise<string[]> {
  const { rows: links } = await service.ownerPool.query<{ holder: string; column: string }>(
    `select h.relname as holder, l as column from pg_class h, lateral links_to_children(h.oid::regclass) l
      where h.relkind = 'r' and h.relnamespace = 'public'::regnamespace order by 1, 2`,
  )
  const records = []
  for (const { holder, column } of links) {
    const { rows } = await service.ownerPool.query<{ row: string }>(
      `select (to_jsonb(x) - '{version,updated_at}'::text[])::text as row from ${holder} x where ${column} = $1`,
      [childId],
    )
    records.push(...rows.map(({ row }) => `${holder}.${column} ${row}`))
  }
  const { rows } = await service.ownerPool.query<{ row: string }>(
    `select (to_jsonb(x) - '{version,updated_at}'::text[])::text as row from children x where id = $1`,
    [childId],
  )
  return [...records, ...rows.map(({ row }) => `children ${row}`)].sort()
}

/** A child with a record of nearly every kind. */
async function aChildWithMuch() {
  const group = await aSiblingGroup(admin)
  const { id } = await aChild(admin, { siblingGroupId: group.id })
  const care = await aCarePeriod(admin, { childId: id })
  await aLegalStatus(admin, { childId: id })
  await someNeeds(admin, { childId: id })
  await aSeparation(admin, { childId: id })
  await aSeparation(admin, { otherChildId: id })
  const bed = await aBed(admin)
  const request = await aPlacementRequest(admin, { childIds: [id], neededFrom: '2023-12-02' })
  const newHold = { beds: [{ bedId: bed.id, childId: id }], from: '2023-12-02', expiresAt: inHours(1) }
  const hold = (await admin.post('/v1/holds', { ...newHold, requestId: request.id })).body
  const placement = await aPlacement(admin, {
    childId: id,
    bedId: (await aBed(admin)).id,
    plannedTo: '2023-12-02',
  })
  const panelCase = await aPanelCase(admin, { childId: id, requestId: request.id })
  return { id, care, request, hold, placement, panelCase, group }
}

t.test('everything recorded of the one is the other’s; the old record says where it went', async (t) => {
  const much = await aChildWithMuch()
  const survivor = await aChild(admin)
  const result = await merge(survivor.id, much.id)
  t.equal(result.status, 200, JSON.stringify(result.body))
  t.match(result.body, { id: survivor.id, mergedFromIds: [much.id], siblingGroupId: much.group.id })
  const ofSurvivor = async (path: string) =>
    (await admin.get(`/v1/${path}?childId=${survivor.id}`)).body.items.map(({ id }) => id)
  t.same(await ofSurvivor('care-periods'), [much.care.id])
  t.same(await ofSurvivor('placements'), [much.placement.id])
  t.same(await ofSurvivor('placement-requests'), [much.request.id])
  t.same(await ofSurvivor('holds'), [much.hold.id])
  t.same(await ofSurvivor('panel-cases'), [much.panelCase.id])
  t.equal((await ofSurvivor('child-needs')).length, 1)
  t.equal((await ofSurvivor('separations')).length, 1)
  t.equal((await admin.get(`/v1/separations?otherChildId=${survivor.id}`)).body.items.length, 1)
  t.match((await admin.get(`/v1/placement-requests/${much.request.id}`)).body, { childIds: [survivor.id] })
  const inCare = (await admin.get('/v1/children?asAt=2023-12-01&limit=500')).body.items.map(({ id }) => id)
  t.ok(inCare.includes(survivor.id) && !inCare.includes(much.id))

  const old = await admin.get(`/v1/children/${much.id}`)
  t.match(old, { status: 404, headers: { location: `/v1/children/${survivor.id}` } })
  t.match(old.body.detail, survivor.id)
  const stranger = await (await service.as('admin', STOCKPORT)).get(`/v1/children/${much.id}`)
  t.equal(stranger.status, 404)
  t.notMatch(JSON.stringify([stranger.body, stranger.headers]), survivor.id, 'only to those who may see it')
  t.equal((await admin.get(`/v1/children/${much.id}/record`)).status, 404)

  for (const id of [survivor.id, much.id]) {
    const { items } = (await admin.get(`/v1/children/${id}/versions`)).body
    t.match(items.at(-1), { change: 'changed', reason: why.reason }, 'told in the history of both')
  }
  const [reference] = (await admin.get(`/v1/children/${much.id}/versions`)).body.items as unknown as {
    record: { reference: string }
  }[]
  const lookup = await admin.post('/v1/child-lookups', { references: [reference?.record.reference] })
  t.match(lookup.body.items, [{ id: survivor.id }], 'the old reference finds the child')
})

t.test('nothing more is recorded of the old one', async (t) => {
  const [survivor, other] = [await aChild(admin), await aChild(admin)]
  await merge(survivor.id, other.id)
  const childId = other.id
  const refusal = { status: 422, body: { type: '/problems/unknown-reference' } }
  t.match(await admin.post('/v1/care-periods', { childId, startedOn: '2022-01-10' }), refusal)
  t.match(await admin.post('/v1/child-needs', { childId }), refusal)
  const request = {
    childIds: [childId],
    urgency: 'planned',
    receivedOn: '2023-12-01',
    neededFrom: '2023-12-01',
  }
  t.match(await admin.post('/v1/placement-requests', request), refusal)
  t.equal(
    (await admin.post('/v1/vacancy-searches', { children: [{ childId }], from: '2023-12-01' })).status,
    422,
  )
  t.equal((await admin.patch(`/v1/children/${childId}`, { sex: 'male' }, any)).status, 404)
  t.match(await merge(survivor.id, childId), refusal)
  t.match(await merge(survivor.id, survivor.id), {
    status: 422,
    body: { errors: [{ pointer: '#/otherId' }] },
  })
  t.match(await admin.del(`/v1/children/${survivor.id}`, any), { status: 409, body: { detail: /unmerge/ } })
})

t.test('taken apart again, both are as they were; what was recorded since stays', async (t) => {
  const much = await aChildWithMuch()
  const survivor = await aChild(admin)
  await aCarePeriod(admin, {
    childId: survivor.id,
    startedOn: '2020-01-01',
    endedOn: '2020-06-01',
    endReason: 'E4A',
  })
  const original = [await recordsOf(survivor.id), await recordsOf(much.id)]
  t.ok((original[1]?.length ?? 0) > 8)
  t.equal((await merge(survivor.id, much.id)).status, 200)
  const result = await unmerge(survivor.id, much.id)
  t.equal(result.status, 200, JSON.stringify(result.body))
  t.same([await recordsOf(survivor.id), await recordsOf(much.id)], original)
  t.match(await unmerge(survivor.id, much.id), { status: 409, body: { type: '/problems/action-not-open' } })

  await merge(survivor.id, much.id)
  const later = await aPlacement(admin, {
    childId: survivor.id,
    startedOn: '2020-01-01',
    endedOn: '2020-02-01',
  })
  await unmerge(survivor.id, much.id)
  t.match((await admin.get(`/v1/placements/${later.id}`)).body, { childId: survivor.id })
  t.match((await admin.get(`/v1/placements/${much.placement.id}`)).body, { childId: much.id })
})

t.test('what could not be of one child is named, and nothing is merged', async (t) => {
  const [one, other] = [await aChild(admin), await aChild(admin)]
  const pairs: Record<string, [Body, Body]> = {}
  for (const [path, make] of Object.entries({
    'care-periods': aCarePeriod,
    'legal-statuses': aLegalStatus,
    placements: aPlacement,
    'child-needs': someNeeds,
  }))
    pairs[path] = [await make(admin, { childId: one.id }), await make(admin, { childId: other.id })]
  const separation = await aSeparation(admin, { childId: one.id, otherChildId: other.id })
  const request = await aPlacementRequest(admin, { childIds: [one.id, other.id] })
  const refusal = await merge(one.id, other.id)
  t.match(refusal, { status: 409, body: { type: '/problems/conflict' } })
  const details = refusal.body.errors.map(({ detail }) => detail).sort()
  t.same(
    details,
    [
      ...Object.entries(pairs).map(([path, [a, b]]) => `/v1/${path}/${a.id} and /v1/${path}/${b.id} overlap`),
      `/v1/separations/${separation.id} names both`,
      `/v1/placement-requests/${request.id} names both`,
    ].sort(),
  )
  t.equal((await admin.get(`/v1/children/${other.id}`)).status, 200)
  t.match((await admin.get(`/v1/care-periods?childId=${one.id}`)).body.items.length, 1)
})

t.test('a merge and a record of the old child, at once: nothing is left behind', async (t) => {
  for (let round = 0; round < 8; round++) {
    const [survivor, other] = [await aChild(admin), await aChild(admin)]
    const [result, ,] = await Promise.all([
      merge(survivor.id, other.id),
      admin.post('/v1/care-periods', { childId: other.id, startedOn: '2022-01-10' }),
      admin.post('/v1/placements', {
        childId: other.id,
        placementType: 'with-parents',
        startedOn: '2022-01-10',
        recordedAsHappened: 'For the test.',
      }),
    ])
    t.equal(result.status, 200, JSON.stringify(result.body))
    t.same((await admin.get(`/v1/care-periods?childId=${other.id}`)).body.items, [])
    t.same((await admin.get(`/v1/placements?childId=${other.id}`)).body.items, [])
  }
})

t.test('another authority merges nothing of this one’s', async (t) => {
  const [one, other] = [await aChild(admin), await aChild(admin)]
  const stranger = await service.as('admin', STOCKPORT)
  const own = await aChild(stranger)
  const post = (id: string, otherId: string) =>
    stranger.post(`/v1/children/${id}/merge`, { otherId, ...why }, any)
  t.equal((await post(one.id, other.id)).status, 404)
  t.match(await post(own.id, other.id), { status: 422, body: { type: '/problems/unknown-reference' } })
  t.equal((await admin.get(`/v1/children/${other.id}`)).status, 200)
})

t.test('of two merges of one record, one is made', async (t) => {
  const [a, b, other] = [await aChild(admin), await aChild(admin), await aChild(admin)]
  const answers = await Promise.all([merge(a.id, other.id), merge(b.id, other.id), merge(other.id, a.id)])
  t.ok(answers.filter(({ status }) => status === 200).length >= 1)
  t.same(
    answers.filter(({ status }) => status >= 500),
    [],
  )
  const { rows } = await service.ownerPool.query(
    `select merged_id from child_merges where merged_id = any($1) group by 1 having count(*) > 1`,
    [[a.id, b.id, other.id]],
  )
  t.same(rows, [])
})

t.test('rows of a return under the old reference are of the child, and told', async (t) => {
  const [survivor, other] = [await aChild(admin), await aChild(admin, { reference: 'OLD-REF' })]
  await merge(survivor.id, other.id)
  const data = await service.as('data')
  const files = [
    csv('header', 'OLD-REF,2,15/06/2013,WBRI,UN2,,'),
    csv('episodes', 'OLD-REF,01/05/2018,S,C2,N1,U4,PR1,,,,,,'),
  ]
  const result = await importOf(data, files)
  t.equal(result.status, 'succeeded', result.detail ?? '')
  const notes = (await reportOf(data, result.id, 'read')).filter(({ column }) => column === 'CHILD')
  t.match(notes, [{ value: 'OLD-REF', reason: /merged into that of/ }, { value: 'OLD-REF' }])
  const { items } = (await admin.get(`/v1/care-periods?childId=${survivor.id}`)).body
  t.match(items, [{ startedOn: '2018-05-01' }])
})

t.test(
  'records that look like one child’s are told of on creation, until somebody says that they are two',
  async (t) => {
    const signsOf = (body: Body) =>
      (body.warnings as { otherChildId: string; because: string[] }[]).map(({ otherChildId, because }) => [
        otherChildId,
        ...because,
      ])
    const fields = { dateOfBirth: '2011-11-11', sex: 'male', homePostcode: 'CW1 0CC' }
    const first = await admin.post('/v1/children', { ...fields, reference: 'ZZ-1', upn: 'A12345678901B' })
    t.match(first, { status: 201, body: { warnings: [] } })
    const upn = await admin.post('/v1/children', {
    dateOfBirth: '2001-01-01', sex: 'male', reference: 'QQ-1', upn: 'A12345678901B',
  }) // prettier-ignore
    t.same(signsOf(upn.body), [[first.body.id, 'same-upn']])
    const born = await admin.post('/v1/children', { ...fields, reference: 'zz-2' })
    t.same(signsOf(born.body), [[first.body.id, 'same-birth-area-and-initials']])
    const elsewhere = { ...fields, homePostcode: 'SK9 3MM' }
    t.same(signsOf((await admin.post('/v1/children', { ...elsewhere, reference: 'ZZ-3' })).body), [])
    t.same(signsOf((await admin.post('/v1/children', { ...fields, reference: 'YY-4' })).body), [])
    const unknown = { ...elsewhere, dateOfBirth: '2010-10-10', upn: 'UN4' }
    await admin.post('/v1/children', { ...unknown, reference: 'U1' })
    t.same(signsOf((await admin.post('/v1/children', { ...unknown, reference: 'V1' })).body), [])

    const [former, latter] = [
      await aChild(admin, { dateOfBirth: '2012-02-02', reference: 'OLD1' }),
      await aChild(admin, { dateOfBirth: '2012-02-02', reference: 'NEW1', homePostcode: null }),
    ]
    for (const { id } of [former, latter]) await aCarePeriod(admin, { childId: id, startedOn: '2019-09-09' })
    const pair = [former.id, latter.id].sort()
    const listOf = async () =>
      (await admin.get(`/v1/suspected-duplicates?childId=${former.id}`)).body.items.map(
        (item) => item.because,
      )
    t.same(await listOf(), [['same-birth-and-care']])
    const [firstPage] = (await admin.get('/v1/suspected-duplicates?limit=1')).body.items
    t.ok(firstPage)

    await aDistinction(admin, { childId: pair[1], otherChildId: pair[0] })
    t.same(await listOf(), [])
    t.match(
      await admin.post('/v1/child-distinctions', {
        childId: pair[0],
        otherChildId: pair[1],
        reason: 'Again.',
      }),
      { status: 409 },
    )
    t.equal((await merge(first.body.id, upn.body.id)).status, 200)
    t.same(signsOf((await admin.get(`/v1/children/${first.body.id}`)).body), [
      [born.body.id, 'same-birth-area-and-initials'],
    ])
  },
)

t.test('twins of one sibling group are no duplicates', async (t) => {
  const { id: siblingGroupId } = await aSiblingGroup(admin)
  const fields = { siblingGroupId, dateOfBirth: '2015-05-05', homePostcode: 'CW1 0CC' }
  await aChild(admin, { ...fields, reference: 'TW-1' })
  t.match((await aChild(admin, { ...fields, reference: 'TW-2' })).warnings, [])
})
