import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { resumeSending } from '../../../src/platform/db/sending.ts'
import { STOCKPORT, testApp, type Body, type TestApp, type TestClient } from '../../support/app.ts'
import { aBed, aChildInCare, aPlacement } from '../../support/builders.ts'
import { aCollection, type FakeCollection, type SentRecord } from './collection.ts'

/* The service runs on 1 December 2023 at noon, and its clock is set by the tests. What is expected of the collection: collection.ts. */

interface Tally {
  new: number
  amended: number
  deleted: number
  repeated: number
  accepted: number
  refused: number
  withheld: number
  left: number
}
const nothing: Tally = {
  ...{ new: 0, amended: 0, deleted: 0, repeated: 0 },
  ...{ accepted: 0, refused: 0, withheld: 0, left: 0 },
}

class Scene {
  readonly service: TestApp
  readonly collection: FakeCollection
  readonly data: TestClient
  readonly time: { now: number }
  readonly log: string[]
  receiverId = ''

  constructor(parts: Pick<Scene, 'service' | 'collection' | 'data' | 'time' | 'log'>) {
    Object.assign(this, parts)
    const { service, collection, data, time, log } = parts
    this.service = service
    this.collection = collection
    this.data = data
    this.time = time
    this.log = log
  }

  get path() {
    return `/v1/daily-receivers/${this.receiverId}`
  }

  async endOf(id: unknown): Promise<Body & { tally: Tally; status: string; detail: string }> {
    for (;;) {
      const { body } = await this.data.get(`/v1/daily-pushes/${id as string}`)
      if (body.finishedAt !== null) return body as never
      await sleep(10)
    }
  }

  async push() {
    const answer = await this.data.post(`${this.path}/pushes`)
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body))
    return this.endOf(answer.body.id)
  }

  async changes() {
    const answer = await this.data.get<{
      counts: Record<string, number>
      items: { laChildId: string; reason: string; record: SentRecord }[]
      withheld: { childId: string; faults: { pointer: string; takes: string; correctedIn: string }[] }[]
    }>(`${this.path}/changes?limit=10000`)
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }

  async receiver() {
    return (await this.data.get<Record<string, unknown>>(this.path)).body
  }

  /** The sendings of a child, the latest first: why and what came of it. */
  async story(laChildId: string) {
    const { items } = (await this.data.get('/v1/daily-pushed-children?limit=500')).body
    const row = items.find((item) => item.laChildId === laChildId)
    if (row === undefined) return []
    const { sendings } = (await this.data.get(`/v1/daily-pushed-children/${row.id}`)).body
    return (sendings as { reason: string; outcome: string }[]).map(
      ({ reason, outcome }) => `${reason} ${outcome}`,
    )
  }

  /** A child in care since 2022, with a placement. */
  async child(reference: string) {
    const child = await aChildInCare(this.data, { reference, homePostcode: 'CW1 0CC' })
    const placement = await aPlacement(this.data, {
      childId: child.id,
      bedId: (await aBed(this.data)).id,
      startedOn: '2022-01-10',
    })
    return { child, placement }
  }
}

async function sceneOf(
  t: Test,
  { everyMs, timeoutMs = 400 }: { everyMs?: number; timeoutMs?: number } = {},
): Promise<Scene> {
  const collection = await aCollection(t)
  const time = { now: Date.parse('2023-12-01T12:00:00Z') }
  const log: string[] = []
  const service = await testApp(t, {
    clock: () => new Date(time.now),
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    daily: {
      receivers: [collection.settings()],
      everyMs,
      timeoutMs,
      retries: { firstMs: 4, longestMs: 2000, attempts: 3 },
    },
  })
  const scene = new Scene({ service, collection, data: await service.as('data'), time, log })
  scene.receiverId = (await scene.data.get('/v1/daily-receivers')).body.items[0]?.id ?? ''
  return scene
}

