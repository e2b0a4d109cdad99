import Fastify from 'fastify'
import t from 'tap'
import { deprecations } from '../../../src/platform/http/deprecation.ts'

const terms = { startsOn: '2027-01-01', sunset: '2028-01-01', successor: '/v1/figures' }

async function appWith(deprecation: typeof terms) {
  const app = Fastify()
  await app.register(deprecations, { publicUrl: 'https://beds.example/api' })
  app.get('/old', { config: { scope: 'public', deprecation } }, async (_request, reply) => {
    reply.header('link', '</old?cursor=2>; rel="next"')
    return {}
  })
  app.get('/failing', { config: { scope: 'public', deprecation } }, () => Promise.reject(new Error('broken')))
  app.get('/new', { config: { scope: 'public' } }, async () => ({}))
  return app
}

t.test('answers of an operation that is to go say when, and what to use instead', async (t) => {
  const app = await appWith(terms)
  t.teardown(() => app.close())
  // 1 January 2027 is 20,819 days after 1 January 1970: 57 years of 365 days and 14 leap days.
  const expected = { deprecation: `@${(57 * 365 + 14) * 86_400}`, sunset: 'Sat, 01 Jan 2028 00:00:00 GMT' }
  const old = await app.inject('/old')
  t.match(old.headers, {
    ...expected,
    link: '</old?cursor=2>; rel="next", <https://beds.example/api/v1/figures>; rel="successor-version"',
  })
  const failure = await app.inject('/failing')
  t.equal(failure.statusCode, 500)
  t.match(failure.headers, {
    ...expected,
    link: '<https://beds.example/api/v1/figures>; rel="successor-version"',
  })
  const other = await app.inject('/new')
  t.notOk('deprecation' in other.headers || 'sunset' in other.headers || 'link' in other.headers)
})

t.test('an operation can’t go with less than a year of notice', async (t) => {
  await t.rejects(appWith({ ...terms, sunset: '2027-12-31' }), { message: /less than 12 months/ })
})
