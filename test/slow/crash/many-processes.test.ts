import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { addDays } from '../../../src/domain/dates.ts'
import { aReceiver, type Event } from '../../features/events/receiver.ts'
import { clientAt, type Body } from '../../support/app.ts'
import { aBed, aChild, aChildInCare, aHome, aWebhook } from '../../support/builders.ts'
import { databaseVariables, testDatabase } from '../../support/database.ts'
import {
  identityProvider,
  idsOfStream,
  startedService,
  waitUntil,
  type StartedService,
} from '../../support/service.ts'

/*
 * Three processes of the service on one database, behind a balancer of connections. They are killed (`kill -9`) in turn while
 * officers record placements, and started again.
 */

t.setTimeout(900_000)

const PROCESSES = 3
const OFFICERS = 6
const KILLS = 3

const { urls, ownerPool } = await testDatabase(t, { contents: 'reference' })
const provider = await identityProvider(t)
const token = await provider.token('admin')
const variables = { ...databaseVariables(urls), ...provider.variables, WEBHOOK_TIMEOUT_MS: '1000' }

/** The processes that are up, each in its place. */
const processes: { service: StartedService; url: string }[] = []
async function startAt(place: number): Promise<void> {
  const service = startedService(t, variables)
  processes[place] = { service, url: await service.ready }
}
for (let place = 0; place < PROCESSES; place++) await startAt(place)

