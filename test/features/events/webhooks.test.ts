import { webcrypto } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { Sealing } from '../../../src/platform/db/sealing.ts'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aHome, aProvider, aWebhook } from '../../support/builders.ts'
import { aReceiver, type Received, type Receiver } from './receiver.ts'

const quick = {
  retries: { firstMs: 40, longestMs: 80, attempts: 3 },
  pollMs: 25,
  timeoutMs: 1000,
  graceMs: 100,
}
const service = await testApp(t, { sending: quick })
const officer = await service.as('data')

const homeOpened = 'uk.sufficiency.home.opened.v1'
const homeChanged = 'uk.sufficiency.home.changed.v1'

/** Makes a webhook at the receiver, with a secret. */
async function subscribe(receiver: Receiver, fields: object = {}): Promise<{ id: string; secret: string }> {
  const { id } = await aWebhook(officer, { url: receiver.url, types: [homeOpened, homeChanged], ...fields })
  return { id, secret: await issueSecret(id) }
}
async function issueSecret(id: string): Promise<string> {
  const answer = await officer.post<{ secret: string }>(`/v1/webhooks/${id}/secrets`)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.secret
}
const setState = (id: string, state: string) =>
  officer.patch(`/v1/webhooks/${id}`, { state }, { 'if-match': '*' })
const rename = (home: Body, name: string) =>
  officer.patch(`/v1/homes/${home.id}`, { name }, { 'if-match': '*' })
const deliveries = async (id: string, query = '') =>
  (await officer.get(`/v1/webhooks/${id}/deliveries${query}`)).body.items

/** Waits until `count` deliveries of the webhook are pending. */
async function waitForPending(id: string, count: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { length } = await deliveries(id, '?state=pending')
    if (length === count) return
    if (tries === 400) throw new Error(`${length} deliveries are pending, not ${count}`)
    await sleep(25)
  }
}

/** Waits until all deliveries of the webhook are delivered or dead; returns them. */
async function waitForAll(id: string): Promise<Body[]> {
  await waitForPending(id, 0)
  return deliveries(id)
}

/** Verifies a signature of Standard Webhooks, written from its specification and not with the product's code. */
async function verifies({ headers, body }: Received, secret: string): Promise<boolean> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const hmac = await webcrypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ])
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const signatures = String(headers['webhook-signature']).split(' ')
  const checks = signatures.map((signature) =>
    webcrypto.subtle.verify(
      'HMAC',
      hmac,
      Buffer.from(signature.replace(/^v1,/, ''), 'base64'),
      Buffer.from(content),
    ),
  )
  return (await Promise.all(checks)).includes(true)
}

t.test('an event is posted as a CloudEvent, signed as Standard Webhooks says', async (t) => {
  const receiver = await aReceiver(t)
  const { id, secret } = await subscribe(receiver)
  const home = await aHome(officer)
  await receiver.until(({ deliveries }) => deliveries.length === 1)
  const [delivery] = receiver.deliveries as [Received]

  t.match(delivery.headers, {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': delivery.event.id,
    'webhook-timestamp': /^\d{10}$/,
  })
  t.match(delivery.event, {
    type: homeOpened,
    subject: `homes/${home.id}`,
    data: { id: home.id, version: 1 },
  })
  const ageSeconds = Date.now() / 1000 - Number(delivery.headers['webhook-timestamp'])
  t.ok(ageSeconds > -2 && ageSeconds < 30, 'the timestamp is that of the attempt')
  t.ok(await verifies(delivery, secret))
  t.notOk(
    await verifies({ ...delivery, body: delivery.body.replace('1.0', '1.1') }, secret),
    'not once tampered with',
  )
  t.notOk(await verifies(delivery, `whsec_${Buffer.alloc(32).toString('base64')}`), 'nor with another secret')

  const feed = await officer.get(`/v1/events?types=${homeOpened}&limit=1000`)
  t.strictSame(feed.body.items.at(-1), delivery.event, 'the feed says the same')
  t.match(await waitForAll(id), [
    { eventId: delivery.event.id, state: 'delivered', attempts: 1, status: 204 },
  ])
})

t.test('a secret is shown once; a new one signs beside the old', async (t) => {
  const receiver = await aReceiver(t)
  const { id, secret } = await subscribe(receiver)
  t.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/, '32 bytes')
  const newer = await issueSecret(id)
  t.not(newer, secret)
  t.notMatch(JSON.stringify((await officer.get(`/v1/webhooks/${id}`)).body), /whsec_|"secret"/)
  t.notMatch(JSON.stringify((await officer.get(`/v1/webhooks/${id}/versions`)).body), /whsec_|"secret"/)
  await aHome(officer)
  await receiver.until(({ deliveries }) => deliveries.length === 1)
  const [delivery] = receiver.deliveries as [Received]
  t.ok(await verifies(delivery, secret))
  t.ok(await verifies(delivery, newer))

  await service.ownerPool.query(
    `update webhook_secrets set retires_at = now() where webhook_id = $1 and retires_at is not null`,
    [id],
  )
  await aHome(officer)
  await receiver.until(({ deliveries }) => deliveries.length === 2)
  t.notOk(await verifies(receiver.deliveries[1] as Received, secret), 'a day later the old one signs no more')
  t.ok(await verifies(receiver.deliveries[1] as Received, newer))
  t.equal((await officer.post(`/v1/webhooks/${crypto.randomUUID()}/secrets`)).status, 404)
})

