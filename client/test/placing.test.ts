import { listItems, matchVersion, newKey, unwrap } from '@sufficiency/client'
import t from 'tap'
import { testApp } from '../../test/support/app.ts'
import { aBed, aChild, aProvider } from '../../test/support/builders.ts'
import { TODAY } from '../../test/support/placing.ts'
import { placeChild } from '../examples/place-a-child.ts'
import { connectWithKey, refusal } from './support.ts'

const service = await testApp(t, { clock: () => new Date(), listen: true })
const admin = await service.as('admin')
const scopes = ['homes:read', 'homes:write', 'children:read', 'children:write', 'placements:read']
const caseSystem = await connectWithKey(service, [...scopes, 'placements:write', 'vacancies:search'], {
  purpose: 'Finding a home',
})

t.test('a child is placed, from the request to the day of arrival', async (t) => {
  const bed = await aBed(admin)
  const child = await unwrap(
    caseSystem.POST('/v1/children', {
      params: { header: newKey() },
      body: { reference: 'CASE-1', dateOfBirth: '2015-06-15', sex: 'female' },
    }),
  )
  const placement = await placeChild(caseSystem, child.id, TODAY)
  t.match(placement, { childId: child.id, bedId: bed.id, status: 'current', startedOn: TODAY })
  const requests = []
  for await (const request of listItems(caseSystem, '/v1/placement-requests', {
    params: { query: { childId: child.id } },
  }))
    requests.push(request.status)
  t.same(requests, ['placed'])
  const { rows } = await service.ownerPool.query(
    'select distinct purpose from access_log where child_ids @> array[$1::uuid]',
    [child.id],
  )
  t.match(
    rows.map(({ purpose }) => purpose as unknown),
    ['Finding a home'],
    'what for is kept',
  )
})

t.test('a list is read to its end, a page at a time', async (t) => {
  const names = ['Alder', 'Birch', 'Cedar', 'Damson', 'Elder']
  for (const name of names) await aProvider(admin, { name })
  const all: string[] = []
  const params = { query: { limit: 2 } }
  for await (const { name } of listItems(caseSystem, '/v1/providers', { params })) all.push(name)
  t.same(all.filter((name) => names.includes(name)).sort(), names)
})

t.test('a refusal is thrown with its type, and the fields that are wrong', async (t) => {
  const wrong = await refusal(
    unwrap(
      caseSystem.POST('/v1/children', {
        body: { reference: 'CASE-2', dateOfBirth: '2015-02-30', sex: 'female' },
      }),
    ),
  )
  t.match(wrong, { status: 400, problem: { errors: [{ pointer: '#/dateOfBirth' }] } })
  t.ok(wrong.is('invalid-request'))
  t.notOk(wrong.is('not-found'))
  t.match(wrong.requestId, /^[0-9a-f-]{36}$/)
  t.notMatch(wrong.message, '2015-02-30', 'the message has no value of a child')

  const child = await aChild(admin)
  const path = { id: child.id }
  const first = { ...matchVersion({ version: 1 }), ...newKey() }
  await unwrap(
    caseSystem.PATCH('/v1/children/{id}', { params: { path, header: first }, body: { sex: 'male' } }),
  )
  const stale = await refusal(
    unwrap(
      caseSystem.PATCH('/v1/children/{id}', { params: { path, header: first }, body: { sex: 'female' } }),
    ),
  )
  t.ok(stale.is('version-changed'))

  const forbidden = await refusal(unwrap(caseSystem.GET('/v1/keys')))
  t.match(forbidden, { status: 403 })
  t.match(await caseSystem.GET('/v1/homes/{id}', { params: { path: { id: child.id } } }), {
    data: undefined,
    error: { type: '/problems/not-found' },
    response: { status: 404 },
  })
})
