import { connect, newKey, unwrap } from '@sufficiency/client'
import t from 'tap'
import { testApp } from '../../test/support/app.ts'
import { connectWithKey, interfere, refusal } from './support.ts'

const service = await testApp(t, { listen: true })
const scopes = ['homes:read', 'homes:write']

const refuse =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    Response.json(
      { type: '/problems/unavailable', title: 'Later', status, detail: 'Later' },
      { status, headers },
    )
const breakOff = () => {
  throw new TypeError('fetch failed')
}
const body = { name: 'Alder', sector: 'own' } as const
const countOfProviders = async () =>
  (await (await service.as('admin')).get('/v1/providers')).body.items.length

t.test('a request that is refused for now is sent again, after as long as the answer says', async (t) => {
  const { requests, fetch } = interfere(
    refuse(429, { 'retry-after': '1' }),
    refuse(503, { 'retry-after': '0' }),
  )
  const client = await connectWithKey(service, scopes, { fetch })
  const start = Date.now()
  t.same((await unwrap(client.GET('/v1/providers'))).items, [])
  t.ok(Date.now() - start >= 1000)
  t.equal(requests.length, 3)
})

t.test('a wait may be given as an instant; one that is too long is the caller’s to judge', async (t) => {
  const inAnHour = new Date(Date.now() + 3_600_000).toUTCString()
  const past = new Date(Date.now() - 1000).toUTCString()
  const { requests, fetch } = interfere(
    refuse(429, { 'retry-after': past }),
    refuse(429, { 'retry-after': inAnHour }),
  )
  const client = await connectWithKey(service, scopes, { fetch })
  t.match(await refusal(unwrap(client.GET('/v1/providers'))), { status: 429 })
  t.equal(requests.length, 2)
})

t.test('a create with a key is sent again when the connection breaks, and carried out once', async (t) => {
  const count = await countOfProviders()
  const { requests, fetch } = interfere(undefined, undefined)
  let calls = 0
  // The service carries it out, and the answer is lost on the way.
  const losing = async (request: Request) => {
    const answer = await fetch(request)
    return ++calls === 1 ? breakOff() : answer
  }
  const client = await connectWithKey(service, scopes, { fetch: losing })
  const provider = await unwrap(client.POST('/v1/providers', { params: { header: newKey() }, body }))
  t.equal(provider.name, 'Alder')
  t.equal(requests.length, 2)
  t.equal(requests[0]?.headers.get('idempotency-key'), requests[1]?.headers.get('idempotency-key'))
  t.equal(await countOfProviders(), count + 1)
})

t.test('a create without a key is never sent twice', async (t) => {
  for (const interference of [breakOff, refuse(503)]) {
    const { requests, fetch } = interfere(interference)
    const client = await connectWithKey(service, scopes, { fetch })
    await t.rejects(unwrap(client.POST('/v1/providers', { body })))
    t.equal(requests.length, 1)
  }
  const { requests, fetch } = interfere(refuse(429, { 'retry-after': '0' }))
  const client = await connectWithKey(service, scopes, { fetch })
  await unwrap(client.POST('/v1/providers', { body: { ...body, name: 'Birch' } }))
  t.equal(requests.length, 2, 'but a 429 says that nothing was done')
})

t.test('it gives up after its attempts, and at once when the caller does', async (t) => {
  const { requests, fetch } = interfere(
    ...Array.from({ length: 9 }, () => refuse(503, { 'retry-after': '0' })),
  )
  const client = await connectWithKey(service, scopes, { fetch, attempts: 3 })
  t.match(await refusal(unwrap(client.GET('/v1/providers'))), { status: 503, problem: { title: 'Later' } })
  t.equal(requests.length, 3)

  const interference = interfere(refuse(503, { 'retry-after': '50' }))
  const patient = await connectWithKey(service, scopes, { fetch: interference.fetch })
  const signal = AbortSignal.timeout(100)
  await t.rejects(unwrap(patient.GET('/v1/providers', { signal })), { name: 'TimeoutError' })
  t.equal(interference.requests.length, 1)
})

t.test(
  'a credential may be renewed; one that is refused is a problem; so is a page of a proxy',
  async (t) => {
    let tokens = 0
    const credential = async () => (tokens++, service.token('admin'))
    const client = connect({ url: service.url, credential })
    await unwrap(client.GET('/v1/providers'))
    await unwrap(client.GET('/v1/providers'))
    t.equal(tokens, 2)
    const stranger = connect({ url: service.url, credential: 'nobody' })
    t.match(await refusal(unwrap(stranger.GET('/v1/providers'))), { status: 401, problem: { status: 401 } })
    const { fetch } = interfere(() => new Response('<html>Bad gateway</html>', { status: 502 }))
    const behindProxy = connect({ url: service.url, credential, fetch })
    t.match(await refusal(unwrap(behindProxy.GET('/v1/providers'))), {
      status: 502,
      problem: undefined,
      message: 'The answer was 502.',
    })
  },
)