/** A balancer of TCP connections: each to the next process, or to the one after it where that is gone. */
async function balancer(t: Test): Promise<string> {
  let turn = 0
  const server = createServer((client) => {
    client.on('error', () => client.destroy())
    const attempt = (rest: number) => {
      const { url } = processes[turn++ % PROCESSES] ?? {}
      if (url === undefined || rest === 0) return client.destroy()
      const backend = connect(Number(new URL(url).port), '127.0.0.1')
      let isUp = false
      backend.once('connect', () => {
        isUp = true
        client.pipe(backend).pipe(client)
      })
      backend.on('error', () => (isUp ? client.destroy() : attempt(rest - 1)))
      backend.on('close', () => isUp && client.destroy())
      client.on('close', () => backend.destroy())
    }
    attempt(PROCESSES)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const address = await balancer(t)
const client = clientAt(address, token)
const receiver = await aReceiver(t)
const home = await aHome(client)
const desks = await Promise.all(
  Array.from({ length: OFFICERS }, async () => ({
    child: await aChild(client),
    bed: await aBed(client, { homeId: home.id }),
  })),
)
const webhook = await aWebhook(client, {
  url: receiver.url,
  types: ['uk.sufficiency.placement.recorded.v1', 'uk.sufficiency.placement.ended.v1'],
})
await client.post(`/v1/webhooks/${webhook.id}/secrets`)

/** Sends a request until a process answers it. */
async function persist(body: object, key: string): Promise<Body & { status: number; tries: number }> {
  for (let tries = 1; ; tries++) {
    const answer = await client
      .post('/v1/placements', body, { 'idempotency-key': key })
      .catch(() => undefined)
    if (answer && answer.status < 500 && answer.status !== 409)
      return { ...answer.body, status: answer.status, tries }
    await sleep(50)
  }
}

t.test('whichever process is killed, nothing is lost, doubled or told out of order', async (t) => {
  const idsByKey = new Map<string, string>()
  const statuses = new Set<number>()
  let refusals = 0
  let going = true
  const ids = await idsOfStream(t, address, token)
  const officers = desks.map(async ({ child, bed }) => {
    for (let day = 0; going; day++) {
      const startedOn = addDays('2020-01-01', day)
      const key = randomUUID()
      const stay = {
        childId: child.id,
        bedId: bed.id,
        placementType: 'residential',
        startedOn,
        endedOn: addDays(startedOn, 1),
        endReason: 'CARPL',
        recordedAsHappened: 'Recorded late, as it was.',
      }
      const { id, status, tries } = await persist(stay, key)
      statuses.add(status)
      refusals += tries - 1
      idsByKey.set(key, id)
    }
  })
  for (let kill = 0; kill < KILLS; kill++) {
    const count = idsByKey.size
    await waitUntil(() => idsByKey.size >= count + 15, 'the traffic goes on')
    const place = kill % PROCESSES
    processes[place]?.service.child.kill('SIGKILL')
    await waitUntil(() => idsByKey.size >= count + 25, 'the others serve')
    await startAt(place)
  }
  going = false
  await Promise.all(officers)
  t.same(statuses, new Set([201]))

  const { rows } = await ownerPool.query<{ ids: string[] }>(
    'select array_agg(id::text order by id::text) as ids from placements',
  )
  t.same(rows[0]?.ids, [...idsByKey.values()].sort(), `each of ${idsByKey.size} placements is there, once`)

  const events = await feedOf(['recorded', 'ended'])
  t.equal(events.length, 2 * idsByKey.size, 'each is told of in the feed, once')
  const inOrder = (list: readonly Event[]) => {
    const order: Record<string, string[]> = {}
    for (const { subject, id } of list) (order[subject] ??= []).push(id)
    return order
  }
  const receivedIds = () => new Set(receiver.taken().map(({ id }) => id))
  await receiver.until(() => receivedIds().size >= events.length, `all of ${events.length} events`)
  const firsts = [...new Map(receiver.taken().map((event) => [event.id, event])).values()]
  t.same(inOrder(firsts), inOrder(events), 'the webhook got all, those of each record in order')
  const again = receiver.taken().length - events.length
  t.ok(
    again <= KILLS * 4,
    `${again} of them twice: what a killed process had sent and not noted, four at a time`,
  )
  t.comment(
    `${idsByKey.size} placements, ${KILLS} kills, ${refusals} tries without an answer, ${again} deliveries twice`,
  )
  t.ok(ids.length > 0, 'the stream told of some, until its process was killed')
})

async function feedOf(kinds: readonly string[]): Promise<Event[]> {
  const types = kinds.map((kind) => `uk.sufficiency.placement.${kind}.v1`).join()
  const all: Event[] = []
  for (let cursor = ''; ;) {
    const { body } = await client.get(`/v1/events?limit=1000&types=${types}${cursor && `&cursor=${cursor}`}`)
    all.push(...(body.items as unknown as Event[]))
    cursor = String(body.nextCursor)
    if (body.items.length < 1000) return all
  }
}

t.test('one key sent to every process at once makes one record', async (t) => {
  for (let round = 0; round < 10; round++) {
    const key = randomUUID()
    const body = { reference: `ONCE-${round}`, dateOfBirth: '2014-05-02', sex: 'male' }
    const answers = await Promise.all(
      processes.map(({ url }) => clientAt(url, token).post('/v1/children', body, { 'idempotency-key': key })),
    )
    const creations = answers.filter(({ status }) => status === 201)
    t.ok(creations.length > 0)
    t.equal(new Set(creations.map((answer) => answer.body.id)).size, 1)
    t.ok(answers.every(({ status }) => status === 201 || status === 409))
  }
})

t.test('what one process has recorded, the figures of every other have at once', async (t) => {
  const question = '/v1/measures/children-looked-after?asAt=2023-12-01'
  const count = async (url: string) => {
    const { body } = await clientAt(url, token).get(question)
    return Number(body.items[0]?.value)
  }
  const start = await count(processes[0]?.url ?? '')
  for (let round = 1; round <= 9; round++) {
    await aChildInCare(clientAt(processes[round % PROCESSES]?.url ?? '', token))
    const counts = await Promise.all(processes.map(({ url }) => count(url)))
    t.same(
      counts,
      Array.from({ length: PROCESSES }, () => start + round),
    )
  }
})

t.test('an import that no process works on any more is ended by any other', async (t) => {
  const data = await provider.token('data')
  const { rows } = await ownerPool.query<{ id: string }>(
    `insert into imports (authority_code, kind, status, requested_by, files, heartbeat_at)
     values ('E06000049', 'ssda903', 'running', 'x', '[]', now() - interval '31 seconds') returning id`,
  )
  const answer = await clientAt(processes[1]?.url ?? '', data).get(`/v1/imports/${rows[0]?.id}`)
  t.match(answer, { status: 200, body: { status: 'failed' } })
})