t.test('the application cannot read a secret, nor the sender a record', async (t) => {
  const permissionDenied = { code: '42501' }
  await t.rejects(service.appPool.query('select secret from webhook_secrets'), permissionDenied)
  const client = await service.ownerPool.connect()
  await client.query('set role sufficiency_sender')
  for (const table of ['children', 'placements', 'homes', 'record_versions', 'access_log'])
    await t.rejects(client.query(`select from ${table}`), permissionDenied, table)
  await client.query('reset role')
  client.release()
})

t.test('nothing is sent before there is a secret, and what happened meanwhile is sent then', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await aWebhook(officer, { url: receiver.url, types: [homeOpened] })
  await aHome(officer)
  await sleep(150)
  t.equal(receiver.deliveries.length, 0)
  await issueSecret(id)
  await receiver.until(({ deliveries }) => deliveries.length === 1)
})

t.test('what is refused is tried again, later and later, and arrives', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver)
  let refusals = 2
  receiver.behave(() => (refusals-- > 0 ? 503 : 204))
  await aHome(officer)
  await receiver.until(({ deliveries }) => deliveries.length === 3)
  t.equal(
    new Set(receiver.deliveries.map(({ event }) => event.id)).size,
    1,
    'the same event, with the same id',
  )
  t.match(await waitForAll(id), [{ state: 'delivered', attempts: 3, status: 204, fault: null }])
})

t.test('what is given up is a dead letter, which can be sent again', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver)
  receiver.behave(() => 500)
  const home = await aHome(officer)
  await receiver.until(({ deliveries }) => deliveries.length === 3)
  await waitForAll(id)
  t.equal(receiver.deliveries.length, 3, 'three attempts, as configured')
  t.match(await deliveries(id, '?state=dead'), [
    { attempts: 3, status: 500, fault: 'refused', nextAttemptAt: null },
  ])

  receiver.behave(() => 204)
  await rename(home, 'Goes on')
  await receiver.until((r) => r.taken().length === 1)
  t.equal(receiver.taken()[0]?.type, homeChanged, 'it no longer holds back what follows')

  const again = await officer.post(`/v1/webhooks/${id}/replay`, { state: 'dead' })
  t.match(again, { status: 202, body: { deliveries: 1 } })
  await receiver.until((r) => r.taken().length === 2)
  t.equal(receiver.taken()[1]?.type, homeOpened)
})

t.test(
  'a record’s events arrive in order: one that fails holds back those of its record alone',
  async (t) => {
    const receiver = await aReceiver(t)
    await subscribe(receiver)
    const [stuck, free] = [await aHome(officer), await aHome(officer)]
    await receiver.until((r) => r.taken().length === 2)

    let refusals = 2
    receiver.behave(({ data }) => (data.id === stuck.id && data.version === 2 && refusals-- > 0 ? 500 : 204))
    for (const n of [2, 3, 4]) {
      await rename(stuck, `Stuck ${n}`)
      await rename(free, `Free ${n}`)
    }
    await receiver.until((r) => r.taken().length === 8)
    const versions = (home: Body) =>
      receiver
        .taken()
        .filter(({ data }) => data.id === home.id)
        .map(({ data }) => data.version)
    t.strictSame(versions(stuck), [1, 2, 3, 4])
    t.strictSame(versions(free), [1, 2, 3, 4])
    const order = receiver
      .taken()
      .map(({ data }) => `${data.id === free.id ? 'free' : 'stuck'} ${data.version}`)
    t.ok(order.indexOf('free 2') < order.indexOf('stuck 2'), 'the other record did not wait')
  },
)

t.test('a receiver that does not answer is waited for so long and no longer', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver)
  receiver.behave(() => null)
  await aHome(officer)
  await receiver.until((r) => r.deliveries.length === 3)
  t.match(await waitForAll(id), [{ state: 'dead', attempts: 3, status: null, fault: 'timed-out' }])
})

t.test('a redirect is not followed', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver)
  receiver.behave(() => 307)
  await aHome(officer)
  await receiver.until((r) => r.deliveries.length === 3)
  t.match(await waitForAll(id), [{ state: 'dead', status: 307 }])
})

