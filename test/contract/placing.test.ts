import { randomUUID } from 'node:crypto'
import t from 'tap'
import { STOCKPORT, testApp } from '../support/app.ts'
import { aBed, aChild, aPlacementRequest } from '../support/builders.ts'
import { inHours, TODAY } from '../support/placing.ts'

// Contract tests of the parts of placing that are not served as records: holds, actions, settings.

const service = await testApp(t, { clock: () => new Date(), listen: true })
const admin = await service.as('admin')
const stranger = await service.as('admin', STOCKPORT)
const any = { 'if-match': '*' }

async function newHold(fields: object = {}) {
  const [bed, child] = [await aBed(admin), await aChild(admin)]
  return { beds: [{ bedId: bed.id, childId: child.id }], from: TODAY, expiresAt: inHours(1), ...fields }
}

t.test(
  'a hold is answered with its place and version, and reads the same; a retry gives it again',
  async (t) => {
    const body = await newHold()
    const key = { 'idempotency-key': randomUUID() }
    const first = await admin.post('/v1/holds', body, key)
    t.match(first, { status: 201, headers: { etag: '"v1"', location: `/v1/holds/${first.body.id}` }, body })
    const read = await admin.get(first.headers.location ?? '')
    t.match(read, { status: 200, headers: { etag: '"v1"' } })
    t.same(read.body, first.body)
    const again = await admin.post('/v1/holds', body, key)
    t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' }, body: { id: first.body.id } })
    const other = await admin.post('/v1/holds', { ...body, expiresAt: inHours(2) }, key)
    t.match(other, { status: 422, body: { type: '/problems/idempotency-key-reused' } })
  },
)

t.test('holds are listed by what they are for, page by page, and as CSV', async (t) => {
  const child = await aChild(admin)
  const request = await aPlacementRequest(admin, { childIds: [child.id], neededFrom: TODAY })
  const ids: string[] = []
  for (let n = 0; n < 3; n++) {
    const beds = [{ bedId: (await aBed(admin)).id, childId: child.id }]
    ids.push((await admin.post('/v1/holds', await newHold({ beds, requestId: request.id }))).body.id)
  }
  const first = (await admin.get(`/v1/holds?requestId=${request.id}&limit=2`)).body
  const rest = (await admin.get(`/v1/holds?requestId=${request.id}&limit=2&cursor=${first.nextCursor}`)).body
  t.same(
    [...first.items, ...rest.items].map(({ id }) => id),
    ids.sort(),
  )
  t.equal(rest.nextCursor, null)
  await admin.post(`/v1/holds/${ids[0]}/release`, {}, any)
  const holds = (await admin.get(`/v1/holds?childId=${child.id}&status=held`)).body.items
  t.equal(holds.length, 2)
  const csv = await admin.get<string>(`/v1/holds?childId=${child.id}`, { accept: 'text/csv' })
  t.equal(csv.body.trim().split('\n').length, 1 + 3)
  t.equal((await admin.get('/v1/holds?status=kept')).status, 400)
})

t.test('what a hold names must be there, and each fault is told of its field', async (t) => {
  const body = await newHold()
  const [heldBed] = body.beds as [{ bedId: string; childId: string }]
  const expectRefusal = async (fields: object, status: number, pointer: string) =>
    t.match(await admin.post('/v1/holds', { ...body, ...fields }), {
      status,
      body: { errors: [{ pointer }] },
    })
  await expectRefusal({ beds: [{ ...heldBed, bedId: randomUUID() }] }, 422, '#/beds/0/bedId')
  await expectRefusal({ beds: [{ ...heldBed, childId: randomUUID() }] }, 422, '#/beds')
  await expectRefusal({ beds: [heldBed, heldBed] }, 400, '#/beds')
  await expectRefusal({ beds: [] }, 400, '#/beds')
  await expectRefusal({ requestId: randomUUID() }, 422, '#/requestId')
  await expectRefusal({ from: '2020-01-01' }, 422, '#/from')
  await expectRefusal({ to: TODAY }, 422, '#/to')
  await expectRefusal({ expiresAt: '2020-01-01T00:00:00Z' }, 422, '#/expiresAt')
  await expectRefusal({ expiresAt: 'tonight' }, 400, '#/expiresAt')
  await expectRefusal({ until: TODAY }, 400, '#/until')
})

t.test('an action takes the version read; what is another authority’s is not there', async (t) => {
  const hold = (await admin.post('/v1/holds', await newHold())).body
  const request = await aPlacementRequest(admin)
  const actions: [path: string, body: object][] = [
    [`holds/${hold.id}/extension`, { expiresAt: inHours(3) }],
    [`placement-requests/${request.id}/withdrawal`, { on: TODAY, reason: 'Stays home' }],
  ]
  for (const [path, body] of actions) {
    t.match(await admin.post(`/v1/${path}`, body), {
      status: 428,
      body: { type: '/problems/if-match-required' },
    })
    t.match(await admin.post(`/v1/${path}`, body, { 'if-match': '"v9"' }), {
      status: 412,
      body: { type: '/problems/version-changed' },
    })
    t.equal((await stranger.post(`/v1/${path}`, body, any)).status, 404)
    t.equal((await admin.post(`/v1/${path}`, { ...body, more: 1 }, any)).status, 400)
    const both = await Promise.all([1, 2].map(() => admin.post(`/v1/${path}`, body, { 'if-match': '"v1"' })))
    t.same(both.map(({ status }) => status).sort(), [200, 412], 'of two at once one is done')
  }
  for (const path of [`holds/${hold.id}`, `holds/${hold.id}/versions`])
    t.equal((await stranger.get(`/v1/${path}`)).status, 404)
  t.same((await stranger.get('/v1/holds')).body.items, [])
})

t.test('settings are read by all who place and changed by who may, each version once', async (t) => {
  const url = '/v1/settings'
  const officer = await service.as('placements')
  t.match(await officer.get(url), { status: 200, headers: { etag: '"v0"' } })
  t.equal((await officer.patch(url, { warningDays: 7 }, any)).status, 403)
  t.equal((await admin.patch(url, { warningDays: 7 })).status, 428)
  const wrong: object[] = [{ warningDays: -1 }, { warningDays: 91 }, { distantOverMiles: 0 }, { days: 7 }]
  for (const body of wrong) t.equal((await admin.patch(url, body, any)).status, 400, JSON.stringify(body))
  const first = await Promise.all(
    [6, 7].map((days) => admin.patch(url, { warningDays: days }, { 'if-match': '"v0"' })),
  )
  const statuses = first.map(({ status }) => status).sort()
  t.same(statuses, [200, 412], 'also of the first two at once')
  const now = await admin.get(url)
  const change = await admin.patch(url, { warningDays: 9 }, { 'if-match': now.headers.etag ?? '' })
  t.match(change, { status: 200, body: { ...now.body, warningDays: 9 } })
  t.match((await stranger.get(url)).body, { warningDays: 14 }, 'another authority’s are its own')
})