t.test('nothing is sent unless it is configured, asked for and not paused', async (t) => {
  const bare = await testApp(t)
  t.same((await (await bare.as('data')).get('/v1/daily-receivers')).body.items, [])

  const scene = await sceneOf(t, { everyMs: 20 })
  await scene.child('CE1')
  const receiver = await scene.receiver()
  t.match(receiver, { kind: 'test', configured: true, paused: true, acceptedChildren: 0, succeededAt: null })
  t.match(await scene.changes(), {
    counts: { new: 1, amended: 0, deleted: 0, repeated: 0, withheld: 0 },
    items: [{ laChildId: 'CE1', reason: 'new', record: { la_child_id: 'CE1', purge: false } }],
  })
  await sleep(100)
  t.equal(scene.collection.requests.length + scene.collection.tokens.length, 0, 'a new receiver is paused')

  const resumption = await scene.data.post(`${scene.path}/resume`)
  t.match(resumption.body, { paused: false, switchedBy: 'data@example.test' })
  await scene.collection.until(1)
  while ((await scene.receiver()).succeededAt === null) await sleep(10)
  t.same([...scene.collection.children.keys()], ['CE1'])
  t.equal((await scene.receiver()).nextAt, '2023-12-02T02:00:00Z', 'two at night, in winter')

  await scene.child('CE2')
  await sleep(100)
  t.equal(scene.collection.requests.length, 1, 'the next push is tomorrow')
  scene.time.now = Date.parse('2023-12-02T02:00:00Z')
  await scene.collection.until(2)
  t.same([...scene.collection.children.keys()].sort(), ['CE1', 'CE2'])

  t.equal((await scene.data.post(`${scene.path}/pause`)).status, 200)
  scene.time.now = Date.parse('2023-12-04T02:00:00Z')
  await scene.child('CE3')
  await sleep(100)
  t.equal(scene.collection.requests.length, 2, 'paused')
})

t.test(
  'from a restored copy nothing is sent, and the attention list says so, until it is told to',
  async (t) => {
    const scene = await sceneOf(t, { everyMs: 20 })
    const { ownerPool } = scene.service
    await scene.child('CE1')
    await scene.data.post(`${scene.path}/resume`)
    while ((await scene.receiver()).succeededAt === null) await sleep(10)
    const rows = async () => (await scene.data.get('/v1/attention?kind=daily-push-late')).body.items
    t.same(await rows(), [])

    // As after a restore: the row is of the database that it was copied from.
    await ownerPool.query('update sending set database = 1')
    // A look for what is due that began before has its end.
    await sleep(200)
    scene.time.now = Date.parse('2023-12-02T02:00:00Z')
    await scene.child('CE2')
    await sleep(200)
    t.equal(scene.collection.requests.length, 1, 'the push that is due')
    t.match(await scene.data.post(`${scene.path}/pushes`), {
      status: 409,
      body: { type: '/problems/action-not-open', detail: /restored copy/ },
    })
    t.match(await rows(), [{ due: '2023-12-02', detail: /restored copy/ }])

    await resumeSending(ownerPool)
    await scene.collection.until(2)
    while ((await scene.receiver()).succeededAt !== '2023-12-02T02:00:00Z') await sleep(10)
    t.same([...scene.collection.children.keys()].sort(), ['CE1', 'CE2'])
    t.same(await rows(), [])
  },
)

