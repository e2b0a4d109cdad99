import t from 'tap'
import { STOCKPORT } from '../../support/app.ts'
import { aChild, aPlacementRequest, aServiceKey } from '../../support/builders.ts'
import { aBoyOnRecord, ask, find, fixture, offeredHomes, nameOf, type Found } from './fixture.ts'

const app = await fixture(t)
const { officer, ownerPool } = app
const admin = await app.as('admin')
const nights = { neededFrom: ask.from, neededTo: ask.to }
const born = '2014-02-10' // nine until the stay is over

const requestFor = async (fields: Record<string, unknown> = {}) => {
  const child = await aBoyOnRecord(admin, { dateOfBirth: born })
  return aPlacementRequest(admin, { childIds: [child.id], ...nights, ...fields })
}
const names = ({ items }: Found) => items.map(nameOf)
const readSearch = async (id: string) => (await officer.get(`/v1/vacancy-searches/${id}`)).body
const homesOf = (answer: Found) => [...new Set(answer.items.map(({ home }) => home.name))].sort()

await t.test(
  'a search for a request takes its children and nights, and is linked with it both ways',
  async (t) => {
    const request = await requestFor()
    const answer = await find(officer, { requestId: request.id, limit: 100 })
    t.same(names(answer).sort(), [...offeredHomes].sort())
    t.match(answer, { requestId: request.id })
    t.match(await readSearch(answer.id), {
      requestId: request.id,
      found: offeredHomes.length,
      criteria: { children: [{ age: 9, sex: 'male' }], from: ask.from, to: ask.to, stay: 'placement' },
    })
    const again = await find(officer, { requestId: request.id })
    const read = await officer.get<{ searches: unknown }>(`/v1/placement-requests/${request.id}`)
    t.match(read.body.searches, [
      { id: again.id, found: offeredHomes.length, href: `/v1/vacancy-searches/${again.id}` },
      { id: answer.id },
    ])
  },
)

await t.test('what the search itself says goes before what the request says', async (t) => {
  const request = await requestFor({ neededTo: null })
  const criteria = async (fields: object) =>
    (await readSearch((await find(officer, { requestId: request.id, ...fields })).id)).criteria
  t.match(await criteria({}), { from: ask.from, to: null })
  t.match(await criteria({ to: '2024-01-20' }), { to: '2024-01-20' })
  t.match(await criteria({ from: '2024-01-10' }), { from: '2024-01-10', to: null })
  const placedRequest = await requestFor()
  t.match(await readSearch((await find(officer, { requestId: placedRequest.id, to: null })).id), {
    criteria: { to: null },
  })
  const wrong = await officer.post('/v1/vacancy-searches', { requestId: placedRequest.id, from: ask.to })
  t.match(wrong, { status: 422, body: { errors: [{ pointer: '#/to' }] } })
})

await t.test(
  'an emergency asks for an emergency stay; what the referral finds unsuitable is ruled out',
  async (t) => {
    const emergency = await requestFor({ urgency: 'emergency' })
    t.same(
      homesOf(await find(officer, { requestId: emergency.id })),
      ['Ash'],
      'the one that takes emergencies',
    )
    const referral = { residential: 'unsuitable', fostering: 'preferred' }
    const request = await requestFor({ referral })
    t.same(homesOf(await find(officer, { requestId: request.id })), ['Dogwood', 'Ivy', 'Larch'])
    const [childId] = request.childIds as string[]
    const children = [{ childId, residential: 'suitable' }]
    t.ok(
      homesOf(await find(officer, { requestId: request.id, children })).includes('Ash'),
      'unless it is told',
    )
  },
)

await t.test('what the referral says of the child decides with what is on record', async (t) => {
  const criteria = async (referral: object) => {
    const request = await requestFor({ referral })
    return (await readSearch((await find(officer, { requestId: request.id })).id)).criteria
  }
  t.match(
    await criteria({
      communication: ['bsl', 'esol'],
      homeAdaptation: true,
      risks: { 'fire-setting': 'high' },
    }),
    {
      children: [
        {
          capabilities: ['bsl', 'adapted'],
          preferredCapabilities: ['esol', 'fire-setting'],
          livingWith: null,
        },
      ],
    },
  )
  t.match(await criteria({ livingWith: 'solo' }), { children: [{ livingWith: 'solo' }] })
  t.match(
    await criteria({ sectorsToAvoid: ['ZZ9 9'], placesThatMatter: [{ sector: 'ZZ9 8', what: 'Gran' }] }),
    { placesToAvoid: 1, placesThatMatter: 1 },
    'a place that the directory does not have is told of, and stops no search',
  )
})

