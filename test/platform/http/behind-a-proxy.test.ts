import { request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aProvider } from '../../support/builders.ts'

t.test('links say the public address where one is configured, and else are relative', async (t) => {
  const address = 'https://beds.example/sufficiency'
  const [proxy, direct] = [await testApp(t, { publicUrl: address }), await testApp(t)]
  for (const [service, base] of [
    [proxy, address],
    [direct, ''],
  ] as const) {
    const admin = await service.as('admin')
    const creation = await admin.post('/v1/providers', { name: 'A', sector: 'own' })
    t.equal(creation.headers.location, `${base}/v1/providers/${creation.body.id}`)
    await aProvider(admin)
    const csv = await admin.get('/v1/providers?limit=1', { accept: 'text/csv' })
    t.match(csv.headers.link, `<${base}/v1/providers?limit=1&cursor=`)
    const { body } = await service.with().get<OpenApi.Document>('/openapi.json')
    t.same(
      body.servers?.map(({ url }) => url),
      [base || '/'],
    )
  }
})

t.test('the address of a client is what a trusted proxy says, and nobody else', async (t) => {
  const proxy = '10.1.2.3'
  const service = await testApp(t, {
    trustedProxies: ['10.0.0.0/8'],
    limits: { failuresPerMinute: 1 },
  })
  const send = async (remoteAddress: string, client: string) => {
    const headers = { authorization: 'Bearer a.b.c', 'x-forwarded-for': client }
    return (await service.app.inject({ url: '/v1/homes', remoteAddress, headers })).statusCode
  }
  t.equal(await send(proxy, '192.0.2.1'), 401)
  t.equal(await send(proxy, '192.0.2.1'), 429)
  t.equal(await send(proxy, '192.0.2.2'), 401, 'another client')
  t.equal(await send(proxy, '192.0.2.1, 192.0.2.3'), 401, 'what a client says of itself does not count')
  t.equal(await send('192.0.2.50', '192.0.2.9'), 401)
  t.equal(await send('192.0.2.50', '192.0.2.10'), 429, 'this one is no proxy')
})

t.test('long answers are compressed for those who take it, streams and short ones are not', async (t) => {
  const service = await testApp(t, { listen: true })
  const admin = await service.as('admin')
  const token = await service.token('admin')
  for (let n = 0; n < 20; n++) await aProvider(admin)
  const ask = async (path: string, headers: Record<string, string>, body?: Buffer) => {
    const outgoing = request(service.url + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, ...headers },
    }).end(body)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    return answer
  }

  const plain = await buffer(await ask('/v1/providers', {}))
  for (const type of ['application/json', 'text/csv']) {
    const bare = await buffer(await ask('/v1/providers', { accept: type }))
    const small = await ask('/v1/providers', { accept: type, 'accept-encoding': 'gzip, deflate' })
    t.match(small.headers, { 'content-encoding': 'gzip', vary: /accept-encoding/i }, type)
    const bytes = await buffer(small)
    t.ok(bytes.length < bare.length / 2, `${bytes.length} of ${bare.length} bytes`)
    t.same(gunzipSync(bytes), bare)
  }
  t.ok(plain.length > 1024)
  const short = await ask('/v1/providers?limit=1', { 'accept-encoding': 'gzip' })
  t.equal(short.headers['content-encoding'], undefined)
  short.resume()
  const refusing = await ask('/v1/providers', { 'accept-encoding': 'identity' })
  t.equal(refusing.headers['content-encoding'], undefined)
  refusing.resume()
  const stream = await ask('/v1/events/stream', { 'accept-encoding': 'gzip' })
  t.match(stream.headers, { 'content-type': /event-stream/ })
  t.equal(stream.headers['content-encoding'], undefined)
  stream.destroy()

  const bomb = gzipSync(Buffer.alloc(10_000_000, 32))
  const refusal = await ask(
    '/v1/providers',
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    bomb,
  )
  t.equal(refusal.statusCode, 400, 'a compressed body is not unpacked')
  refusal.resume()
})
