import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { addDays } from '../../../src/domain/dates.ts'
import { aReceiver, type Event } from '../../features/events/receiver.ts'
import type { Body, TestClient } from '../../support/app.ts'
import { aBed, aChild, aHome } from '../../support/builders.ts'
import { crashable } from './service.ts'

t.setTimeout(900_000)

const OFFICERS = 10
/** How long an officer waits after a 503, so that a slow restart leaves some hundreds of requests to send again. */
const RETRY_MS = 1_000

const service = await crashable(t)
const receiver = await aReceiver(t)

interface Placing {
  key: string
  body: object
}

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(service.url() + path, {
    method,
    headers: {
      authorization: `Bearer ${service.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: (await answer.json()) as Body,
  }
}
const client = { post: (path: string, body: unknown) => call('POST', path, body) } as unknown as TestClient

/** Ids answered with 201, by idempotency key; and the requests without such an answer, whose outcome is not known. */
const confirmedIds = new Map<string, string>()
const unknown: Placing[] = []

/** An officer records placements of one night each, one after another, of one child in one bed. */
async function work(
  child: Body,
  bed: Body,
  days: { next: number },
  going: () => boolean,
  onAnswer: (n: number) => void,
) {
  while (going()) {
    const startedOn = addDays('2020-01-01', days.next++)
    const body = {
      childId: child.id,
      bedId: bed.id,
      placementType: 'residential',
      startedOn,
      endedOn: addDays(startedOn, 1),
      endReason: 'CARPL',
      recordedAsHappened: 'Recorded late, as it was.',
    }
    const placing = { key: randomUUID(), body }
    try {
      const answer = await call('POST', '/v1/placements', body, { 'idempotency-key': placing.key })
      onAnswer(answer.status)
      if (answer.status === 201) confirmedIds.set(placing.key, answer.body.id)
      else unknown.push(placing)
      if (answer.status === 503) await sleep(RETRY_MS)
    } catch {
      unknown.push(placing)
      return
    }
  }
}

/**
 * Sends the requests without an answer again, each with its idempotency key, as many at once as there are officers.
 * Resolves to what was answered with another status than 201.
 */
async function sendAgain() {
  const refusals: unknown[] = []
  const again = unknown.splice(0)
  const officer = async () => {
    for (let next = again.shift(); next; next = again.shift()) {
      const answer = await call('POST', '/v1/placements', next.body, { 'idempotency-key': next.key })
      if (answer.status === 201) confirmedIds.set(next.key, answer.body.id)
      else refusals.push(answer)
    }
  }
  await Promise.all(Array.from({ length: OFFICERS }, officer))
  return refusals
}

async function feed(): Promise<Event[]> {
  const all: Event[] = []
  for (let cursor = ''; ;) {
    const { body } = await call('GET', `/v1/events?limit=1000${cursor && `&cursor=${cursor}`}`)
    all.push(...(body.items as unknown as Event[]))
    cursor = String(body.nextCursor)
    if (body.items.length < 1000) return all
  }
}

/** The ids of all pages of a list. */
async function placements(): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await call('GET', `/v1/placements?limit=500${cursor && `&cursor=${cursor}`}`)
    ids.push(...body.items.map(({ id }) => id))
    cursor = body.nextCursor
  }
  return ids
}

/** Queries that would find changes that are half done; each must count 0. */
const halfDone = {
  'placements without their version': `placements p where not exists (
    select from record_versions v where v.record_id = p.id and v.change = 'created')`,
  'placements without their events': `placements p where 3 <> (
    select count(*) from events e
     where e.record_id = p.id and e.type ~ '\\.(recorded|started|ended)\\.')`,
  'events without their record': `events e where e.record_type = 'placements' and not exists (
    select from placements p where p.id = e.record_id)`,
  'placements that do not use their bed': `placements p where not exists (
    select from bed_use u where u.placement_id = p.id and u.bed_id = p.bed_id and u.nights = p.nights)`,
  'idempotency keys without their placement': `idempotency_keys k where not exists (
    select from placements p where p.id::text = k.body ->> 'id')`,
  'published events without their delivery': `events e where position is not null and not exists (
    select from webhook_deliveries d where d.event_id = e.id)`,
}

async function counts(): Promise<Record<string, number>> {
  return service.asOwner(async (pool) => {
    const numbers: Record<string, number> = {}
    for (const [name, from] of Object.entries(halfDone)) {
      const { rows } = await pool.query<{ n: number }>(`select count(*) as n from ${from}`)
      numbers[name] = rows[0]?.n ?? -1
    }
    return numbers
  })
}
const none = Object.fromEntries(Object.keys(halfDone).map((name) => [name, 0]))

/** Checks what must hold after a restart, whatever was in flight. */
async function nothingLost(t: Test) {
  t.strictSame(await counts(), none, 'nothing is half done')
  const idsBefore = new Set(await placements())
  const missingIds = [...confirmedIds.values()].filter((id) => !idsBefore.has(id))
  t.strictSame(missingIds, [], `each of ${confirmedIds.size} acknowledged placements is there`)

  t.ok(unknown.length > 0, 'some requests had no answer')
  t.strictSame(await sendAgain(), [], 'and can be sent again')
  const idsAfter = await placements()
  t.strictSame([...idsAfter].sort(), [...new Set(confirmedIds.values())].sort(), 'and is there once')
  t.equal(new Set(confirmedIds.values()).size, confirmedIds.size)

  const events = await feed()
  const endings = events.filter(({ type }) => type === 'uk.sufficiency.placement.ended.v1')
  t.strictSame(endings.map(({ data }) => data.id).sort(), [...idsAfter].sort(), 'and is told once')
  await receiver.until(() => {
    const takenIds = new Set(receiver.taken().map(({ id }) => id))
    return events.every(({ id }) => takenIds.has(id))
  }, `all of ${events.length} events`)
  t.pass(`each of ${events.length} events was delivered`)
  t.strictSame(firsts(receiver.taken()), bySubject(events), 'those of each record in order')
}

function bySubject(events: Event[]): Record<string, string[]> {
  const order: Record<string, string[]> = {}
  for (const { subject, id } of events) (order[subject] ??= []).push(id)
  return order
}
/** The events of each subject, in the order of their first delivery. */
const firsts = (events: Event[]) => bySubject([...new Map(events.map((event) => [event.id, event])).values()])

await service.start()
const webhook = await call('POST', '/v1/webhooks', { url: receiver.url })
await call('POST', `/v1/webhooks/${webhook.body.id}/secrets`)
const home = await aHome(client)
const desks = await Promise.all(
  Array.from({ length: OFFICERS }, async () => ({
    child: await aChild(client),
    bed: await aBed(client, { homeId: home.id }),
    days: { next: 0 },
  })),
)

t.test('the database is one that outlives a crash', async (t) => {
  const settings = await service.asOwner((pool) =>
    pool.query(`select current_setting('fsync') as f, current_setting('synchronous_commit') as c`),
  )
  t.match(settings.rows, [{ f: 'on', c: 'on' }])
})

t.test('the service killed in the middle of its work loses nothing and tells everything', async (t) => {
  const traffic = desks.map(({ child, bed, days }) =>
    work(
      child,
      bed,
      days,
      () => true,
      () => {},
    ),
  )
  const deliveryCount = receiver.taken().length
  await receiver.until(
    () => confirmedIds.size >= 100 && receiver.taken().length >= deliveryCount + 30,
    'the traffic',
  )
  // Some deliveries get no answer, so that the service is killed in the middle of them.
  receiver.behave(() => null)
  const receiptCount = receiver.deliveries.length
  await receiver.until(() => receiver.deliveries.length > receiptCount, 'a delivery to interrupt')
  await service.killService()
  await Promise.all(traffic)
  receiver.behave(() => 204)

  await service.start()
  await nothingLost(t)
})

t.test('a database that is killed is started again, and nothing is lost', async (t) => {
  const statuses = new Map<number, number>()
  const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1)
  for (let kill = 0; kill < 2; kill++) {
    let going = true
    const traffic = desks.map(({ child, bed, days }) => work(child, bed, days, () => going, count))
    const startCount = confirmedIds.size
    await receiver.until(() => confirmedIds.size >= startCount + 50, 'the traffic')
    await service.killDatabase()
    const killCount = confirmedIds.size
    await receiver.until(() => confirmedIds.size >= killCount + 50, 'the traffic after it')
    going = false
    await Promise.all(traffic)
    await nothingLost(t)
  }
  t.strictSame([...statuses.keys()].sort(), [201, 503], 'what was not answered was refused')
  t.match(await call('GET', '/health/ready'), { status: 200 })
  t.equal(await service.stop(), 0)
})