t.test('what has changed is sent, once, and what is gone is purged', async (t) => {
  const scene = await sceneOf(t)
  const { placement } = await scene.child('CE1')
  const mistake = await aChildInCare(scene.data, { reference: 'MISTAKE1' })
  await aPlacement(scene.data, { childId: mistake.id, bedId: (await aBed(scene.data)).id })
  const first = await scene.push()
  t.match(first, { status: 'succeeded', tally: { ...nothing, new: 2, accepted: 2 }, detail: null })
  t.equal(scene.collection.requests[0]?.path, '/children_social_care_data/895/children', 'Cheshire East')

  t.match((await scene.push()).tally, nothing)
  t.equal(scene.collection.requests.length, 1, 'nothing has changed: nothing is sent')

  const day = '2023-11-20'
  const move = { bedId: (await aBed(scene.data)).id, on: day, reason: 'CARPL', planned: true }
  const any = { 'if-match': '*' }
  t.equal((await scene.data.post(`/v1/placements/${placement.id}/move`, move, any)).status, 201)
  t.match((await scene.push()).tally, { ...nothing, amended: 1, accepted: 1 })
  const stays = () =>
    [...(scene.collection.children.get('CE1')?.care.values() ?? [])].flatMap((care) => [...care.values()])
  t.same(
    stays().map((stay) => stay.start_date),
    ['2022-01-10', day],
  )
  // The move was two days later: the episode of the 20th is gone at the collection too.
  const boundary = { on: '2023-11-22', reason: 'Two days later.' }
  t.equal((await scene.data.post(`/v1/placements/${placement.id}/boundary`, boundary, any)).status, 200)
  t.match((await scene.push()).tally, { ...nothing, amended: 1, accepted: 1 })
  t.same(
    stays().map((stay) => stay.start_date),
    ['2022-01-10', '2023-11-22'],
  )

  // Recorded by mistake: all of it is removed here, and the child is purged there.
  for (const path of ['placements', 'legal-statuses', 'care-periods']) {
    const { items } = (await scene.data.get(`/v1/${path}?childId=${mistake.id}`)).body
    for (const { id } of items) t.equal((await scene.data.del(`/v1/${path}/${id}`, any)).status, 204, path)
  }
  t.equal((await scene.data.del(`/v1/children/${mistake.id}`, any)).status, 204)
  t.match((await scene.changes()).items, [
    { laChildId: 'MISTAKE1', reason: 'deleted', record: { la_child_id: 'MISTAKE1', purge: true } },
  ])
  t.match((await scene.push()).tally, { ...nothing, deleted: 1, accepted: 1 })
  t.same([...scene.collection.children.keys()], ['CE1'])
  t.match((await scene.push()).tally, nothing, 'a removal is sent once')

  // What was sent, when and with what answer.
  t.same(await scene.story('CE1'), ['amended accepted', 'amended accepted', 'new accepted'])
  const { items } = (await scene.data.get(`/v1/daily-pushes/${first.id}/sendings`)).body
  t.match(items[0], {
    laChildId: 'CE1',
    reason: 'new',
    outcome: 'accepted',
    request: 1,
    attempts: 1,
    httpStatus: 200,
    receipt: /^2026-05-19_10:00:00.00_[0-9a-f-]{36}\.json$/,
    record: { la_child_id: 'CE1' },
  })
  const { rows } = await scene.service.ownerPool.query(
    "select from access_log where action = 'daily collection: push' and child_ids @> array[$1::uuid]",
    [mistake.id],
  )
  t.equal(rows.length, 4, 'who was read is in the access log: four pushes while there was a record')
})

t.test('a token that has expired is followed by a new one', async (t) => {
  const scene = await sceneOf(t)
  await scene.child('CE1')
  await scene.push()
  await scene.child('CE2')
  scene.collection.expireTokens()
  t.match((await scene.push()).tally, { ...nothing, new: 1, accepted: 1 })
  t.equal(scene.collection.tokens.length, 2)
  t.equal(scene.collection.requests.length, 2)
})

t.test('wrong credentials stop the push, say so and are in no answer or log', async (t) => {
  const scene = await sceneOf(t)
  await scene.child('CE1')
  scene.collection.tokenStatus = 401
  const push = await scene.push()
  t.match(push, { status: 'failed', tally: { ...nothing, new: 1, left: 1 }, detail: /clientSecret/ })
  t.equal(scene.collection.requests.length, 0)
  t.match((await scene.changes()).items, [{ reason: 'new' }], 'it was not sent')
  const receiver = await scene.receiver()
  t.match(receiver, { failures: 1, succeededAt: null })
  // Five minutes after the first failure, shortened at random by up to a half.
  const waitMs = Date.parse(String(receiver.nextAt)) - scene.time.now
  t.ok(waitMs >= 150_000 && waitMs <= 300_000, String(waitMs))

  scene.collection.tokenStatus = 503
  t.match(await scene.push(), { status: 'failed', detail: /token service does not answer/ })
  scene.collection.tokenStatus = 200
  t.match(await scene.push(), { status: 'succeeded', tally: { new: 1, accepted: 1 } })
  t.match(await scene.receiver(), { failures: 0, succeededAt: '2023-12-01T12:00:00Z' })

  const everything = JSON.stringify([receiver, push, await scene.receiver(), ...scene.log])
  for (const secret of ['a-secret-of-the-client', 'a-supplier-key', ...scene.collection.tokens])
    t.notOk(everything.includes(secret), secret)
  const log = scene.log.join('')
  t.match(log, /"status":"succeeded"/, 'pushes are logged')
  for (const personal of ['CE1', 'CW1', '2013-06-15']) t.notOk(log.includes(personal), personal)
})

