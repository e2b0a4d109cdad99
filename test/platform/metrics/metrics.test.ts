import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { observeBacklog } from '../../../src/features/events/index.ts'
import { createPool } from '../../../src/platform/db/pool.ts'
import { observePool } from '../../../src/platform/metrics/pools.ts'
import { serveMetrics } from '../../../src/platform/metrics/serve.ts'
import { testApp } from '../../support/app.ts'
import { aChild, aWebhook } from '../../support/builders.ts'

const docs = join(import.meta.dirname, '../../../docs')
const service = await testApp(t, { listen: true, sending: { pollMs: 3_600_000 } })
const metrics = await serveMetrics({ host: '127.0.0.1', port: 0 })
t.teardown(() => metrics.close())
observePool('service', service.appPool)

const text = async () => (await fetch(metrics.url)).text()

/** The sum of the samples of a metric that have the labels. */
async function valueOf(name: string, labels: Record<string, string> = {}): Promise<number> {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  const samples = (await text())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => pairs.every((pair) => line.includes(pair)))
  return samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

t.test('a request is counted by its route and status, and what it was about is nowhere', async (t) => {
  const officer = await service.as('placements')
  const ofRoute = { method: 'GET', route: '/v1/children/:id' }
  const count = (labels: Record<string, string>) => valueOf('sufficiency_request_seconds_count', labels)
  const [answers, refusals, others] = [
    await count({ ...ofRoute, status: '200' }),
    await count({ ...ofRoute, status: '404' }),
    await count({ route: 'none', status: '404' }),
  ]
  const { id, reference } = await aChild(officer, { reference: 'METRIC-1', homePostcode: 'CW1 0CC' })
  t.equal((await officer.get(`/v1/children/${id}`)).status, 200)
  t.equal((await officer.get(`/v1/children/${id}`)).status, 200)
  t.equal((await officer.get(`/v1/children/00000000-0000-4000-8000-000000000000`)).status, 404)
  t.equal(await count({ ...ofRoute, status: '200' }), answers + 2)
  t.equal(await count({ ...ofRoute, status: '404' }), refusals + 1)

  t.equal((await fetch(`${service.url}/nowhere/${id}?postcode=CW1`)).status, 404)
  t.equal(await count({ route: 'none', status: '404' }), others + 1)
  const all = await text()
  for (const secret of [id, String(reference), 'CW1', 'placements@', 'E06000049', 'nowhere'])
    t.notMatch(all, secret)
})

t.test('a client that hangs up is counted too, and no request runs for ever', async (t) => {
  const count = () => valueOf('sufficiency_request_seconds_count', { status: 'cut-off' })
  const [running, cutOff] = [await valueOf('sufficiency_requests_running'), await count()]
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
  const token = await service.token('data')
  socket.write(`GET /v1/events/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
  await new Promise((resolve) => socket.once('data', resolve))
  t.equal(await valueOf('sufficiency_requests_running'), running + 1)
  socket.destroy()
  for (let tries = 0; tries < 100 && (await count()) === cutOff; tries++) await sleep(20)
  t.equal(await count(), cutOff + 1)
  t.equal(await valueOf('sufficiency_requests_running'), running)
})

t.test('refused credentials are counted by kind', async (t) => {
  const tokens = await valueOf('sufficiency_credentials_refused_total', { kind: 'token' })
  t.equal((await service.with('a.b.c').get('/v1/children')).status, 401)
  t.equal(await valueOf('sufficiency_credentials_refused_total', { kind: 'token' }), tokens + 1)
})

t.test('connections and what waits for one', async (t) => {
  const pool = createPool({ url: service.urls.app, name: 'metrics', max: 1 })
  t.teardown(() => pool.end())
  observePool('small', pool)
  const client = await pool.connect()
  const next = pool.connect()
  t.equal(await valueOf('sufficiency_database_connections', { pool: 'small', state: 'used' }), 1)
  t.equal(await valueOf('sufficiency_database_connections_max', { pool: 'small' }), 1)
  t.equal(await valueOf('sufficiency_database_waiting', { pool: 'small' }), 1)
  client.release()
  const second = await next
  second.release()
  t.equal(await valueOf('sufficiency_database_connections', { pool: 'small', state: 'idle' }), 1)
  t.equal(await valueOf('sufficiency_database_waiting', { pool: 'small' }), 0)
})

t.test('events that wait, and nothing while the database does not answer', async (t) => {
  const { ownerPool } = service
  const sender = createPool({ url: service.urls.sender, name: 'metrics' })
  observeBacklog(sender)
  const data = await service.as('data')
  const webhook = await aWebhook(data, {
    url: 'http://127.0.0.1:9/',
    types: ['uk.sufficiency.home.opened.v1'],
  })
  const countOfUnpublished = async () =>
    (await ownerPool.query('select from events where position is null')).rowCount ?? 0
  for (let tries = 0; (await countOfUnpublished()) > 0 && tries < 500; tries++) await sleep(20)
  await ownerPool.query(
    `insert into events (authority_code, type, record_type, record_id, data, occurred_at)
     select authority_code, 'x', 'home', gen_random_uuid(), '{}', now() - interval '5 minutes'
       from webhooks, generate_series(1, 3) where id = $1`,
    [webhook.id],
  )
  t.ok((await valueOf('sufficiency_events_waiting', { stage: 'publish' })) >= 3)
  const seconds = await valueOf('sufficiency_events_oldest_waiting_seconds', { stage: 'publish' })
  t.ok(seconds >= 300 && seconds < 400, 'the oldest has waited five minutes')
  await sender.end()
  t.notMatch(await text(), /sufficiency_events_waiting\{/)
})

t.test(
  'the page, the alerts and the dashboard name metrics that are served, and the page all of ours',
  async (t) => {
    const all = new Set([...(await text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name))
    const page = await readFile(join(docs, 'metrics.md'), 'utf8')
    const rows = [...page.matchAll(/^\| `(sufficiency_\w+)`/gm)].map(([, name = '']) => name)
    t.same(rows.sort(), [...all].filter((name) => name.startsWith('sufficiency_')).sort())

    const alerts = await readFile(join(docs, 'alerts/alerts.yml'), 'utf8')
    const dashboard = await readFile(join(docs, 'alerts/dashboard.json'), 'utf8')
    const names = [...`${alerts}${dashboard}`.matchAll(/\b((?:sufficiency|nodejs|process)_\w+)/g)]
    t.ok(names.length > 20, 'they name some')
    for (const [, name = ''] of names) t.ok(all.has(name.replace(/_(?:bucket|count)$/, '')), name)
  },
)

t.test('every alert has a page, every page an alert, and the page on metrics lists them', async (t) => {
  const alerts = await readFile(join(docs, 'alerts/alerts.yml'), 'utf8')
  const page = await readFile(join(docs, 'metrics.md'), 'utf8')
  const pairs = [...alerts.matchAll(/alert: (\w+)[^]*?runbook: docs\/(\S+)/g)]
  const files = (await readdir(join(docs, 'alerts'))).filter((name) => name.endsWith('.md'))
  t.same(pairs.map(([, , file = '']) => file).sort(), files.map((name) => `alerts/${name}`).sort())
  for (const [, name = '', file = ''] of pairs) {
    t.ok((await readFile(join(docs, file), 'utf8')).startsWith(`# ${name}\n`), `${file} is of ${name}`)
    t.ok(page.includes(`[${name}](${file})`), `${name} is listed`)
  }
})
