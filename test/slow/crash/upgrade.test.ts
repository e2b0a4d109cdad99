import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { clientAt, type Body, type TestClient } from '../../support/app.ts'
import { databaseVariables } from '../../support/database.ts'
import { olderVersion, withoutCommits } from '../../support/older-version.ts'
import { replicatedServer, withoutReplicas } from '../../support/cluster.ts'
import { identityProvider, startedService, waitUntil } from '../../support/service.ts'

/* A rolling upgrade under load: a process of an older version goes on beside one of this version, on one database. */

t.setTimeout(900_000)

/** A commit with migrations up to 0198, made under the rule of expand and contract. */
const older = 'bb37e55c1e421060ca12664b11726c50e7cb689d'
const CLIENTS = 4

t.test(
  'an older process goes on while a newer one migrates and works, and nothing is lost or doubled',
  { skip: withoutCommits([older]) || withoutReplicas },
  async (t) => {
    const server = await replicatedServer(t, { fsync: 'off' })
    const provider = await identityProvider(t)
    const variables = { ...databaseVariables(server.urls), ...provider.variables }
    const first = startedService(t, variables, await olderVersion(t, older))
    const token = await provider.token('admin')
    const clients: TestClient[] = [clientAt(await first.ready, token)]
    const countOfMigrations = async () =>
      Number((await server.query('select count(*) as count from schema_migrations'))[0]?.count)
    const migrationsOfOlder = await countOfMigrations()

    const idsByReference = new Map<string, string>()
    const statuses = new Map<string, number>()
    let goesOn = true
    const persist = async (send: (client: TestClient) => Promise<{ status: number; body: Body }>) => {
      for (let turn = 0; goesOn; turn++) {
        const answer = await send(clients[turn % clients.length]!).catch(() => undefined)
        const status = String(answer?.status ?? 'no answer')
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (answer && answer.status < 300) return answer
        await sleep(100)
      }
      return undefined
    }
    const work = Array.from({ length: CLIENTS }, async (_, place) => {
      for (let count = 0; goesOn; count++) {
        const [reference, key] = [`UPGRADE-${place}-${count}`, randomUUID()]
        const child = { reference, dateOfBirth: '2013-06-15', sex: 'female' }
        const answer = await persist((client) =>
          client.post('/v1/children', child, { 'idempotency-key': key }),
        )
        if (answer === undefined) return
        idsByReference.set(reference, answer.body.id)
        await persist((client) => client.get(`/v1/children/${answer.body.id}`))
        await persist((client) => client.get('/v1/measures/children-looked-after?asAt=2023-12-01'))
      }
    })
    const countWhen = async (isSo: () => boolean | Promise<boolean>, what: string) => {
      await waitUntil(isSo, what)
      return idsByReference.size
    }
    const moreThan = (count: number) => () => idsByReference.size > count

    const countBefore = await countWhen(moreThan(10), 'the load')
    const second = startedService(t, variables)
    const newClient = clientAt(await second.ready, token)
    t.ok((await countOfMigrations()) > migrationsOfOlder, 'the newer one has migrated')
    const countBeside = await countWhen(moreThan(countBefore), 'the older one goes on meanwhile')
    await countWhen(moreThan(countBeside + 10), 'and with the newer schema')

    clients.push(newClient)
    await countWhen(moreThan(idsByReference.size + 20), 'both work at once')
    t.same(new Set(statuses.keys()), new Set(['200', '201']), 'nothing was refused')

    clients.shift()
    first.child.kill('SIGTERM')
    t.equal(await first.end, 0)
    await countWhen(moreThan(idsByReference.size + 10), 'the newer one goes on alone')
    goesOn = false
    await Promise.all(work)

    t.equal(new Set(idsByReference.values()).size, idsByReference.size)
    const rows = await server.query('select id::text as id from children')
    t.same(new Set(rows.map(({ id }) => id)), new Set(idsByReference.values()), 'none is lost, none doubled')
    t.equal(rows.length, idsByReference.size)
    t.comment(`${idsByReference.size} children; ${JSON.stringify([...statuses])}`)
  },
)
