import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aHome,
  anOfficer,
  aPlacement,
  aPlacementRequest,
  aVoid,
} from '../../support/builders.ts'
import { inDays, inHours, inSeconds, TODAY } from '../../support/placing.ts'

const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('admin')
const any = { 'if-match': '*' }
await anOfficer(officer, { subject: 'admin@example.test', office: 'head-of-service' })

/** An instant after everything recorded so far and before everything recorded later. */
async function instantBetween(): Promise<string> {
  await sleep(5)
  const instant = new Date().toISOString()
  await sleep(5)
  return instant
}

async function act(path: string, body: object = {}): Promise<Body> {
  const answer = await officer.post(`/v1/${path}`, body, any)
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
const read = async (path: string) => (await officer.get(`/v1/${path}`)).body
const change = (path: string, fields: object) => officer.patch(`/v1/${path}`, fields, any)
const openIn = (body: Body) =>
  (body.actions as { action: string; open: boolean }[]).flatMap(({ action, open }) => (open ? [action] : []))

t.test(
  'a request reads as it was at every instant: its children, how far it was, what could be done',
  async (t) => {
    const [first, second] = [await aChild(officer), await aChild(officer)]
    const [bed, other] = [await aBed(officer), await aBed(officer)]
    const unknown = await instantBetween()
    const request = await aPlacementRequest(officer, { childIds: [first.id], neededFrom: TODAY })
    const path = `placement-requests/${request.id}`
    const alone = await instantBetween()
    await change(path, { childIds: [first.id, second.id], urgency: 'emergency' })
    const together = await instantBetween()
    const beds = [
      { bedId: bed.id, childId: first.id },
      { bedId: other.id, childId: second.id },
    ]
    const hold = await act('holds', { beds, from: TODAY, expiresAt: inHours(1), requestId: request.id })
    const heldAt = await instantBetween()
    const { placements } = await act(`holds/${hold.id}/agreement`)
    const agreedAt = await instantBetween()
    for (const { id } of placements as Body[]) await act(`placements/${id}/start`, { on: TODAY })

    t.equal((await officer.get(`/v1/${path}?knownAt=${unknown}`)).status, 404)
    const readAt = (instant: string) => read(`${path}?knownAt=${instant}`)
    t.match(await readAt(alone), { status: 'open', urgency: 'planned', childIds: [first.id], holds: [] })
    t.match(await readAt(together), { status: 'open', urgency: 'emergency', childIds: [first.id, second.id] })
    t.match(await readAt(heldAt), {
      status: 'held',
      holds: [{ id: hold.id, status: 'held' }],
      placements: [],
    })
    t.match(await readAt(agreedAt), { status: 'agreed', holds: [{ status: 'agreed' }] })
    t.same((await readAt(agreedAt)).placements, (await read(path)).placements)
    t.same(openIn(await readAt(together)), ['search', 'hold', 'withdrawal'])
    t.same(openIn(await readAt(heldAt)), ['search', 'hold'])
    t.equal((await read(path)).status, 'placed')

    const { items } = await read(`${path}/versions`)
    t.match(items, [
      { change: 'created', record: { childIds: [first.id], status: 'open' } },
      { change: 'changed', record: { childIds: [first.id, second.id], status: 'open' } },
    ])
    t.equal(items.length, 2, 'a hold of it is no change of it')
    for (const { recordedAt, record } of items)
      t.same(
        (await readAt(recordedAt as string)).childIds,
        (record as Body).childIds,
        'as known when it was recorded',
      )

    const listAt = async (status: string, instant: string) =>
      (await read(`placement-requests?status=${status}&knownAt=${instant}`)).items.map(({ id }) => id)
    t.same(await listAt('held', heldAt), [request.id])
    t.same(await listAt('held', agreedAt), [])
  },
)

t.test(
  'children leave a request and its history keeps them; a child with a request is not removed',
  async (t) => {
    const [first, second] = [await aChild(officer), await aChild(officer)]
    const request = await aPlacementRequest(officer, { childIds: [first.id, second.id] })
    const both = await instantBetween()
    const path = `placement-requests/${request.id}`
    t.same((await change(path, { childIds: [second.id] })).body.childIds, [second.id])
    t.same((await read(`${path}?knownAt=${both}`)).childIds, [first.id, second.id])
    const deletion = await officer.del(`/v1/children/${second.id}`, any)
    t.match(deletion, { status: 409, body: { type: '/problems/still-referenced' } })
    t.equal((await officer.del(`/v1/children/${first.id}`, any)).status, 204, 'no longer asked for')
    t.match(await officer.post('/v1/placement-requests', { ...request, childIds: [second.id, second.id] }), {
      status: 400,
    })
  },
)

t.test('a hold reads as it was: running, longer, ended; its beds are in every version', async (t) => {
  const [bed, child] = [await aBed(officer), await aChild(officer)]
  const beds = [{ bedId: bed.id, childId: child.id }]
  const first = inHours(1)
  const hold = await act('holds', { beds, from: TODAY, expiresAt: first })
  const path = `holds/${hold.id}`
  const placedAt = await instantBetween()
  await act(`${path}/extension`, { expiresAt: inHours(2) })
  const extendedAt = await instantBetween()
  await act(`${path}/release`)
  t.match(await read(`${path}?knownAt=${placedAt}`), {
    status: 'held',
    expiresAt: first,
    endedAt: null,
    beds,
  })
  t.same(openIn(await read(`${path}?knownAt=${extendedAt}`)), ['extension', 'release', 'agreement'])
  t.match(await read(path), { status: 'released', beds })
  const { items } = await read(`${path}/versions`)
  t.match(items, [
    { change: 'created', record: { status: 'held', expiresAt: first, beds } },
    { change: 'changed', record: { status: 'held', beds } },
    { change: 'changed', record: { status: 'released', beds } },
  ])
  t.equal((await officer.get(`/v1/holds/${bed.id}/versions`)).status, 404)

  const brief = await act('holds', { beds, from: TODAY, expiresAt: inSeconds(3) })
  const running = await instantBetween()
  await sleep(3_100)
  t.equal((await read(`holds/${brief.id}`)).status, 'lapsed')
  t.equal((await read(`holds/${brief.id}?knownAt=${running}`)).status, 'held')
})

t.test('a placement says what could be done, and what was approved, as known at an instant', async (t) => {
  const bed = await aBed(officer, { kind: 'emergency' })
  const placement = await aPlacement(officer, { bedId: bed.id, plannedFrom: TODAY })
  const path = `placements/${placement.id}`
  const awaitedAt = await instantBetween()
  const decision = { gate: 'emergency-bed', decision: 'approved', on: TODAY }
  await act(`${path}/approvals`, decision)
  const approvedAt = await instantBetween()
  await act(`${path}/start`, { on: TODAY })
  t.match(await read(`${path}?knownAt=${awaitedAt}`), {
    status: 'planned',
    gates: [{ state: 'awaited', decidedOn: null }],
    actions: [{ action: 'start', open: false, why: 'This stands before it: Emergency bed.' }],
  })
  t.match(await read(`${path}?knownAt=${approvedAt}`), {
    status: 'planned',
    gates: [{ state: 'approved', decidedOn: TODAY }],
    actions: [{ action: 'start', open: true }],
  })
  t.equal((await read(path)).status, 'current')
})

t.test('on a past day a placement was current, or past its planned end, whatever became of it', async (t) => {
  const fields = { startedOn: inDays(-30), plannedTo: inDays(-10), endedOn: inDays(-5), endReason: 'CARPL' }
  const childId = (await aPlacement(officer, fields)).childId as string
  const valueOn = async (day: number) =>
    (await read(`placements?childId=${childId}&asAt=${inDays(day)}`)).items.map(({ status }) => status)
  t.same(await valueOn(-31), [])
  t.same(await valueOn(-30), ['current'])
  t.same(await valueOn(-11), ['current'])
  t.same(await valueOn(-10), ['overdue'])
  t.same(await valueOn(-5), [])
})

t.test('asAt and knownAt answer a correction made late: of children, homes, beds, voids', async (t) => {
  const child = await aChild(officer)
  const care = await aCarePeriod(officer, { childId: child.id, startedOn: '2022-01-10' })
  const home = await aHome(officer, { opensOn: '2020-01-01' })
  const bed = await aBed(officer, { homeId: home.id, opensOn: '2020-01-01' })
  const repair = await aVoid(officer, { bedId: bed.id, startsOn: '2022-01-10', endsOn: null })
  const believedAt = await instantBetween()
  // The events up to 1 May 2023 are recorded only now.
  await change(`care-periods/${care.id}`, { endedOn: '2023-05-01', endReason: 'E4A' })
  await change(`voids/${repair.id}`, { endsOn: '2023-05-01' })
  await change(`beds/${bed.id}`, { closesOn: '2023-05-01' })
  await change(`homes/${home.id}`, { closesOn: '2023-05-01' })
  for (const [path, { id }] of [
    ['children', child],
    ['homes', home],
    ['beds', bed],
    ['voids', repair],
  ] as const) {
    const there = async (query: string) =>
      (await read(`${path}?limit=500&${query}`)).items.some((item) => item.id === id)
    t.equal(await there('asAt=2023-04-30'), true, `${path}: the night before`)
    t.equal(await there('asAt=2023-05-01'), false, `${path}: the day itself`)
    t.equal(
      await there(`asAt=2023-05-01&knownAt=${believedAt}`),
      true,
      `${path}: which nobody had recorded then`,
    )
    t.equal(await there('asAt=2019-12-31'), false, `${path}: before it was`)
  }
})

t.test('every change says when it happened and when it was recorded, however late', async (t) => {
  const daysOf = async (path: string) =>
    (await read(`${path}/versions`)).items.map(({ occurredOn }) => occurredOn)
  const bed = await aBed(officer, { opensOn: '2020-01-01' })
  const repair = await aVoid(officer, { bedId: bed.id, startsOn: '2023-01-02', endsOn: null })
  await change(`voids/${repair.id}`, { startsOn: '2023-01-03' })
  await change(`voids/${repair.id}`, { endsOn: '2023-02-01' })
  await change(`voids/${repair.id}`, { endsOn: inDays(9) })
  t.same(
    await daysOf(`voids/${repair.id}`),
    ['2023-01-02', '2023-01-03', '2023-02-01', null],
    'opened, changed, closed; what is still to come has not happened',
  )
  const placement = await aPlacement(officer, { startedOn: '2023-03-01' })
  await act(`placements/${placement.id}/end`, { on: '2023-04-10', planned: false, reason: 'CREQB' })
  t.same(await daysOf(`placements/${placement.id}`), ['2023-03-01', '2023-04-10'])
  const request = await aPlacementRequest(officer, { receivedOn: '2023-03-01', neededFrom: '2023-03-02' })
  await act(`placement-requests/${request.id}/withdrawal`, { on: '2023-03-05', reason: 'Stays home' })
  t.same(await daysOf(`placement-requests/${request.id}`), ['2023-03-01', '2023-03-05'])

  const { items } = await read('events?limit=1000')
  const events = items.filter(({ subject }) => subject === `placements/${placement.id}`)
  t.match(events, [
    { type: 'uk.sufficiency.placement.recorded.v1', occurredon: '2023-03-01' },
    { type: 'uk.sufficiency.placement.agreed.v1', occurredon: '2023-03-01' },
    { type: 'uk.sufficiency.placement.started.v1', occurredon: '2023-03-01' },
    { type: 'uk.sufficiency.placement.ended.v1', occurredon: '2023-04-10', time: /^20\d\d-/ },
  ])
  t.ok((events.at(-1)?.time as string) > TODAY, 'and was recorded today')
})
