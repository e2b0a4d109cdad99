import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { requireLogin, urlsOf } from '../../../../src/platform/db/logins.ts'
import { createPool } from '../../../../src/platform/db/pool.ts'
import { readAs } from '../../../../src/platform/db/tenant.ts'
import { aReceiver } from '../../../features/events/receiver.ts'
import {
  CHESHIRE_EAST as ours,
  clientAt,
  STOCKPORT as theirs,
  testApp,
  type TestClient,
} from '../../../support/app.ts'
import { aChild, aHome, aWebhook } from '../../../support/builders.ts'
import { databaseVariables, testDatabase } from '../../../support/database.ts'
import { pgBouncer, withoutPgBouncer } from '../../../support/pgbouncer.ts'
import { identityProvider, idsOfStream, startedService, waitUntil } from '../../../support/service.ts'

/* The service behind PgBouncer in transaction mode, which has no settings for its sake. */

t.setTimeout(900_000)

t.test('what requests do holds through a pooler', { skip: withoutPgBouncer }, async (t) => {
  let poolerUrl = ''
  const service = await testApp(t, {
    tap: async (app) => (poolerUrl = await pgBouncer(t, urlsOf({ owner: app, app }))),
  })
  const [admin, other] = [await service.as('admin', ours), await service.as('admin', theirs)]
  const clients = [
    { client: admin, word: 'OURS' },
    { client: other, word: 'THEIRS' },
  ]

  await t.test('of many requests of two authorities over four connections, each sees its own', async (t) => {
    const hundredOfEach = Array.from({ length: 100 }, (_, n) => clients.map((one) => ({ ...one, n }))).flat()
    await Promise.all(
      hundredOfEach.map(({ client, word, n }) => aChild(client, { reference: `${word}-${n}` })),
    )
    const lists = await Promise.all(
      hundredOfEach.map(async ({ client, word }) => {
        const { items } = (await client.get('/v1/children?limit=300')).body
        return items.length === 100 && items.every(({ reference }) => String(reference).startsWith(word))
      }),
    )
    t.same(new Set(lists), new Set([true]))
    const { rows } = await service.ownerPool.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where usename = 'sufficiency_app' and datname = current_database()`,
    )
    t.ok((rows[0]?.count ?? 99) <= 4 + 1, 'over the connections of the pooler, and the journal’s')
  })

  await t.test(
    'a session begins with its settings, and nothing of a transaction stays with it',
    async (t) => {
      const pool = createPool({ url: poolerUrl, max: 1, statementTimeoutMs: 300 })
      t.teardown(() => pool.end())
      const principal = { subject: 'x', role: 'admin', authorityCode: ours } as const
      await t.rejects(
        readAs(pool, principal, (tx) => tx.client.query('select pg_sleep(5)')),
        { code: '57014' },
      )
      const { rows } = await pool.query(
        `select current_setting('TimeZone') as zone, current_setting('jit') as jit, current_setting('statement_timeout') as "time",
              coalesce(current_setting('app.authority', true), '') as authority, (select count(*)::int from children) as seen`,
      )
      t.same(rows, [{ zone: 'UTC', jit: 'off', time: '0', authority: '', seen: 0 }])
    },
  )

  await t.test('figures are answered, whichever session of the server each statement gets', async (t) => {
    const paths = ['/v1/measures/children-looked-after?asAt=2023-12-01', '/v1/views/capacity?asAt=2023-12-01']
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => clients[n % 2]!.client.get(paths[n % 3 === 0 ? 1 : 0]!)),
    )
    t.same(new Set(answers.map(({ status }) => status)), new Set([200]))
  })

  await t.test('sets of feeds are copied whole', async (t) => {
    const bi = await service.as('bi', ours)
    const homes = await Promise.all(Array.from({ length: 5 }, () => aHome(admin)))
    const { status, body } = await bi.get<string>('/v1/feeds/homes', { accept: 'text/csv' })
    t.equal(status, 200)
    for (const { id } of homes) t.match(body, id)
  })
})

t.test(
  'a pooler that puts the owner in the place of the login is refused',
  { skip: withoutPgBouncer },
  async (t) => {
    const { urls } = await testDatabase(t)
    const poolerUrl = await pgBouncer(t, urls, { asOwner: true })
    await t.rejects(
      requireLogin(poolerUrl),
      /not as sufficiency_app, who owns nothing: row-level security might not apply/,
    )
    const service = startedService(t, {
      DATABASE_OWNER_URL: urls.owner,
      DATABASE_URL: poolerUrl,
      DATABASE_DIRECT_URL: urls.app,
    })
    await t.rejects(service.ready, /row-level security might not apply/)
  },
)

t.test(
  'processes start behind a pooler, hear of events, and keep to their budget',
  { skip: withoutPgBouncer },
  async (t) => {
    const { urls, ownerPool } = await testDatabase(t, { contents: 'reference' })
    const provider = await identityProvider(t)
    const variables = {
      ...databaseVariables(urls),
      ...provider.variables,
      DATABASE_URL: await pgBouncer(t, urls, { poolSize: 10 }),
      DATABASE_DIRECT_URL: urls.app,
    }
    const services = [startedService(t, variables), startedService(t, variables)]
    const addresses = await Promise.all(services.map(({ ready }) => ready))
    const token = await provider.token('admin')
    const [admin, other] = addresses.map((url) => clientAt(url, token)) as [TestClient, TestClient]

    const receiver = await aReceiver(t)
    const webhook = await aWebhook(admin, { url: receiver.url, types: ['uk.sufficiency.child.recorded.v1'] })
    t.equal((await admin.post(`/v1/webhooks/${webhook.id}/secrets`)).status, 201)
    const ids = await idsOfStream(t, addresses[1] ?? '', token)
    const start = Date.now()
    const child = await aChild(admin)
    await waitUntil(() => ids.includes(child.id), 'a stream of the other process tells of the child')
    t.ok(Date.now() - start < 10_000, 'which it was told of: by itself it looks every 15 seconds')
    await receiver.until(({ deliveries }) => deliveries.length > 0)

    // 500 clients at once, of two processes.
    let most = 0
    const answers = Promise.all(
      Array.from({ length: 500 }, (_, n) => (n % 2 ? admin : other).get('/v1/children?limit=1')),
    )
    let isDone = false
    void answers.finally(() => (isDone = true))
    while (!isDone) {
      const { rows } = await ownerPool.query<{ server: number }>(
        `select count(*)::int as server from pg_stat_activity
        where datname = current_database() and application_name like 'sufficiency %' and usename <> current_user
          and backend_type = 'client backend'`,
      )
      most = Math.max(most, rows[0]?.server ?? 0)
      await sleep(20)
    }
    t.same(new Set((await answers).map(({ status }) => status)), new Set([200]))
    t.ok(
      most > 2 && most <= 2 * 10 + 2,
      `${most} connections: ten of each login, and one of each process to listen`,
    )
  },
)
