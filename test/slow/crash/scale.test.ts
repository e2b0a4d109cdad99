import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { addDays } from '../../../src/domain/dates.ts'
import { clientAt, type Body } from '../../support/app.ts'
import { balancer, withoutBalancer, type Part } from '../../support/balancer.ts'
import { aBed, aChild, aHome } from '../../support/builders.ts'
import { replicatedServer, withoutReplicas, type ReplicatedServer } from '../../support/cluster.ts'
import { freePort, isListening, withoutPgBouncer } from '../../support/pgbouncer.ts'
import { identityProvider, startedService, waitUntil, type StartedService } from '../../support/service.ts'

/*
 * The parts of docker-compose.scale.yml, as processes: two services, a primary and a replica, PgBouncer and HAProxy with the files of
 * deploy/. Each is killed (`kill -9`) under load and started again; then the replica takes the primary's place.
 */

t.setTimeout(900_000)

const OFFICERS = 4
const READERS = 2

t.test(
  'each part of the scaled form is killed under load, and nothing acknowledged is lost or doubled',
  { skip: withoutReplicas || withoutBalancer || withoutPgBouncer },
  async (t) => {
    const first = await replicatedServer(t)
    const replica = await first.replica('replica1')
    let primary: ReplicatedServer = first

    const ports: [number, number] = [await freePort(), await freePort()]
    const front = await balancer(t, () => ({
      services: [`127.0.0.1:${ports[0]}`, `127.0.0.1:${ports[1]}`],
      primary: `127.0.0.1:${primary.port}`,
    }))
    await front.start()

    const poolerPort = await freePort()
    const balancedUrls = first.urlsAt(front.databasePort)
    // It runs as nobody, who may not reach the checkout.
    const script = await readFile(join(import.meta.dirname, '../../../deploy/pooler.sh'), 'utf8')
    let pooler: ChildProcess | undefined
    const poolerPart: Part = {
      async start() {
        pooler = spawn('sh', ['-c', script], {
          env: {
            PATH: `${process.env.PATH}:/usr/sbin`,
            APPLICATION_PASSWORD: decodeURIComponent(new URL(balancedUrls.app).password),
            DATABASE_HOST: '127.0.0.1',
            DATABASE_PORT: String(front.databasePort),
            POOLER_ADDRESS: '127.0.0.1',
            POOLER_PORT: String(poolerPort),
          },
          ...(process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}),
          stdio: 'ignore',
        })
        await waitUntil(() => isListening(poolerPort), 'the pooler listens')
      },
      async kill() {
        if (!pooler || pooler.exitCode !== null || pooler.signalCode !== null) return
        const exit = once(pooler, 'exit')
        pooler.kill('SIGKILL')
        await exit
      },
    }
    await poolerPart.start()
    t.teardown(() => poolerPart.kill())

    const provider = await identityProvider(t)
    const services: (StartedService | undefined)[] = []
    const servicePart = (place: 0 | 1): Part => ({
      async start() {
        const service = startedService(t, {
          ...provider.variables,
          PORT: String(ports[place]),
          DATABASE_OWNER_URL: balancedUrls.owner,
          DATABASE_URL: first.urlsAt(poolerPort).app,
          DATABASE_DIRECT_URL: balancedUrls.app,
          DATABASE_REPLICA_URLS: replica.urls.app,
        })
        services[place] = service
        await service.ready
      },
      async kill() {
        services[place]?.child.kill('SIGKILL')
        await services[place]?.end
      },
    })
    const parts: Record<string, Part> = {
      'a service': servicePart(0),
      'the other service': servicePart(1),
      'the replica': replica,
      'the pooler': poolerPart,
      'the balancer': front,
      'the primary': first,
    }
    await parts['a service']?.start()
    await parts['the other service']?.start()

    const client = clientAt(front.url, await provider.token('admin'))
    await waitUntil(
      async () => (await client.get('/health/ready').catch(() => undefined))?.status === 200,
      'the balancer has found a service',
    )
    const home = await aHome(client)
    const desks = await Promise.all(
      Array.from({ length: OFFICERS }, async () => ({
        child: await aChild(client),
        bed: await aBed(client, { homeId: home.id }),
      })),
    )

    /** Ids by idempotency key of what was acknowledged; what was refused; when something was last answered, and the longest gap. */
    const idsByKey = new Map<string, string>()
    const statuses = new Set<number>()
    const refusals = new Map<string, number>()
    const load = { refusals: 0, lastAt: performance.now(), gap: 0, reads: 0, going: true }
    const noteAnswer = () => {
      load.gap = Math.max(load.gap, performance.now() - load.lastAt)
      load.lastAt = performance.now()
    }
    /** Sends until it is answered, as officers do: the same request with the same key. */
    const persist = async (send: () => Promise<{ status: number; body: Body }>) => {
      while (true) {
        const answer = await send().catch(() => undefined)
        if (answer && answer.status < 500 && answer.status !== 409) {
          noteAnswer()
          return answer
        }
        if (!load.going) return undefined
        load.refusals++
        const how = answer ? `${answer.status} ${String(answer.body.type)}` : 'no answer'
        refusals.set(how, (refusals.get(how) ?? 0) + 1)
        await sleep(50)
      }
    }
    const officers = desks.map(async ({ child, bed }) => {
      for (let day = 0; load.going; day++) {
        const startedOn = addDays('2020-01-01', day)
        const key = randomUUID()
        const body = {
          childId: child.id,
          bedId: bed.id,
          placementType: 'residential',
          startedOn,
          endedOn: addDays(startedOn, 1),
          endReason: 'CARPL',
          recordedAsHappened: 'Recorded late, as it was.',
        }
        const answer = await persist(() => client.post('/v1/placements', body, { 'idempotency-key': key }))
        if (!answer) return
        statuses.add(answer.status)
        idsByKey.set(key, answer.body.id)
      }
    })
    const readers = Array.from({ length: READERS }, async () => {
      while (load.going) {
        await persist(() => client.get('/v1/measures/children-looked-after?asAt=2023-12-01'))
        load.reads++
        await sleep(20)
      }
    })

    const rows: string[] = []
    const placementIds = async () =>
      (await primary.query('select id::text as id from placements')).map(({ id }) => String(id))
    /** How many of those acknowledged by now are missing. */
    const audit = async () => {
      const acknowledgedIds = [...idsByKey.values()]
      const ids = new Set(await placementIds())
      return acknowledgedIds.filter((id) => !ids.has(id)).length
    }
    const tell = async (what: string, count: number, refusalsBefore: number) => {
      const lossCount = await audit()
      rows.push(
        `| ${what} | ${idsByKey.size - count} | ${lossCount} | ${load.refusals - refusalsBefore} | ${Math.round(load.gap)} |`,
      )
      return lossCount
    }
    /** Kills a part, waits, mends, and waits until all goes on. */
    const fail = async (what: string, kill: () => Promise<void>, mend: () => Promise<void>) => {
      await sleep(1000)
      const [start, refusalsBefore] = [idsByKey.size, load.refusals]
      load.gap = 0
      await kill()
      await sleep(1500)
      await mend()
      const count = idsByKey.size
      await waitUntil(() => idsByKey.size >= count + 20, `${what}: the work goes on`)
      await sleep(500)
      return tell(what, start, refusalsBefore)
    }

    await waitUntil(() => idsByKey.size >= 20, 'the traffic')
    load.gap = 0
    await sleep(3000)
    await tell('nothing', 0, 0)
    for (const [what, part] of Object.entries(parts))
      t.equal(
        await fail(
          what,
          () => part.kill(),
          () => part.start(),
        ),
        0,
        `${what}: nothing is lost`,
      )

    // Replication is made synchronous: what is acknowledged is on the replica.
    await primary.query(`alter system set synchronous_standby_names = 'replica1'`)
    await primary.query('select pg_reload_conf()')
    await waitUntil(
      async () => (await first.query('select sync_state from pg_stat_replication'))[0]?.sync_state === 'sync',
      'replication is synchronous',
    )
    const lossCount = await fail(
      'the primary, for good: promotion',
      () => first.kill(),
      async () => {
        await replica.promote()
        primary = replica
        await front.kill()
        await front.start()
      },
    )
    t.equal(lossCount, 0, 'with synchronous replication a promotion loses nothing')

    load.going = false
    await Promise.all([...officers, ...readers])
    t.same(statuses, new Set([201]))
    const ids = await placementIds()
    const knownIds = new Set(idsByKey.values())
    t.equal(knownIds.size, idsByKey.size, 'no two were answered with the same')
    t.same(
      [...knownIds].filter((id) => !ids.includes(id)),
      [],
      'all that was acknowledged is there in the end',
    )
    const unknown = ids.filter((id) => !knownIds.has(id)).length
    t.equal(unknown, 0, 'and none is there twice: each has its answer')
    t.comment(
      [
        '| killed | acknowledged meanwhile | lost | refused | nothing answered for, ms |',
        '|---|--:|--:|--:|--:|',
        ...rows,
        `${idsByKey.size} placements and ${load.reads} reads; refused: ${JSON.stringify([...refusals])}`,
      ].join('\n'),
    )
  },
)