t.test('too many requests: it waits as long as it is asked to', async (t) => {
  const scene = await sceneOf(t)
  await scene.child('CE1')
  let firstAt = 0
  scene.collection.behave((_, count) => {
    if (count > 1) return 'take'
    firstAt = Date.now()
    return { status: 429, headers: { 'retry-after': '1' } }
  })
  t.match(await scene.push(), { status: 'succeeded', tally: { new: 1, accepted: 1 } })
  t.ok(Date.now() - firstAt >= 1000)
  t.same(await scene.story('CE1'), ['new accepted'], 'one sending, of two attempts')

  // Longer than a push waits: the next push comes then.
  await scene.child('CE2')
  scene.collection.behave(() => ({ status: 429, headers: { 'retry-after': '7200' } }))
  t.match(await scene.push(), { status: 'failed', tally: { new: 1, left: 1 }, detail: /\(429\)/ })
  t.equal((await scene.receiver()).nextAt, '2023-12-01T14:00:00Z')
  scene.collection.behave(() => 'take')
  t.match(await scene.push(), { status: 'succeeded', tally: { new: 1, repeated: 0 } }, 'it was not taken')
})

t.test('a record that is refused is told by field; the others go through', async (t) => {
  const scene = await sceneOf(t)
  await scene.data.post(`${scene.path}/resume`)
  const children = []
  for (const n of [1, 2, 3, 4]) children.push((await scene.child(`CE${n}`)).child)
  scene.collection.behave((records) => {
    const position = records.findIndex((record) => record.la_child_id === 'CE3')
    const place = `[${position}].child_details.ethnicity`
    return position < 0
      ? 'take'
      : { status: 400, body: JSON.stringify({ errors: [`${place}: no such code`] }) }
  })
  t.match(await scene.push(), { status: 'partly', tally: { ...nothing, new: 4, accepted: 3, refused: 1 } })
  t.same([...scene.collection.children.keys()], ['CE1', 'CE2', 'CE4'])
  t.equal(scene.collection.requests.length, 2, 'all, and then all but it')

  const { items } = (await scene.data.get('/v1/daily-pushed-children?state=refused')).body
  t.match(items, [
    {
      laChildId: 'CE3',
      childId: children[2]?.id,
      acceptedAt: null,
      faults: [
        {
          pointer: '/child_details/ethnicity',
          takes: 'at most 4 characters',
          correctedIn: 'the child’s ethnicity',
        },
      ],
    },
  ])
  t.same(await scene.story('CE3'), ['new refused'])
  t.same(await scene.story('CE4'), ['new accepted', 'new not-taken'])
  const attention = `/v1/attention?kind=daily-record-refused`
  t.match((await scene.data.get(attention)).body.items, [
    { children: [{ id: children[2]?.id }], detail: 'In question: ethnicity.', due: '2023-12-01' },
  ])

  t.match((await scene.push()).tally, nothing, 'it is not sent again as it is')
  t.equal(scene.collection.requests.length, 2)
  // Corrected, it is sent; and the list is empty again.
  scene.collection.behave(() => 'take')
  const change = await scene.data.patch(
    `/v1/children/${children[2]?.id}`,
    { ethnicity: 'WBRI' },
    { 'if-match': '*' },
  )
  t.equal(change.status, 200, JSON.stringify(change.body))
  t.match((await scene.push()).tally, { ...nothing, new: 1, accepted: 1 })
  t.same((await scene.data.get(attention)).body.items, [])
  t.same((await scene.data.get('/v1/daily-pushed-children?state=refused')).body.items, [])
})

t.test('a refusal that names no record is traced to it by halves', async (t) => {
  const scene = await sceneOf(t)
  for (let n = 1; n <= 5; n++) await scene.child(`CE${n}`)
  scene.collection.behave((records) =>
    records.some((record) => record.la_child_id === 'CE4')
      ? { status: 400, body: 'Payload was malformed: social_care_episodes[0].placement_type' }
      : 'take',
  )
  t.match(await scene.push(), { status: 'partly', tally: { new: 5, accepted: 4, refused: 1 } })
  const { items } = (await scene.data.get('/v1/daily-pushed-children?state=refused')).body
  t.match(items, [{ laChildId: 'CE4', faults: [{ correctedIn: 'the placement’s placeCode' }] }])
  t.equal(items.length, 1)

  scene.collection.behave(() => 'take')
  t.equal((await scene.data.post(`/v1/daily-pushed-children/${items[0]?.id}/retry`)).status, 204)
  t.match(
    (await scene.push()).tally,
    { ...nothing, new: 1, accepted: 1 },
    'sent again, as somebody asked for it',
  )
  t.equal((await scene.data.post(`/v1/daily-pushed-children/${items[0]?.id}/retry`)).status, 409)
})

