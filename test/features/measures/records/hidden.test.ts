import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { may, roles, unlistedScopes, type Role, type Scope } from '../../../../src/domain/access.ts'
import { operationsOf } from '../../../contract/document.ts'
import { CHESHIRE_EAST, testApp, type Answer, type Headers, type TestClient } from '../../../support/app.ts'

/** Without the scope for records behind figures, no answer reveals that they exist. */

const service = await testApp(t, { listen: true })
const roleNames = Object.keys(roles) as Role[]
const reads = (role: Role) => may({ subject: '', role, authorityCode: '' }, 'measures:records')

const there = '/v1/measures/children-looked-after/records'
/** Headers that differ between any two answers: the time and the request's id. */
function alike({ status, headers, body }: Answer<unknown>) {
  const request = headers['x-request-id'] ?? '?'
  const rest = Object.entries(headers).filter(([name]) => !['date', 'x-request-id'].includes(name))
  return { status, headers: rest, body: JSON.stringify(body).replaceAll(request, 'request') }
}

const long = 'x'.repeat(300)
const paths = [
  '/records',
  '/records?asAt=2023-12-01&of=denominator',
  '/records?asAt=yesterday',
  '/records?of=numerator&of=unknown&__proto__=1',
  '/records/',
  '/Records',
  '/%72ecords',
  '/records?%',
  '/records/%zz',
]
const measures = ['children-looked-after', 'no-such-measure', '%zz', long, '']
const headers: Headers[] = [
  {},
  { accept: 'text/csv' },
  { accept: 'image/png' },
  { 'access-purpose': 'x'.repeat(300) },
  { 'if-none-match': '*', range: 'bytes=0-1' },
  { 'content-type': 'text/plain' },
]

async function answersAreAlike(client: TestClient): Promise<string[]> {
  const differ: string[] = []
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
    for (const measure of method === 'GET' ? measures : measures.slice(0, 2))
      for (const path of method === 'GET' ? paths : paths.slice(0, 1))
        for (const requestHeaders of measure === measures[0] && path === paths[0]
          ? headers
          : headers.slice(0, 1)) {
          const body = ['POST', 'PUT', 'PATCH'].includes(method) ? '{"a":' : undefined
          const responseFor = (url: string) => client.send(method, url, body, requestHeaders).then(alike)
          const url = `/v1/measures/${measure}${path}`
          const elsewhere = `/v1/measures/${measure}${path.replace(/ecords/i, 'ecordz')}`
          const [hidden, unknown] = [await responseFor(url), await responseFor(elsewhere)]
          if (JSON.stringify(hidden) !== JSON.stringify(unknown))
            differ.push(`${method} ${url}: ${JSON.stringify([hidden, unknown])}`)
        }
  return differ
}

t.test('those who may are placements officers, data officers and administrators', async (t) => {
  t.same(
    roleNames.filter(reads).filter((role) => ['placements', 'bi', 'panel', 'data', 'admin'].includes(role)),
    ['placements', 'data', 'admin'],
  )
  for (const role of roleNames.filter(reads)) {
    t.ok(may({ subject: '', role, authorityCode: '' }, 'measures:read'), `${role} also reads the figures`)
    t.equal((await (await service.as(role)).get(there)).status, 200, role)
  }
})

for (const role of roleNames.filter((name) => !reads(name))) {
  t.test(`${role}: whatever is asked, the answer is that of a path that is not there`, async (t) => {
    const client = await service.as(role)
    t.same(await answersAreAlike(client), [])
    t.match(await client.get(there), { status: 404, body: { detail: 'There is nothing at this path.' } })
  })
}

t.test('so it is without a token, and with one that does not count', async (t) => {
  const good = await service.token('admin')
  for (const token of [
    undefined,
    'a.b.c',
    'letmein',
    `${good}x`,
    await service.token('owner' as Role, CHESHIRE_EAST),
  ])
    t.same(await answersAreAlike(service.with(token)), [])
})

t.test('to those who may, other methods are not there either', async (t) => {
  const officer = await service.as('placements')
  t.equal((await officer.post(there, {})).status, 404)
  t.equal((await officer.send('HEAD', there)).status, 200)
})

t.test('the reference tells of them whoever may read them, and nobody else', async (t) => {
  const secretWords = /measures:records|\/records\b|records behind/i
  for (const [who, client] of [
    ['nobody', service.with()],
    ['a forger', service.with('a.b.c')],
    ...(await Promise.all(roleNames.map(async (role) => [role, await service.as(role)] as const))),
  ] as const) {
    const { body, headers } = await client.get<OpenApi.Document>('/openapi.json')
    const isListed = roleNames.some((role) => role === who && reads(role))
    t.equal(secretWords.test(JSON.stringify(body)), isListed, who)
    t.equal(headers['cache-control'], isListed ? 'no-store' : undefined, who)
    const operation = operationsOf(body).find(({ path }) => path === '/v1/measures/{id}/records')
    t.equal(operation?.method, isListed ? 'GET' : undefined, who)
    if (isListed) t.equal(operation?.description?.split('Takes the scope').length, 2, 'says its scope once')
    const page = await client.get<OpenApi.Document>('/reference/json')
    t.notMatch(JSON.stringify(page.body), secretWords, 'the page for people is the same for all')
  }
})

t.test('no other answer tells of them', async (t) => {
  const analyst = await service.as('bi')
  for (const path of ['/v1/measures', '/v1/measures/children-looked-after', '/v1/nowhere', '/problems'])
    t.notMatch(JSON.stringify((await analyst.get(path)).body), /measures:records|\/records\b/, path)
  const forbidden = await analyst.get('/v1/children')
  t.equal(forbidden.status, 403)
  t.notOk(unlistedScopes.some((scope: Scope) => forbidden.body.detail.includes(scope)))
})
