import { randomUUID } from 'node:crypto'
import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aHome } from '../../support/builders.ts'

/** A placements officer must know tonight where carers live, and the duty officer can't be reached. */
const service = await testApp(t, { clock: () => new Date() })
const { ownerPool } = service
const admin = await service.as('admin')
const officer = await service.as('placements')
const protection = await service.as('data-protection')
const household = await aHome(admin, {
  kind: 'fostering-household',
  confidential: true,
  postcode: 'CW1 2BJ',
})
const seen = async (glass?: string, client = officer) =>
  client.get(`/v1/homes/${household.id}`, glass === undefined ? {} : { 'break-glass': glass })
const broken = await officer.post('/v1/break-glass', {
  reason: 'A child is driven there tonight.',
  minutes: 30,
})
const glass = broken.body.id

t.test('it opens the address for the requests that name it, and only those', async (t) => {
  t.match(broken, { status: 201, body: { opens: ['addresses:read'], subject: 'placements@example.test' } })
  t.equal((await seen()).body.postcode, null)
  t.equal((await seen(glass)).body.postcode, 'CW1 2BJ')
  t.equal((await seen()).body.postcode, null)
})

t.test('it is nobody else’s, of no other authority, and of no other id', async (t) => {
  const colleague = await service.as('placements', CHESHIRE_EAST, 'colleague@example.test')
  const stranger = await service.as('placements', STOCKPORT)
  for (const attempt of [seen(glass, colleague), seen(glass, stranger), seen(randomUUID()), seen('x')])
    t.match(await attempt, {
      status: 403,
      body: { type: '/problems/forbidden', errors: [{ pointer: '#/headers/break-glass' }] },
    })
})

t.test('it ends by itself', async (t) => {
  const { body } = await officer.post('/v1/break-glass', { reason: 'Once more.' })
  t.equal((await seen(body.id)).status, 200)
  await ownerPool.query(
    `update break_glass set created_at = now() - interval '2 hours', expires_at = now() - interval '1 minute' where id = $1`,
    [body.id],
  )
  t.equal((await seen(body.id)).status, 403)
  t.match(await officer.post('/v1/break-glass', { reason: 'For long.', minutes: 121 }), {
    status: 400,
    body: { errors: [{ pointer: '#/minutes' }] },
  })
  t.equal((await (await service.as('bi')).post('/v1/break-glass', { reason: 'Why not.' })).status, 403)
})

t.test('the alarm: an event, a row of the attention list, and every use in the access log', async (t) => {
  await ownerPool.query('select publish_events()')
  const { rows } = await ownerPool.query<{ type: string }>('select type from events where record_id = $1', [
    glass,
  ])
  t.same(rows, [{ type: 'uk.sufficiency.break-glass.used.v1' }])
  const list = await protection.get('/v1/attention?team=data-protection')
  const row = list.body.items.find(({ record }) => record === `/v1/unusual-access/${glass}`)
  t.match(row, { kind: 'glass-broken', severity: 'high' })
  t.notMatch(JSON.stringify(row), 'placements@example.test', 'the list says of nobody')
  t.match((await protection.get(`/v1/unusual-access/${glass}`)).body, {
    rule: 'glass-broken',
    actor: 'placements@example.test',
    reason: 'A child is driven there tonight.',
    entries: 1,
    review: null,
  })
  t.equal((await protection.get(`/v1/break-glass/${glass}`)).status, 200)
})

t.test('a review settles it, once, and not by whoever it is about', async (t) => {
  const review = { finding: 'explained', note: 'The duty officer was ill.' }
  const url = `/v1/unusual-access/${glass}/review`
  const self = await service.as('data-protection', CHESHIRE_EAST, 'placements@example.test')
  t.match(await self.post(url, review), { status: 409, body: { type: '/problems/action-not-open' } })
  t.match(await protection.post(url, review), { status: 200, body: { review: { finding: 'explained' } } })
  t.equal((await protection.post(url, review)).status, 409)
  const list = await protection.get('/v1/attention?team=data-protection')
  t.notOk(list.body.items.some(({ record }) => record === `/v1/unusual-access/${glass}`))
})