await t.test('brothers and sisters of a request are searched for together', async (t) => {
  const childIds = [(await aChild(admin)).id, (await aChild(admin)).id]
  const request = await aPlacementRequest(admin, { childIds, ...nights })
  t.same(homesOf(await find(officer, { requestId: request.id, homePostcode: 'CW99 1AA' })), ['Ash', 'Maple'])
  const one = await find(officer, { requestId: request.id, children: [{ childId: childIds[0] }] })
  t.equal(
    ((await readSearch(one.id)) as unknown as { criteria: { children: [] } }).criteria.children.length,
    1,
  )
  const stranger = await aChild(admin)
  const answer = await officer.post('/v1/vacancy-searches', {
    requestId: request.id,
    children: [{ childId: childIds[0] }, { childId: stranger.id }],
  })
  t.match(answer, { status: 422, body: { errors: [{ pointer: '#/children/1/childId' }] } })
})

await t.test(
  'a request that is not there, is another authority’s or is withdrawn is not searched for',
  async (t) => {
    const theirs = await app.as('admin', STOCKPORT)
    const request = await aPlacementRequest(theirs)
    for (const requestId of ['00000000-0000-4000-8000-000000000000', request.id]) {
      const answer = await officer.post('/v1/vacancy-searches', { requestId })
      t.match(answer, {
        status: 422,
        body: { errors: [{ pointer: '#/requestId', code: 'unknown-request' }] },
      })
    }
    const own = await requestFor()
    const withdrawal = { on: '2023-12-01', reason: 'No longer needed' }
    await admin.post(`/v1/placement-requests/${own.id}/withdrawal`, withdrawal, { 'if-match': '*' })
    const refusal = await officer.post('/v1/vacancy-searches', { requestId: own.id })
    t.match(refusal, {
      status: 409,
      body: { type: '/problems/action-not-open', detail: 'It was withdrawn.' },
    })
  },
)

await t.test(
  'a kept search is read by its own authority alone, and reads of children are logged',
  async (t) => {
    const request = await requestFor()
    const { id } = await find(officer, { requestId: request.id })
    t.equal((await (await app.as('placements', STOCKPORT)).get(`/v1/vacancy-searches/${id}`)).status, 404)
    await readSearch(id)
    const { rows } = await ownerPool.query<{ action: string }>(
      'select action from access_log where child_ids && (select array_agg(child_id) from request_children where request_id = $1)',
      [request.id],
    )
    t.ok(rows.some(({ action }) => action === 'GET /v1/vacancy-searches/:id'))
  },
)

await t.test('a request names its children in its order, for those who may read children', async (t) => {
  const [older, younger] = [
    await aChild(admin, { reference: 'NAMED-1', dateOfBirth: '2014-02-10' }),
    await aChild(admin, { reference: 'NAMED-2', dateOfBirth: '2017-05-01' }),
  ]
  const { id } = await aPlacementRequest(admin, { childIds: [younger.id, older.id], ...nights })
  const children = [
    { id: younger.id, reference: 'NAMED-2', dateOfBirth: '2017-05-01' },
    { id: older.id, reference: 'NAMED-1', dateOfBirth: '2014-02-10' },
  ]
  t.same((await officer.get(`/v1/placement-requests/${id}`)).body.children, children)
  const { body } = await officer.get(`/v1/placement-requests?childId=${older.id}`)
  t.same(
    body.items.map((item) => item.children),
    [children],
  )
  const key = await aServiceKey(admin, { scopes: ['placements:read'] })
  const { body: secret } = await admin.post(`/v1/keys/${key.id}/secrets`, {})
  const system = app.with(String(secret.key))
  t.equal((await system.get(`/v1/placement-requests/${id}`)).body.children, null)

  const moment = new Date().toISOString()
  await admin.patch(
    `/v1/children/${older.id}`,
    { dateOfBirth: '2014-03-10' },
    { 'if-match': '*', 'change-reason': 'A slip' },
  )
  t.same(
    (await officer.get(`/v1/placement-requests/${id}?knownAt=${moment}`)).body.children,
    children,
    'and as the children were then on record',
  )
  const withdrawal = await officer.post(
    `/v1/placement-requests/${id}/withdrawal`,
    { on: '2023-12-01', reason: 'Stays at home' },
    { 'if-match': '*' },
  )
  t.match(withdrawal.body.children, [{ reference: 'NAMED-2' }, { dateOfBirth: '2014-03-10' }])
})
