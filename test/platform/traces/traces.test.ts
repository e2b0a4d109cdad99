import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import t from 'tap'
import { exportTraces } from '../../../src/platform/traces/export.ts'
import { testApp } from '../../support/app.ts'
import { aChild, aWebhook } from '../../support/builders.ts'
import { waitUntil } from '../../support/service.ts'
import { aReceiver } from '../../features/events/receiver.ts'

interface SpanSent {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId?: string
  attributes: { key: string; value: Record<string, unknown> }[]
  status: { code?: number; message?: string }
  events?: unknown[]
}

interface Sent {
  resourceSpans: { scopeSpans: { spans: SpanSent[] }[] }[]
}

/** A collector of OTLP over HTTP: what it was sent. */
async function collector() {
  const bodies: Sent[] = []
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      bodies.push(body as Sent)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    spans: () =>
      bodies.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
  }
}

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'
const traceparent = `00-${TRACE}-${SPAN}-01`

const attributesOf = ({ attributes }: SpanSent) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

t.test(
  'what a request does is one trace, the caller’s, with nothing in it of what it was about',
  async (t) => {
    const { url, spans, bodies } = await collector()
    const stop = exportTraces({ url, serviceName: 'sufficiency' })
    const service = await testApp(t, { listen: true, sending: { pollMs: 50 } })
    const receiving = await aReceiver(t)
    const data = await service.as('data')
    const webhook = await aWebhook(data, { url: receiving.url, types: ['uk.sufficiency.child.recorded.v1'] })
    await data.post(`/v1/webhooks/${webhook.id}/secrets`)
    const officer = await service.as('placements')

    const child = {
      reference: 'MARKER-REFERENCE',
      dateOfBirth: '2012-07-19',
      sex: 'female',
      homePostcode: 'CW1 0CC',
    }
    const answer = await officer.post('/v1/children', child, {
      traceparent,
      tracestate: 'marker=of-the-caller',
      baggage: 'child=marker-of-baggage',
    })
    t.equal(answer.status, 201)
    t.equal((await officer.get(`/v1/children/${answer.body.id}?knownAt=MARKER-QUERY`)).status, 400)
    t.equal((await officer.get(`/marker-nowhere/${answer.body.id}`)).status, 404)
    const other = await aChild(officer)
    t.equal((await officer.post('/v1/children', { ...child, homePostcode: 'CW1 0CC' })).status, 409)
    await waitUntil(() => receiving.deliveries.length >= 2, 'both children are told of')
    await stop()

    const all = spans()
    const ofCaller = all.filter(({ traceId }) => traceId === TRACE)
    const request = ofCaller.find(({ name }) => name === 'POST /v1/children')
    t.match(request, { parentSpanId: SPAN, kind: 2 }, 'the request is within the caller’s span')
    t.same(attributesOf(request!), {
      'http.request.method': 'POST',
      'http.route': '/v1/children',
      'http.response.status_code': 201,
    })
    const statements = ofCaller.filter(({ name }) => name !== request?.name)
    t.ok(
      statements.some(({ name }) => name === 'begin') && statements.some(({ name }) => name === 'insert'),
      'its statements are told by their first word',
    )
    for (const statement of statements) {
      t.match(statement, { kind: 3, parentSpanId: /^[0-9a-f]{16}$/, name: /^[a-z]+$/ })
      t.equal(attributesOf(statement)['db.operation.name'], statement.name)
    }
    t.ok(all.some(({ name }) => name === 'GET none'))
    t.notOk(
      all.some(({ name, status }) => name === 'POST /v1/children' && status.code === 2),
      'a refusal is no failure of the service',
    )

    const calls = all.filter(({ name }) => name === 'webhook')
    const traceparents = receiving.deliveries.map(({ headers }) => headers.traceparent)
    t.same(
      new Set(traceparents),
      new Set(calls.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`)),
      'a webhook’s receiver can go on with its trace',
    )
    t.same(attributesOf(calls[0]!), { 'http.request.method': 'POST', 'http.response.status_code': 204 })

    const words = JSON.stringify(bodies)
    const secrets = [
      ...Object.values(child),
      ...[answer.body.id, other.id, webhook.id],
      ...['marker', 'knownAt', 'placements@', 'E06000049', 'where', receiving.url],
    ]
    for (const secret of secrets)
      if (secret !== 'female')
        t.notOk(words.toLowerCase().includes(String(secret).toLowerCase()), String(secret))
    t.same(
      all.filter(({ events, status }) => events?.length || status.message),
      [],
      'no span has words of an error',
    )
  },
)

t.test('a collector that does not answer harms nothing', async (t) => {
  const stop = exportTraces({ url: 'http://127.0.0.1:9', serviceName: 'sufficiency' })
  const service = await testApp(t)
  const officer = await service.as('placements')
  t.match(await aChild(officer, { reference: 'TRACED-1' }), { reference: 'TRACED-1' })
  const began = Date.now()
  await stop()
  t.ok(Date.now() - began < 5000, 'and is not waited for for long when the process stops')
})

t.test('a job is within the request that asked for it', async (t) => {
  const { url, spans } = await collector()
  const stop = exportTraces({ url, serviceName: 'sufficiency' })
  const service = await testApp(t)
  const planner = await service.as('data')
  const answer = await planner.post('/v1/forecasts', { asAt: '2023-11-30' }, { traceparent })
  t.equal(answer.status, 202)
  await waitUntil(async () => {
    const { body } = await planner.get(String(answer.headers.location))
    return !['queued', 'running'].includes(String(body.status))
  }, 'the forecast is made or refused')
  await stop()
  const job = spans().find(({ name }) => name === 'job forecasts')
  t.match(job, { traceId: TRACE, parentSpanId: /./ })
  t.same(attributesOf(job!), { attempt: 1 })
})
