import { randomBytes } from 'node:crypto'
import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aServiceKey } from '../../support/builders.ts'

const PER_MINUTE = 5

const randomKey = (prefix = randomBytes(6).toString('hex')) =>
  `sufk_${prefix}_${randomBytes(32).toString('base64url')}`

t.test('refused credentials of an address are limited, and what worked before still works', async (t) => {
  const service = await testApp(t, { limits: { failuresPerMinute: PER_MINUTE } })
  const admin = await service.as('admin')
  const { id } = await aServiceKey(admin, { scopes: ['homes:read'] })
  const { key } = (await admin.post<{ key: string }>(`/v1/keys/${id}/secrets`, {})).body
  const status = async (credential: string) => (await service.with(credential).get('/v1/homes')).status
  t.equal(await status(key), 200)
  const fresh = await service.token('placements', undefined, 'somebody-new')

  const wrong = [randomKey(), 'a.b.c', 'letmein', randomKey(), randomKey()]
  for (const credential of wrong) t.equal(await status(credential), 401)
  const refusal = await service.with(randomKey()).get('/v1/homes')
  t.match(refusal, { status: 429, body: { type: '/problems/too-many-requests' } })
  const wait = Number(refusal.headers['retry-after'])
  t.ok(wait >= 1 && wait <= 60, `${wait} s`)
  t.equal(await status('letmein'), 429)
  t.equal(await status(fresh), 429, 'a guess that is right is not told so')
  t.equal(await status(key), 200, 'a system that works goes on working')
  t.equal((await service.with().get('/v1/homes')).status, 401, 'who sends nothing is told how')
  t.equal((await service.with().get('/health/live')).status, 200)

  const { version } = (await admin.get(`/v1/keys/${id}`)).body
  await admin.post(`/v1/keys/${id}/revoke`, {}, { 'if-match': `"v${version}"` })
  t.equal(await status(key), 401, 'until it is revoked')
  t.equal(await status(key), 429)
})

t.test('refused keys with one prefix are limited, from wherever they come', async (t) => {
  const service = await testApp(t, { limits: { failuresPerMinute: PER_MINUTE } })
  const prefix = 'abcdefabcdef'
  const send = async (remoteAddress: string, key: string) =>
    (
      await service.app.inject({
        url: '/v1/homes',
        remoteAddress,
        headers: { authorization: `Bearer ${key}` },
      })
    ).statusCode
  for (let n = 1; n <= PER_MINUTE; n++) t.equal(await send(`192.0.2.${n}`, randomKey(prefix)), 401)
  t.equal(await send('192.0.2.99', randomKey(prefix)), 429)
  t.equal(await send('192.0.2.99', randomKey()), 401, 'another key from there is looked at')
})

t.test('addresses of one IPv6 network count as one, those of IPv4 each for itself', async (t) => {
  const service = await testApp(t, { limits: { failuresPerMinute: PER_MINUTE } })
  const send = async (remoteAddress: string) =>
    (
      await service.app.inject({
        url: '/v1/homes',
        remoteAddress,
        headers: { authorization: `Bearer ${randomKey()}` },
      })
    ).statusCode
  for (const host of ['::1', '::2', '::a:3', '1:2:3:4', '0:0:0:5']) {
    t.equal(await send(`2001:db8:0:7${host.startsWith(':') ? host : `:${host}`}`), 401, host)
  }
  t.equal(await send('2001:db8:0:7::99'), 429)
  t.equal(await send('2001:db8:0:8::1'), 401)
  for (let n = 1; n <= PER_MINUTE; n++) t.equal(await send('::ffff:192.0.2.1'), 401)
  t.equal(await send('192.0.2.1'), 429)
  t.equal(await send('::ffff:192.0.2.2'), 401)
})
