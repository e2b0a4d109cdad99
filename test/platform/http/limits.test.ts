import { connect } from 'node:net'
import { Writable } from 'node:stream'
import t from 'tap'
import { createLogger } from '../../../src/platform/http/logger.ts'
import { testApp, type TestApp } from '../../support/app.ts'
import { aBed, aChildInCare, aPlacement, aProvider } from '../../support/builders.ts'

/** Sends bytes on a socket, and reads until the service closes it. */
function raw(service: TestApp, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

t.test('a body, headers and a rate beyond the limits are refused', async (t) => {
  const service = await testApp(t, {
    listen: true,
    limits: { bodyBytes: 2000, requestsPerMinute: 20 },
  })
  const client = await service.as('placements', undefined, 'eager')

  const long = await client.post('/v1/child-lookups', { references: ['x'.repeat(3000)] })
  t.match(long, { status: 413, body: { type: '/problems/too-large' } })

  const broken = await raw(service, 'this is not HTTP\r\n\r\n')
  t.match(broken, /^HTTP\/1\.1 400 .*application\/problem\+json.*"\/problems\/invalid-request"/s)
  const header = await raw(service, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)
  t.match(header, /^HTTP\/1\.1 431 .*"\/problems\/headers-too-large"/s)

  const answers = []
  for (let n = 0; n < 25; n++) answers.push(await client.get('/v1/homes?limit=1'))
  const refusal = answers.find(({ status }) => status === 429)
  t.match(refusal, { body: { type: '/problems/too-many-requests' } })
  t.ok(Number(refusal?.headers['retry-after']) > 0)
  const another = await service.as('placements', undefined, 'patient')
  t.equal((await another.get('/v1/homes?limit=1')).status, 200, 'each caller has a limit of their own')
  t.equal((await service.with().get('/health/live')).status, 200, 'health has none')
})

t.test(
  'a request that does not arrive in time is told so, whether its headers or its body are late',
  async (t) => {
    const service = await testApp(t, { listen: true, limits: { requestTimeoutMs: 1000 } })
    const late = /^HTTP\/1\.1 408 .*application\/problem\+json.*"\/problems\/request-timeout"/s
    const token = await service.token('placements')
    const [headers, body] = await Promise.all([
      raw(service, 'GET /v1/homes HTTP/1.1\r\nhost: x\r\n'),
      raw(
        service,
        `POST /v1/child-lookups HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
      ),
    ])
    t.match(headers, late)
    t.match(body, late)
  },
)

t.test('what the path, the method or the body’s type gets wrong is told', async (t) => {
  const service = await testApp(t)
  const client = await service.as('admin')
  const { id } = await aProvider(client)
  const cases: [method: string, path: string, type: string, status: number][] = [
    ['GET', '/unicorns', 'not-found', 404],
    ['GET', '/v1/homes/', 'invalid-request', 400],
    ['GET', '//v1/homes', 'not-found', 404],
    ['GET', '/v1/unicorns', 'not-found', 404],
    ['GET', '/v1/homes/%zz', 'invalid-request', 400],
    ['GET', '/v1/homes/x', 'invalid-request', 400],
    ['GET', `/v1/homes/${'x'.repeat(500)}`, 'invalid-request', 400],
    ['PUT', '/v1/homes', 'method-not-allowed', 405],
    ['DELETE', '/v1/homes', 'method-not-allowed', 405],
    ['OPTIONS', '/v1/homes', 'method-not-allowed', 405],
    ['POST', `/v1/providers/${id}`, 'method-not-allowed', 405],
  ]
  for (const [method, path, type, status] of cases) {
    const answer = await client.send(method, path)
    t.match(answer, { status, body: { type: `/problems/${type}`, status } }, `${method} ${path.slice(0, 40)}`)
    t.match(answer.headers, { 'content-type': /^application\/problem\+json/, 'x-request-id': String })
  }
  t.match((await client.send('PUT', '/v1/homes')).headers, { allow: 'GET, HEAD, POST' })
  t.equal((await client.send('HEAD', `/v1/providers/${id}`)).status, 200)

  const body = JSON.stringify({ name: 'By type', sector: 'own' })
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense']) {
    const answer = await client.post('/v1/providers', body, { 'content-type': type })
    t.match(answer, { status: 415, body: { type: '/problems/unsupported-media-type' } }, type)
  }
  const patch = await client.patch(`/v1/providers/${id}`, '{"name":"Merged"}', {
    'content-type': 'application/merge-patch+json',
    'if-match': '"v1"',
  })
  t.match(patch, { status: 200, body: { name: 'Merged' } })
})

t.test('faults name the field and what would be right', async (t) => {
  const service = await testApp(t)
  const client = await service.as('admin')
  const { body } = await client.post('/v1/homes', {
    name: '',
    kind: 'castle',
    ageFrom: 8.5,
    ageTo: 99,
    capabilities: ['ok', 'Not OK'],
    shared: 'yes',
    opensOn: '2023-02-30',
    registeredPlaces: null,
  })
  t.same(Object.fromEntries(body.errors.map(({ pointer, detail }) => [pointer, detail.slice(0, 60)])), {
    '#/providerId': 'is required',
    '#/name': 'must not be empty',
    '#/kind': 'must be one of fostering-household, connected-carer-household'.slice(0, 60),
    '#/ageFrom': 'must be a whole number',
    '#/ageTo': 'must be 25 or less',
    '#/capabilities/1': 'takes lower-case letters, digits and hyphens',
    '#/shared': 'must be true or false',
    '#/opensOn': 'is not a date that exists; write YYYY-MM-DD',
  })
  for (const date of ['0001-01-01', '1900-12-31', '2200-01-01', '9999-12-31']) {
    const answer = await client.post('/v1/children', { reference: 'C', sex: 'male', dateOfBirth: date })
    t.match(answer, {
      status: 400,
      body: { errors: [{ pointer: '#/dateOfBirth', detail: 'must be between 1901 and 2199' }] },
    })
  }
})

t.test('answers carry the headers that keep browsers from harm, and are not kept', async (t) => {
  const service = await testApp(t)
  const client = await service.as('admin')
  t.match((await client.get('/v1/children')).headers, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'strict-transport-security': /max-age/,
    'content-security-policy': /default-src 'self'/,
    'x-request-id': /^[0-9a-f-]{36}$/,
  })
})

t.test('no log line says anything of a child, a token or a query', async (t) => {
  const lines: string[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, next) => (lines.push(...chunk.toString().trim().split('\n')), next()),
  })
  const logger = createLogger({ level: 'trace', pretty: false }, sink)
  const service = await testApp(t, { listen: true, logger })
  const token = await service.token('admin')
  const client = service.with(token)

  const secret = {
    reference: 'ZEBRA-77',
    dateOfBirth: '2011-11-11',
    homePostcode: 'CW1 2CC',
    upn: 'H801200001001',
  }
  const child = await aChildInCare(client, secret)
  const place = { childId: child.id, bedId: (await aBed(client)).id, postcode: 'SK9 3MM' }
  await aPlacement(client, place)
  const again = await client.post('/v1/children', { ...secret, sex: 'female' })
  t.equal(again.status, 409)
  await client.post('/v1/placements', { ...place, placementType: 'residential', startedOn: '2022-02-02' })
  await client.post('/v1/children', { ...secret, dateOfBirth: '2011-11-11x', homePostcode: 'nowhere-99' })
  await client.post('/v1/children', `{"reference": "ZEBRA-77"`, { 'content-type': 'application/json' })
  await client.get('/v1/children?reference=ZEBRA-77')
  await client.get('/v1/postcodes/CW12CC')
  await client.get('/v1/ZEBRA-77?dateOfBirth=2011-11-11')
  await client.get('/v1/homes/%zzZEBRA-77')
  await client.post('/v1/child-lookups', { references: ['ZEBRA-77'] }, { 'access-purpose': 'Zebra crossing' })
  await service.with(`${token}x`).get('/v1/children?upn=H801200001001')
  // An internal error: without the table, PostgreSQL's message quotes the statement.
  await service.ownerPool.query('alter table children rename to kinder')
  const failing = await client.post('/v1/children', { ...secret, reference: 'ZEBRA-78', sex: 'female' })
  t.match(failing, { status: 500, body: { type: '/problems/internal-error' } })
  t.notMatch(JSON.stringify(failing.body), /kinder|children/)

  const log = lines.join('\n')
  for (const word of [
    ...[/ZEBRA/i, /2011-11-11/, /CW1 ?2CC/, /SK9 ?3MM/, /H801200001001/, /nowhere-99/, /crossing/],
    ...[token, /eyJ/, /Bearer/i, /\?/],
  ]) {
    t.notMatch(log, word)
  }
  const failure = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find(({ level }) => level === 50)
  t.match(failure, { reqId: failing.headers['x-request-id'], msg: 'request failed', err: { type: String } })
  t.equal(failing.body.instance, `urn:request:${failing.headers['x-request-id']}`)
  const routes = lines.map((line) => (JSON.parse(line) as { req?: { route?: string } }).req?.route)
  t.ok(routes.includes('/v1/postcodes/:postcode'), 'a request is logged by its route')
})