t.test('what was taken and not answered is sent again as it is, and never twice as new', async (t) => {
  for (const behaviour of ['take-and-cut', 'take-and-hang'] as const) {
    const scene = await sceneOf(t, { timeoutMs: 150 })
    await scene.child('CE1')
    scene.collection.behave(() => behaviour)
    t.match(await scene.push(), { status: 'failed', tally: { new: 1, left: 1 } }, behaviour)
    t.equal((await scene.receiver()).uncertainChildren, 1)
    t.same((await scene.changes()).counts, { new: 0, amended: 0, deleted: 0, repeated: 1, withheld: 0 })
    scene.collection.behave(() => 'take')
    t.match(await scene.push(), { status: 'succeeded', tally: { ...nothing, repeated: 1, accepted: 1 } })
    t.equal(scene.collection.children.size, 1)
    t.same(await scene.story('CE1'), ['repeated accepted', 'new unanswered'])
    t.match(await scene.receiver(), { uncertainChildren: 0, acceptedChildren: 1 })
  }
})

t.test('what may have been taken is purged, where it is gone meanwhile', async (t) => {
  const scene = await sceneOf(t)
  const { child, placement } = await scene.child('CE1')
  scene.collection.behave(() => 'take-and-cut')
  await scene.push()
  // The child came ten days later: other identifiers, of which the collection has the first already.
  const any = { 'if-match': '*' }
  const careId = (await scene.data.get(`/v1/care-periods?childId=${child.id}`)).body.items[0]?.id
  const startedOn = '2022-01-20'
  const statusId = (await scene.data.get(`/v1/legal-statuses?childId=${child.id}`)).body.items[0]?.id
  for (const path of [`placements/${placement.id}`, `legal-statuses/${statusId}`, `care-periods/${careId}`]) {
    const change = await scene.data.patch(`/v1/${path}`, { startedOn }, any)
    t.equal(change.status, 200, JSON.stringify(change.body))
  }
  t.match((await scene.changes()).counts, { amended: 1, repeated: 0 })
  scene.collection.behave(() => 'take')
  t.match((await scene.push()).tally, { ...nothing, amended: 1, accepted: 1 })
  const care = [...(scene.collection.children.get('CE1')?.care.values() ?? [])]
  t.same(
    care.flatMap((stays) => [...stays.values()]).map((stay) => stay.start_date),
    [startedOn],
  )
})

t.test('an outage: it is tried again, stops, and later goes on', async (t) => {
  const scene = await sceneOf(t)
  for (const n of [1, 2, 3]) await scene.child(`CE${n}`)
  scene.collection.behave((_, count) => (count === 1 ? { status: 500 } : 'take'))
  t.match(await scene.push(), { status: 'succeeded', tally: { new: 3, accepted: 3 } }, 'the second attempt')
  await scene.child('CE4')
  await scene.child('CE5')
  scene.collection.behave(() => ({ status: 500 }))
  const requests = scene.collection.requests.length
  t.match(await scene.push(), {
    status: 'failed',
    tally: { new: 2, refused: 0, left: 2 },
    detail: /No answer/,
  })
  t.equal(scene.collection.requests.length - requests, 5, 'three attempts for both, then one for each')
  t.same(
    (await scene.data.get('/v1/daily-pushed-children?state=refused')).body.items,
    [],
    'no record is to blame',
  )
  scene.collection.behave(() => 'take')
  t.match(await scene.push(), { status: 'succeeded', tally: { repeated: 2, accepted: 2 } })
  t.equal(scene.collection.children.size, 5)
})

t.test('a record at which the collection fails is left out, and the others go through', async (t) => {
  const scene = await sceneOf(t)
  for (let n = 1; n <= 4; n++) await scene.child(`CE${n}`)
  scene.collection.behave((records) =>
    records.some((record) => record.la_child_id === 'CE2') ? { status: 500 } : 'take',
  )
  const first = await scene.push()
  t.match(first, { status: 'failed', tally: { accepted: 3, refused: 0, left: 1 } }, 'nothing came after it')
  await scene.child('CE5')
  await scene.child('CE6')
  const tally = { ...nothing, new: 2, repeated: 1, accepted: 2, refused: 1 }
  t.match(await scene.push(), { status: 'partly', tally }, 'others came through after it: it is to blame')
  t.same([...scene.collection.children.keys()].sort(), ['CE1', 'CE3', 'CE4', 'CE5', 'CE6'])
  const { items } = (await scene.data.get('/v1/daily-pushed-children?state=refused')).body
  t.match(items, [{ laChildId: 'CE2', faults: [{ pointer: '' }] }])
  const requests = scene.collection.requests.length
  t.match(await scene.push(), { status: 'succeeded', tally: nothing }, 'it waits for somebody')
  t.equal(scene.collection.requests.length, requests)
})

