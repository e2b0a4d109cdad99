import t from 'tap'
import { applyRetention, KEY_HOURS, startRetention } from '../../../src/platform/db/retention.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'
import { aChild, aProvider, aWebhook } from '../../support/builders.ts'

const service = await testApp(t)
const admin = await service.as('admin')
const { ownerPool } = service

const age = (table: string, column: string, interval: string) =>
  ownerPool.query(`update ${table} set ${column} = ${column} - $1::interval`, [interval])
const count = async (table: string) =>
  Number((await ownerPool.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n)

t.test('the answer to a retry is given for a day, and then neither given nor kept', async (t) => {
  const send = (reference: string) =>
    admin.post(
      '/v1/children',
      { reference, dateOfBirth: '2014-05-02', sex: 'male' },
      { 'idempotency-key': 'k-1' },
    )
  const first = await send('K-1')
  t.equal(first.status, 201)
  await age('idempotency_keys', 'created_at', `${KEY_HOURS - 1} hours`)
  t.match(await send('K-1'), { status: 201, headers: { 'idempotency-replayed': 'true' } })
  t.equal((await send('K-2')).status, 422, 'the key is another request’s')
  await age('idempotency_keys', 'created_at', '1 hour')
  t.equal(
    (await send('K-2')).status,
    201,
    'a day on, whether or not anything was removed, the key is a new one',
  )
  t.match(await send('K-2'), { headers: { 'idempotency-replayed': 'true' } })

  await applyRetention(ownerPool, { eventDays: 400, sendingDays: 400 })
  t.equal(await count('idempotency_keys'), 1)
  await age('idempotency_keys', 'created_at', `${KEY_HOURS} hours`)
  await applyRetention(ownerPool, { eventDays: 400, sendingDays: 400 })
  t.equal(await count('idempotency_keys'), 0, 'what was recorded of a child is gone from it')
})

t.test('events are kept for so many days; a cursor from before is told that it missed some', async (t) => {
  const webhook = await aWebhook(admin)
  await aChild(admin)
  const old = (await admin.get('/v1/events')).body
  await aProvider(admin)
  const middlePage = (await admin.get('/v1/events')).body
  await age('events', 'occurred_at', '100 days')
  await aProvider(admin)
  const young = (await admin.get(`/v1/events?cursor=${middlePage.nextCursor}`)).body
  t.equal(young.items.length, 1)
  const deliveries = await count('webhook_deliveries')

  await applyRetention(ownerPool, { eventDays: 101, sendingDays: 400 })
  t.equal(
    (await admin.get('/v1/events')).body.items.length,
    middlePage.items.length + 1,
    'none is old enough',
  )
  await applyRetention(ownerPool, { eventDays: 99, sendingDays: 400 })
  t.same((await admin.get('/v1/events')).body.items, young.items, 'the feed begins with the oldest kept')
  t.equal(deliveries, middlePage.items.length + 1)
  t.equal(await count('webhook_deliveries'), 1, 'and what was to be delivered of them goes, too')

  const cursorExpired = { status: 410, body: { type: '/problems/cursor-expired' } }
  t.match(await admin.get(`/v1/events?cursor=${old.nextCursor}`), cursorExpired)
  t.match(await admin.get('/v1/events/stream', { 'last-event-id': old.nextCursor ?? '' }), cursorExpired)
  t.match(await admin.post(`/v1/webhooks/${webhook.id}/replay`, { cursor: old.nextCursor }), cursorExpired)
  t.same(
    (await admin.get(`/v1/events?cursor=${middlePage.nextCursor}`)).body.items,
    young.items,
    'nothing missed',
  )

  await age('events', 'occurred_at', '100 days')
  await applyRetention(ownerPool, { eventDays: 99, sendingDays: 400 })
  t.same((await admin.get('/v1/events')).body.items, [])
  t.match(await admin.get(`/v1/events?cursor=${middlePage.nextCursor}`), cursorExpired)
  await aProvider(admin)
  t.equal((await admin.get(`/v1/events?cursor=${young.nextCursor}`)).body.items.length, 1, 'positions go on')
})

t.test(
  'what was sent to the daily collection is kept for so many days, or until it is answered',
  async (t) => {
    const pushWith = async (outcomes: string[], days: number) => {
      const { rows } = await ownerPool.query<{ id: string }>(
        `insert into daily_pushes (authority_code, receiver_id, status, requested_by, finished_at)
       select authority_code, id, 'succeeded', 'x', now() - make_interval(days => $1) from daily_receivers returning id`,
        [days],
      )
      await ownerPool.query(
        `insert into daily_sendings (authority_code, push_id, la_child_id, request, reason, record, outcome, sent_at)
       select authority_code, id, 'C-1', 1, 'new', '{}', outcome, now() - make_interval(days => $2)
         from daily_pushes, unnest($3::text[]) outcome where id = $1`,
        [rows[0]?.id, days, outcomes],
      )
    }
    await ownerPool.query(`insert into daily_receivers (authority_code, kind) values ($1, 'test')`, [
      CHESHIRE_EAST,
    ])
    await pushWith(['accepted', 'refused'], 101)
    await pushWith(['accepted', 'sent'], 101)
    await pushWith(['accepted'], 99)
    await applyRetention(ownerPool, { eventDays: 400, sendingDays: 100 })
    const { rows } = await ownerPool.query<{ outcome: string }>(
      'select outcome from daily_sendings order by sent_at',
    )
    t.same(
      rows.map(({ outcome }) => outcome),
      ['sent', 'accepted'],
      'one without an answer, and one that is young enough',
    )
    t.equal(await count('daily_pushes'), 2, 'and the pushes that they are of')
  },
)

t.test('a process applies it when it starts; a database that is away is told of, not died of', async (t) => {
  await admin.post('/v1/providers', { name: 'Late', sector: 'own' }, { 'idempotency-key': 'k-2' })
  await age('idempotency_keys', 'created_at', '2 days')
  const warnings: string[] = []
  const log = { info() {}, warn: (message: string) => void warnings.push(message) }
  await startRetention(ownerPool, { eventDays: 400, sendingDays: 400 }, log)()
  t.equal(await count('idempotency_keys'), 0)
  const away = { query: () => Promise.reject(new Error('away')) } as unknown as typeof ownerPool
  await startRetention(away, { eventDays: 400, sendingDays: 400 }, log)()
  t.match(warnings, [/away/])
})