t.test('while paused, deliveries wait; none is lost', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver)
  await setState(id, 'paused')
  await aHome(officer)
  await aHome(officer)
  await waitForPending(id, 2)
  await sleep(100)
  t.equal(receiver.deliveries.length, 0)
  await setState(id, 'enabled')
  await receiver.until(({ deliveries }) => deliveries.length === 2)
})

t.test('replay from a cursor sends everything after it again, in order', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver)
  const cursor = (await officer.get('/v1/events?limit=1000')).body.nextCursor
  const home = await aHome(officer)
  await rename(home, 'Once')
  await rename(home, 'Twice')
  await receiver.until((r) => r.taken().length === 3)
  await waitForAll(id)

  const again = await officer.post(`/v1/webhooks/${id}/replay`, { cursor: cursor })
  t.match(again, { status: 202, body: { deliveries: 3 } })
  await receiver.until((r) => r.taken().length === 6)
  t.strictSame(
    receiver.taken().map(({ data }) => data.version),
    [1, 2, 3, 1, 2, 3],
  )
  const ids = receiver.taken().map((event) => event.id)
  t.strictSame(ids.slice(3), ids.slice(0, 3), 'each with the id that it had')

  t.match(await officer.post(`/v1/webhooks/${id}/replay`, {}), { status: 400 })
  t.match(await officer.post(`/v1/webhooks/${id}/replay`, { cursor: 'x' }), { status: 400 })
  t.match(await officer.post(`/v1/webhooks/${crypto.randomUUID()}/replay`, { state: 'dead' }), {
    status: 404,
  })
})

t.test('what a killed sender had claimed is sent by another when its lease is over', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver, { state: 'paused' })
  await aHome(officer)
  await waitForPending(id, 1)
  // The state after a process has claimed it and died.
  const setLease = (expiry: string) =>
    service.ownerPool.query(
      `update webhook_deliveries set lease = gen_random_uuid(), attempts = 1, due_at = $2 where webhook_id = $1`,
      [id, expiry],
    )
  await setLease('infinity')
  await setState(id, 'enabled')
  await sleep(150)
  t.equal(receiver.deliveries.length, 0, 'not while the lease runs')
  await setLease('now')
  await receiver.until(({ deliveries }) => deliveries.length === 1)
  t.match(await waitForAll(id), [{ state: 'delivered', attempts: 2 }])
})

t.test('two processes send each event once between them', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver, { state: 'paused' })
  const homes = await Promise.all(Array.from({ length: 30 }, () => aHome(officer)))
  await waitForPending(id, homes.length)
  const { startRelay } = await import('../../../src/features/events/relay.ts')
  const { Alarms } = await import('../../../src/features/events/alarm.ts')
  const { eventSettings } = await import('../../../src/features/events/settings.ts')
  const settings = { ...eventSettings, ...quick, loopback: true }
  const other = startRelay(
    { sender: service.ownerPool, listener: service.ownerPool, sealing: new Sealing([]) },
    new Alarms(),
    settings,
    service.app.log,
  )
  await setState(id, 'enabled')
  await waitForAll(id)
  t.equal(receiver.taken().length, homes.length, 'none twice')
  t.equal(new Set(receiver.taken().map(({ data }) => data.id)).size, homes.length)
  await other.stop()
})

t.test('an authority’s webhooks get its own events, and are seen by no other', async (t) => {
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver, { types: null })
  const stranger = await service.as('data', STOCKPORT)
  await aProvider(stranger)
  t.equal((await stranger.get(`/v1/webhooks/${id}`)).status, 404)
  t.equal((await stranger.get(`/v1/webhooks/${id}/deliveries`)).status, 404)
  t.equal((await stranger.post(`/v1/webhooks/${id}/replay`, { state: 'dead' })).status, 404)
  t.equal((await stranger.post(`/v1/webhooks/${id}/secrets`)).status, 404)
  await aProvider(officer)
  await receiver.until(({ deliveries }) => deliveries.length === 1)
  t.equal(receiver.deliveries[0]?.event.source, '/authorities/E06000049')
})

t.test(
  'a webhook takes https alone, or this machine where that is allowed, and types that there are',
  async (t) => {
    const refusals = [
      'http://example.org/',
      'https://10.1.2.3/',
      'https://[fe80::1]/',
      'ftp://example.org',
      'x',
      '',
    ]
    for (const url of refusals) {
      t.match(
        await officer.post('/v1/webhooks', { url }),
        { status: 400, body: { errors: [{ pointer: '#/url' }] } },
        url,
      )
    }
    const types = await officer.post('/v1/webhooks', { url: 'https://example.org/a', types: ['home.opened'] })
    t.match(types, { status: 400, body: { errors: [{ pointer: '#/types/0' }] } })
    await aWebhook(officer, { url: 'https://example.org/b' })
    t.match(await officer.post('/v1/webhooks', { url: 'https://example.org/b' }), { status: 409 })
    const clerk = await service.as('placements')
    t.equal((await clerk.get('/v1/webhooks')).status, 403)
  },
)
