import { randomUUID } from 'node:crypto'
import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChild, aPlacement } from '../../support/builders.ts'

/** Wednesday 17 January 2024, at noon. */
const service = await testApp(t, { clock: () => new Date('2024-01-17T12:00:00Z') })
const { ownerPool } = service
const admin = await service.as('admin')
const protection = await service.as('data-protection')
const why = { 'access-purpose': 'Review of January' }

/** Enters that somebody opened records, `seconds` apart. */
async function enter(actor: string, role: string, start: string, children: readonly (readonly string[])[]) {
  await ownerPool.query(
    `insert into access_log (authority_code, at, actor, role, action, request_id, child_ids)
     select $1, $2::timestamptz + n * interval '10 seconds', $3, $4, 'GET /v1/children/:id', 'r',
            array(select jsonb_array_elements_text(ids)::uuid)
       from jsonb_array_elements($5) with ordinality e (ids, n)`,
    [CHESHIRE_EAST, start, actor, role, JSON.stringify(children)],
  )
}
const different = (count: number) => Array.from({ length: count }, () => [randomUUID()])
const child = randomUUID()

// 61 different children from 10:00:10 to 10:10:10 are more than 60; 60 are not; nor is a list of 61 at once, or a system.
await enter('reads-many', 'placements', '2024-01-16T10:00:00Z', different(61))
await enter('reads-sixty', 'placements', '2024-01-16T10:00:00Z', different(60))
await enter('reads-a-list', 'placements', '2024-01-16T10:00:00Z', [different(61).flat()])
await enter('key:case-system', 'system', '2024-01-16T03:00:00Z', different(61))
// Half past midnight in winter; in summer 21:30 UTC is half past ten at night.
const eleven = [[child], ...different(10)]
await enter('awake', 'placements', '2024-01-16T00:30:00Z', eleven)
await enter('one-emergency', 'placements', '2024-01-16T00:30:00Z', different(10))
await enter('on-duty', 'duty', '2024-01-16T00:30:00Z', eleven)
await enter('summer', 'panel', '2023-07-04T21:30:00Z', eleven)
await enter('winter', 'panel', '2024-01-15T21:30:00Z', eleven)

interface Unusual {
  items: { id: string; rule: string; actor: string; children: number; entries: number }[]
}
const unusual = async (range = '') => (await protection.get<Unusual>(`/v1/unusual-access${range}`)).body.items

t.test('what the rules find, and nothing else', async (t) => {
  t.same(
    (await unusual()).map(({ rule, actor, children, entries }) => [rule, actor, children, entries]),
    [
      ['many-children', 'reads-many', 61, 61],
      ['at-night', 'awake', 11, 11],
    ],
  )
  t.match(await unusual('?from=2023-07-01&to=2023-07-31'), [{ rule: 'at-night', actor: 'summer' }])
  t.match(await protection.get('/v1/unusual-access?from=2023-01-01&to=2023-12-31'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/from' }] },
  })
})

t.test('each is a row for the data protection officer until it is looked into', async (t) => {
  const rows = async () =>
    (await protection.get('/v1/attention?team=data-protection')).body.items.map(({ record }) => record)
  const [many, night] = (await unusual()).map(({ id }) => `/v1/unusual-access/${id}`)
  t.same(new Set(await rows()), new Set([many, night]))
  t.equal(
    (await protection.post(`${many}/review`, { finding: 'to-investigate', note: 'Asked the team.' })).status,
    200,
  )
  t.same(await rows(), [night])
  t.match((await protection.get(many ?? '')).body, { review: { reviewedBy: 'data-protection@example.test' } })
  t.equal(
    (await protection.post(`/v1/unusual-access/${randomUUID()}/review`, { finding: 'explained', note: 'x' }))
      .status,
    404,
  )
})

t.test('who looked at a child, and whom somebody looked at, over a period', async (t) => {
  const actors = async (query: string) =>
    (await protection.get(`/v1/access-log?${query}`, why)).body.items.map(({ actor }) => actor)
  t.same(await actors(`childId=${child}&from=2024-01-15&to=2024-01-16`), ['winter', 'on-duty', 'awake'])
  t.same(await actors(`childId=${child}&to=2023-12-31`), ['summer'])
  t.same(await actors('actor=summer&limit=5'), Array(5).fill('summer'))
  const first = await protection.get('/v1/access-log?actor=reads-sixty&limit=40', why)
  const second = await protection.get(
    `/v1/access-log?actor=reads-sixty&limit=40&cursor=${first.body.nextCursor}`,
    why,
  )
  t.equal(first.body.items.length + second.body.items.length, 60)
  t.equal(second.body.nextCursor, null)
})

t.test('to read the log is an entry too, and takes its own scope, in the own authority', async (t) => {
  const { body } = await protection.get(
    `/v1/access-log?childId=${child}&actor=data-protection@example.test`,
    why,
  )
  t.match(body.items[0], { action: 'GET /v1/access-log', purpose: why['access-purpose'] })
  t.equal((await (await service.as('placements')).get('/v1/access-log')).status, 403)
  const stranger = await service.as('data-protection', STOCKPORT)
  t.same((await stranger.get(`/v1/access-log?childId=${child}`)).body.items, [])
})

t.test('where the authority asks for a purpose, nothing of a child is told without one', async (t) => {
  const someone = await aChild(admin)
  await aPlacement(admin, { childId: someone.id, bedId: (await aBed(admin)).id })
  const settings = await admin.patch(
    '/v1/settings',
    { purposeRequiredFor: ['children:read', 'feeds:read', 'placements:write'] },
    { 'if-match': '*' },
  )
  t.same(settings.body.purposeRequiredFor, ['children:read', 'feeds:read', 'placements:write'])
  const refusal = {
    status: 403,
    body: { type: '/problems/purpose-required', errors: [{ pointer: '#/headers/access-purpose' }] },
  }
  const note = {
    childId: someone.id,
    subject: 'where-to-live',
    heardOn: '2024-01-16',
    heardBy: 'Advocate',
    wish: 'Here.',
  }
  for (const path of [
    `/v1/children/${someone.id}`,
    '/v1/children?limit=5',
    `/v1/children/${someone.id}/record`,
    '/v1/feeds/placements',
  ]) {
    t.match(await admin.get(path), refusal, path)
    t.equal((await admin.get(path, why)).status, 200, path)
  }
  t.match(await admin.get(`/v1/children/${someone.id}`, { 'access-purpose': ' ' }), refusal)
  t.match(await admin.post('/v1/wishes', note), refusal)
  t.equal(
    (await admin.get(`/v1/wishes?childId=${someone.id}`, why)).body.items.length,
    0,
    'nothing half done',
  )
  t.equal((await admin.post('/v1/wishes', note, why)).status, 201)
  t.equal(
    (await admin.get(`/v1/placements?childId=${someone.id}`)).status,
    200,
    'a scope for which none is asked',
  )
  const other = await service.as('admin', STOCKPORT)
  t.equal((await other.get(`/v1/children/${(await aChild(other)).id}`)).status, 200, 'nor another authority')
})