t.test('no more than a hundred children in a request, and each once', async (t) => {
  const scene = await sceneOf(t, { timeoutMs: 10_000 })
  await scene.service.ownerPool.query(
    `with child as (
       insert into children (authority_code, reference, date_of_birth, sex)
       select 'E06000049', 'MANY' || n, '2013-06-15', 'female' from generate_series(1, 250) n returning id),
     care as (
       insert into care_periods (authority_code, child_id, started_on)
       select 'E06000049', id, '2022-01-10' from child returning child_id)
     insert into legal_statuses (authority_code, child_id, status, started_on)
     select 'E06000049', child_id, 'C2', '2022-01-10' from care`,
  )
  t.match(await scene.push(), { status: 'succeeded', tally: { new: 250, accepted: 250 } })
  t.same(
    scene.collection.requests.map(({ records }) => records.length),
    [100, 100, 50],
  )
  t.equal(scene.collection.children.size, 250)
})

t.test('one push at a time, by who may', async (t) => {
  const scene = await sceneOf(t)
  await scene.child('CE1')
  scene.collection.behave(() => 'take-and-hang')
  const answers = await Promise.all([1, 2, 3].map(() => scene.data.post(`${scene.path}/pushes`)))
  t.same(answers.map(({ status }) => status).sort(), [202, 409, 409])
  t.match(answers.find(({ status }) => status === 409)?.body.detail, /A push to this receiver is at work/)
  await scene.endOf(answers.find(({ status }) => status === 202)?.body.id)
  for (const client of [await scene.service.as('placements'), await scene.service.as('bi')])
    for (const path of [scene.path, `${scene.path}/changes`, '/v1/daily-pushes', '/v1/daily-pushed-children'])
      t.equal((await client.get(path)).status, 403)
  const other = await scene.service.as('data', STOCKPORT)
  t.equal((await other.get(scene.path)).status, 404)
  t.equal((await other.post(`${scene.path}/pushes`)).status, 404)
  t.same((await other.get('/v1/daily-pushed-children')).body.items, [])
})

t.test('what is not a receipt is no receipt', async (t) => {
  const scene = await sceneOf(t)
  await scene.child('CE1')
  const answers: [status: number, body: string, detail: RegExp, headers?: Record<string, string>][] = [
    [200, '<html>Sign in to the proxy</html>', /No answer/],
    [200, '[]', /No answer/],
    [204, '', /204/],
    [302, '', /leads elsewhere/, { location: `${scene.collection.settings().url}/elsewhere` }],
    [403, '', /403/],
    [404, '', /404/],
    [418, '', /does not have/],
  ]
  for (const [status, body, detail, headers] of answers) {
    scene.collection.behave(() => ({ status, ...(body && { body }), ...(headers && { headers }) }))
    t.match(await scene.push(), { status: 'failed', detail }, String(status))
    t.match(await scene.receiver(), { acceptedChildren: 0 })
  }
  scene.collection.behave(() => ({ status: 200, body: '"1b671a64-40d5-491e-99b0-da01ff1f3341"' }))
  t.match(await scene.push(), { status: 'succeeded' }, 'one receipt for all, as openapi.json has it')
})

t.test('a child whose record does not fit is not sent, and told', async (t) => {
  const scene = await sceneOf(t)
  await scene.data.post(`${scene.path}/resume`)
  const { child } = await scene.child('CE/1')
  await scene.child('CE2')
  t.match((await scene.changes()).withheld, [
    { childId: child.id, faults: [{ pointer: '/la_child_id', takes: '1 to 20 letters and digits' }] },
  ])
  t.match(await scene.push(), { status: 'partly', tally: { new: 1, accepted: 1, withheld: 1 } })
  t.match((await scene.data.get('/v1/attention?kind=daily-record-refused')).body.items, [
    { children: [{ id: child.id }], detail: 'In question: la_child_id.' },
  ])
  const change = await scene.data.patch(`/v1/children/${child.id}`, { reference: 'CE1' }, { 'if-match': '*' })
  t.equal(change.status, 200)
  t.match(await scene.push(), { status: 'succeeded', tally: { new: 1, accepted: 1, withheld: 0 } })
  t.same((await scene.data.get('/v1/attention?kind=daily-record-refused')).body.items, [])
})
