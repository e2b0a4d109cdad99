import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { locks } from '../../../src/platform/db/locks.ts'
import { csv, post } from '../../features/returns/in/support.ts'
import { CHESHIRE_EAST, clientAt, type Body, type TestClient } from '../../support/app.ts'
import { databaseVariables, testDatabase } from '../../support/database.ts'
import { identityProvider, startedService, waitUntil } from '../../support/service.ts'

/* Two processes on one database. The one that works on a forecast, a plan and an import dies, and the other takes them over. */

t.setTimeout(900_000)

const { urls, ownerPool } = await testDatabase(t, { contents: 'demonstration' })
const provider = await identityProvider(t)
const variables = { ...databaseVariables(urls), ...provider.variables, SHUTDOWN_GRACE_MS: '1000' }
const start = () => startedService(t, variables)
const clientOf = async (url: string) => clientAt(url, await provider.token('admin'))

interface Asked {
  path: string
  table: string
}
const rowOf = async ({ path, table }: Asked) =>
  (
    await ownerPool.query<{ status: string; attempt: number; work: unknown }>(
      `select status, attempt, work from ${table} where id = $1`,
      [path.split('/').at(-1)],
    )
  ).rows[0]

/** Keeps every import of the authority waiting for its turn, until the function that it returns is called. */
async function holdImports(): Promise<() => void> {
  const client = await ownerPool.connect()
  await client.query('select pg_advisory_lock(hashtextextended($1, $2))', [CHESHIRE_EAST, locks.returns])
  let isHeld = true
  const release = () => {
    if (isHeld) client.release(true)
    isHeld = false
  }
  t.teardown(release)
  return release
}

const fileOf = (reference: string) => csv('header', `${reference},1,05/06/2010,WBRI,UN2,,`)

/** A forecast that is made quickly: half a year from two years of history. */
const forecast = { asAt: '2023-11-30', historyFrom: '2021-09-01', months: 6, worlds: 50 }

async function ask(client: TestClient, reference: string): Promise<Asked[]> {
  const answers = {
    imports: await post(client, [fileOf(reference)], { year: '2018', acceptPartial: 'true' }),
    forecasts: await client.post('/v1/forecasts', forecast),
    plans: await client.post('/v1/plans', { waiting: true, lastStart: '2027-01-31' }),
  }
  return Object.entries(answers).map(([table, answer]) => {
    if (answer.status !== 202) throw new Error(`${table}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return { table, path: String(answer.headers.location) }
  })
}

async function endOf(client: TestClient, { path }: Asked): Promise<Body> {
  for (;;) {
    const { body } = await client.get(path)
    if (body.status !== 'queued' && body.status !== 'running') return body
    await sleep(200)
  }
}

const childrenNamed = async (reference: string) =>
  (await ownerPool.query('select id from children where reference = $1', [reference])).rowCount

const filesKept = async () => (await ownerPool.query('select from import_files')).rowCount

t.test('jobs of a process that is killed are done by another, once', async (t) => {
  const first = start()
  const release = await holdImports()
  const jobs = await ask(await clientOf(await first.ready), 'TAKEN-1')
  first.child.kill('SIGKILL')
  await first.end
  release()
  for (const job of jobs) t.match(await rowOf(job), { status: /queued|running/, attempt: 1 }, job.table)
  t.equal(await filesKept(), 1)
  t.equal(await childrenNamed('TAKEN-1'), 0, 'nothing is half applied')

  const second = start()
  const client = await clientOf(await second.ready)
  for (const job of jobs) {
    const end = await endOf(client, job)
    t.match(end, { status: job.table === 'imports' ? 'succeeded' : 'done' }, JSON.stringify(end.detail))
    t.match(await rowOf(job), { attempt: 2, work: null })
  }
  t.equal(await childrenNamed('TAKEN-1'), 1)
  t.equal(await filesKept(), 0, 'and its files are forgotten')
  second.child.kill('SIGTERM')
  await second.end
})

t.test('jobs of a process that is stopped are given back, and go on at once', async (t) => {
  const [first, second] = [start(), start()]
  const [busy, other] = [await clientOf(await first.ready), await clientOf(await second.ready)]
  const release = await holdImports()
  const jobs = await ask(busy, 'TAKEN-2')
  const areAtWork = async () => (await Promise.all(jobs.map(rowOf))).every((row) => row?.status === 'running')
  await waitUntil(areAtWork, 'all three are at work')
  const began = Date.now()
  first.child.kill('SIGTERM')
  t.equal(await first.end, 0)
  const stopMs = Date.now() - began
  for (const job of jobs)
    t.match(await rowOf(job), { status: /queued|running/, attempt: /0|1/ }, `${job.table} is given back`)
  t.equal(await childrenNamed('TAKEN-2'), 0, 'nothing is half applied')
  release()
  for (const job of jobs) {
    t.match(await endOf(other, job), { status: job.table === 'imports' ? 'succeeded' : 'done' })
    t.match(await rowOf(job), { attempt: 1 }, 'which is no attempt')
  }
  const workMs = Date.now() - began - stopMs
  t.ok(stopMs < workMs, `it stops (${stopMs} ms) sooner than the work takes (${workMs} ms)`)
  t.equal(await childrenNamed('TAKEN-2'), 1)
  t.equal(await filesKept(), 0)
  second.child.kill('SIGTERM')
  await second.end
})

t.test('what kills every process that takes it up is given up after three', async (t) => {
  const { rows } = await ownerPool.query<{ id: string }>(
    `insert into forecasts (authority_code, requested_by, as_at, asked, status, heartbeat_at, attempt, work)
     values ($1, 'x', '2023-11-30', '{}', 'running', now() - interval '31 seconds', 3, '{}') returning id`,
    [CHESHIRE_EAST],
  )
  const service = start()
  const client = await clientOf(await service.ready)
  t.match(await client.get(`/v1/forecasts/${rows[0]?.id}`), { body: { status: 'failed' } })
})
