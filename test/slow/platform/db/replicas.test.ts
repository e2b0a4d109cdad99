import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { factStore } from '../../../../src/engines/figures/queries/kept-facts.ts'
import { readsDone } from '../../../../src/platform/metrics/instruments.ts'
import { figure } from '../../../features/measures/support.ts'
import { STOCKPORT, testApp } from '../../../support/app.ts'
import { aChildInCare } from '../../../support/builders.ts'
import { replicatedDatabase, withoutReplicas } from '../../../support/cluster.ts'

/* A primary and a replica that follows it: what is read where, that it is never older than what was acknowledged, and failures. */

t.setTimeout(900_000)

t.test('figures, feeds and exports are read on a replica', { skip: withoutReplicas }, async (t) => {
  const { replica, replicaPool, database } = await replicatedDatabase(t)
  const service = await testApp(t, { database, replicas: [replicaPool] })
  const admin = await service.as('admin')

  /** How many reads each server has answered since the last call. */
  const last = new Map<string, number>()
  const readsOf = async () => {
    const counts: Record<string, number> = {}
    for (const { labels, value } of (await readsDone.get()).values) {
      const server = String(labels.server)
      counts[server] = value - (last.get(server) ?? 0)
      last.set(server, value)
    }
    return counts
  }
  const inCare = 'children-looked-after?asAt=2023-12-01'
  const count = async () => Number((await figure(admin, inCare))[2])

  await t.test('what was acknowledged is in every answer, and they say how fresh they are', async (t) => {
    await readsOf()
    for (let round = 1; round <= 25; round++) {
      const start = Date.now()
      await aChildInCare(admin)
      const writeEnd = Date.now()
      const answer = await admin.get(`/v1/measures/${inCare}`)
      t.equal(Number((answer.body.items[0] as { value?: number }).value), round)
      const asOf = Date.parse(answer.headers['data-as-of'] ?? '')
      t.ok(asOf >= start && asOf >= writeEnd - 1, 'as of when the request came')
    }
    const reads = await readsOf()
    t.ok((reads['replica 1'] ?? 0) >= 20, `${JSON.stringify(reads)}: most by the replica`)
    t.ok(factStore(replicaPool).bytes > 0, 'which keeps facts in memory as the primary does')
  })

  await t.test('views, scorecards, feeds, OData and returns are read there too', async (t) => {
    for (const path of [
      '/v1/views/capacity',
      '/v1/scorecards/corporate-parenting',
      '/v1/feeds/children',
      '/odata/Homes',
      '/v1/returns/2022-23',
    ]) {
      await readsOf()
      const answer = await admin.get(path)
      t.equal(answer.status, 200, path)
      t.match(await readsOf(), { 'replica 1': 1 }, path)
    }
  })

  await t.test('row-level security holds there', async (t) => {
    const other = await service.as('admin', STOCKPORT)
    t.equal(Number((await figure(other, inCare))[2]), 0)
    const { rows } = await replicaPool.query('select count(*)::int as seen from children')
    t.same(rows, [{ seen: 0 }])
    t.same((await other.get('/v1/feeds/children', { accept: 'text/csv' })).status, 200)
  })

  await t.test('a replica that is behind is left, and comes back', async (t) => {
    const start = await count()
    await replica.query('select pg_wal_replay_pause()')
    await aChildInCare(admin)
    await readsOf()
    t.equal(await count(), start + 1)
    t.match(await readsOf(), { primary: 1 })
    await replica.query('select pg_wal_replay_resume()')
    await wait(3200)
    t.equal(await count(), start + 1)
    t.match(await readsOf(), { 'replica 1': 1 })
  })

  await t.test('a replica that dies is left, and comes back', async (t) => {
    const start = await count()
    await replica.kill()
    await aChildInCare(admin)
    for (let again = 0; again < 5; again++) t.equal(await count(), start + 1)
    t.equal((await admin.get('/v1/feeds/children')).status, 200)
    await replica.start()
    await wait(3200)
    await readsOf()
    t.equal(await count(), start + 1)
    t.match(await readsOf(), { 'replica 1': 1 })
  })
})
