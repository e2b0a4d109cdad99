import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { ukDate } from '../../../src/domain/dates.ts'
import { eventTypes } from '../../../src/domain/events/types.ts'
import { STOCKPORT, testApp, type Body, type TestClient } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aContract,
  aFee,
  aHome,
  aJudgement,
  aLegalStatus,
  anOfficer,
  aPlacement,
  aProvider,
  aSiblingGroup,
  aVoid,
} from '../../support/builders.ts'

const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('admin')

interface Event {
  id: string
  source: string
  type: string
  subject: string
  time: string
  occurredon?: string
  specversion: string
  data: Record<string, unknown>
}
interface Feed {
  items: Event[]
  nextCursor: string
}

/** A page of the feed after a cursor, and the next cursor. */
async function read(cursor?: string, client = officer): Promise<Feed> {
  const query = new URLSearchParams({ limit: '1000', ...(cursor && { cursor }) })
  const answer = await client.get<Feed>(`/v1/events?${query.toString()}`)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body
}

/** The short types (`placement.started`) of the events that `work` emits, in order. */
async function toldBy(work: () => Promise<unknown>): Promise<string[]> {
  const { nextCursor } = await read()
  await work()
  return (await read(nextCursor)).items.map(({ type }) => type.slice('uk.sufficiency.'.length, -'.v1'.length))
}

const change = (path: string, record: Body, fields: object, client: TestClient = officer) =>
  client.patch(`/v1/${path}/${record.id}`, fields, { 'if-match': '*' })
const remove = (path: string, record: Body) => officer.del(`/v1/${path}/${record.id}`, { 'if-match': '*' })

t.test('the types that the product declares are those that the database emits', async (t) => {
  const { rows } = await service.ownerPool.query<{ type: string }>('select type from event_types')
  t.strictSame(rows.map(({ type }) => type).sort(), Object.keys(eventTypes).sort())
})

t.test('every kind of record whose history is kept has events', async (t) => {
  const { rows } = await service.ownerPool.query<{ name: string; emits: boolean }>(
    `select c.relname as name,
            exists (select from pg_trigger e where e.tgrelid = c.oid and e.tgname = 'emit_events_after_insert') as emits
       from pg_trigger g join pg_class c on c.oid = g.tgrelid where g.tgname = 'keep_version_after_insert'`,
  )
  // Settings of the service have no events: they are not about a child or a home.
  const silent = [
    'webhooks',
    'authority_settings',
    'officers',
    'panels',
    'rag_rules',
    'observation_series',
    'scorecards',
    'scorecard_comments',
    'populations',
    'service_keys',
    'case_systems',
    'reporting_logins',
  ]
  t.ok(rows.length >= 12)
  for (const { name, emits } of rows) t.equal(emits, !silent.includes(name), name)
})

t.test('every change of a record is the event that the field calls it', async (t) => {
  const provider = await aProvider(officer)
  const home = await aHome(officer, { providerId: provider.id })
  const bed = await aBed(officer, { homeId: home.id })
  const child = await aChild(officer)
  const inCare = (await aCarePeriod(officer)).childId

  // Fields that end a record are left out here, so that each of their events is tested on its own below.
  const creations: [path: string, name: string, make: () => Promise<Body>, ...events: string[]][] = [
    ['providers', 'provider', () => aProvider(officer), 'provider.recorded'],
    ['homes', 'home', () => aHome(officer, { providerId: provider.id }), 'home.opened'],
    ['beds', 'bed', () => aBed(officer, { homeId: home.id }), 'bed.opened'],
    ['judgements', 'judgement', () => aJudgement(officer, { homeId: home.id }), 'judgement.recorded'],
    ['contracts', 'contract', () => aContract(officer, { homeId: home.id }), 'contract.recorded'],
    ['fees', 'fee', () => aFee(officer, { homeId: home.id }), 'fee.recorded'],
    ['voids', 'void', () => aVoid(officer, { bedId: bed.id, endsOn: null }), 'void.opened'],
    ['sibling-groups', 'sibling-group', () => aSiblingGroup(officer), 'sibling-group.recorded'],
    ['children', 'child', () => aChild(officer), 'child.recorded'],
    ['care-periods', 'care-period', () => aCarePeriod(officer, { childId: child.id }), 'care-period.started'],
    [
      'legal-statuses',
      'legal-status',
      () => aLegalStatus(officer, { childId: inCare }),
      'legal-status.started',
    ],
    [
      'placements',
      'placement',
      () => aPlacement(officer, { childId: child.id, plannedFrom: '2022-01-10' }),
      'placement.recorded',
      'placement.agreed',
    ],
  ]
  const changes: Record<string, [fields: object, event: string][]> = {
    providers: [[{ sector: 'voluntary' }, 'provider.changed']],
    homes: [
      [{ registeredPlaces: 3 }, 'home.changed'],
      [{ closesOn: '2024-01-01' }, 'home.closed'],
      [{ closesOn: '2024-02-01' }, 'home.changed'],
    ],
    beds: [
      [{ kind: 'emergency' }, 'bed.changed'],
      [{ closesOn: '2024-01-01' }, 'bed.closed'],
    ],
    judgements: [[{ grade: 'outstanding' }, 'judgement.changed']],
    contracts: [[{ endsOn: '2024-01-01' }, 'contract.changed']],
    fees: [[{ weeklyFee: 100 }, 'fee.changed']],
    voids: [
      [{ reason: 'refurbishment' }, 'void.changed'],
      [{ endsOn: '2023-03-01' }, 'void.closed'],
    ],
    'sibling-groups': [[{ reference: 'SG-other' }, 'sibling-group.changed']],
    children: [[{ sex: 'male' }, 'child.changed']],
    'care-periods': [
      [{ need: 'N2' }, 'care-period.changed'],
      [{ endedOn: '2023-06-01', endReason: 'E4A' }, 'care-period.ended'],
    ],
    'legal-statuses': [
      [{ status: 'V2' }, 'legal-status.changed'],
      [{ endedOn: '2023-06-01' }, 'legal-status.ended'],
    ],
    placements: [[{ weeklyCost: 100 }, 'placement.changed']],
  }
  for (const [path, name, make, ...events] of creations) {
    let record: Body | undefined
    t.strictSame(await toldBy(async () => (record = await make())), events, `${path} made`)
    for (const [fields, expected] of changes[path] ?? []) {
      const types = await toldBy(async () =>
        t.equal((await change(path, record as Body, fields)).status, 200),
      )
      t.strictSame(types, [expected], `${path} ${JSON.stringify(fields)}`)
    }
    const types = await toldBy(async () => t.equal((await remove(path, record as Body)).status, 204))
    t.strictSame(types, [`${name}.removed`])
  }
})

t.test('a placement recorded when it is over tells all that happened, in that order', async (t) => {
  const child = await aChild(officer)
  t.strictSame(
    await toldBy(() => aPlacement(officer, { childId: child.id, endedOn: '2022-02-01', endReason: 'CARPL' })),
    ['placement.recorded', 'placement.agreed', 'placement.started', 'placement.ended'],
  )
})

t.test('a placement called off is withdrawn', async (t) => {
  const placement = await aPlacement(officer, { plannedFrom: '2024-01-01' })
  const types = await toldBy(async () => {
    const answer = await officer.post(
      `/v1/placements/${placement.id}/withdrawal`,
      { on: '2023-12-01', reason: 'Another home was found' },
      { 'if-match': '*' },
    )
    t.equal(answer.status, 200)
  })
  t.strictSame(types, ['placement.withdrawn'])
})

t.test('an officer’s day, from the request to the end of a placement that came of a move', async (t) => {
  const TODAY = ukDate(new Date())
  const [bed, second, child] = [await aBed(officer), await aBed(officer), await aChild(officer)]
  /** Does one step; checks its answer and the events that it emits. */
  const step = async (path: string, body: object, from?: Body) => {
    let answer: Body | undefined
    const events = await toldBy(async () => {
      const result = await officer.post(`/v1/${path}`, body, from ? { 'if-match': `"v${from.version}"` } : {})
      if (result.status >= 300) throw new Error(`${path}: ${JSON.stringify(result.body)}`)
      answer = result.body
    })
    return { body: answer as Body, events }
  }
  const hour = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
  const newRequest = { childIds: [child.id], urgency: 'planned', receivedOn: TODAY, neededFrom: TODAY }

  const request = await step('placement-requests', newRequest)
  t.strictSame(request.events, ['placement-request.recorded'])
  const other = await step('placement-requests', newRequest)
  const withdrawal = { on: TODAY, reason: 'Asked for twice' }
  const withdrawn = await step(`placement-requests/${other.body.id}/withdrawal`, withdrawal, other.body)
  t.strictSame(withdrawn.events, ['placement-request.withdrawn'])

  const newHold = { beds: [{ bedId: bed.id, childId: child.id }], from: TODAY, expiresAt: hour(4) }
  const idle = await step('holds', newHold)
  t.strictSame(idle.events, ['hold.placed'])
  t.strictSame((await step(`holds/${idle.body.id}/release`, {}, idle.body)).events, ['hold.released'])
  const hold = await step('holds', { ...newHold, requestId: request.body.id })
  const extension = await step(`holds/${hold.body.id}/extension`, { expiresAt: hour(8) }, hold.body)
  t.strictSame(extension.events, ['hold.extended'])

  const agreement = await step(`holds/${hold.body.id}/agreement`, {}, extension.body)
  t.strictSame([...agreement.events].sort(), ['hold.agreed', 'placement.agreed', 'placement.recorded'])
  const [{ id = '' } = {}] = agreement.body.placements as { id: string }[]
  const placement = (await officer.get(`/v1/placements/${id}`)).body
  const start = await step(`placements/${id}/start`, { on: TODAY }, placement)
  t.strictSame(start.events, ['placement.started'])
  const move = { on: TODAY, bedId: second.id, reason: 'CARPL', planned: true, keepsSchool: true }
  const moveResult = await step(`placements/${id}/move`, move, start.body)
  t.strictSame(
    [...moveResult.events].sort(),
    ['placement.agreed', 'placement.ended', 'placement.moved', 'placement.recorded', 'placement.started'],
    'the one ends and says where to, the other begins',
  )
  const end = await step(
    `placements/${moveResult.body.id}/end`,
    { on: TODAY, planned: true },
    moveResult.body,
  )
  t.strictSame(end.events, ['placement.ended'])
})

await anOfficer(officer, { subject: 'admin@example.test', office: 'head-of-service' })

t.test('a decision that a placement needs is told of, and that it went with the placement', async (t) => {
  const [bed, child] = [await aBed(officer, { kind: 'emergency' }), await aChild(officer)]
  let placement: Body | undefined
  const makeCase = async () =>
    (placement = await aPlacement(officer, { bedId: bed.id, childId: child.id, plannedFrom: '2023-12-04' }))
  t.strictSame(await toldBy(makeCase), ['placement.recorded', 'placement.agreed'])
  const { nextCursor } = await read()
  for (const decision of ['refused', 'approved']) {
    const body = { gate: 'emergency-bed', decision, on: '2023-12-01' }
    const path = `/v1/placements/${placement?.id}/approvals`
    t.equal((await officer.post(path, body, { 'if-match': '*' })).status, 200)
  }
  const decisionEvents = (await read(nextCursor)).items
  t.match(decisionEvents, [
    {
      type: 'uk.sufficiency.approval.decided.v1',
      data: { placementId: placement?.id },
      occurredon: '2023-12-01',
    },
    { type: 'uk.sufficiency.approval.decided.v1', data: { placementId: placement?.id } },
  ])
  t.equal(decisionEvents.length, 2)
  t.notOk(
    JSON.stringify(decisionEvents).includes('approved'),
    'not how it was decided: that is for who may read it',
  )
  t.strictSame(await toldBy(() => remove('placements', placement as Body)), [
    'placement.removed',
    'approval.removed',
    'approval.removed',
  ])
})

t.test(
  'a hold that runs out is told of once, at the instant at which it did, after what came before',
  async (t) => {
    const [bed, child] = [await aBed(officer), await aChild(officer)]
    const { nextCursor } = await read()
    const brief = { beds: [{ bedId: bed.id, childId: child.id }], from: ukDate(new Date()) }
    const soon = (ms: number) => new Date(Date.now() + ms).toISOString()
    const hold = (await officer.post('/v1/holds', { ...brief, expiresAt: soon(3000) })).body
    const expiresAt = soon(3500)
    await officer.post(`/v1/holds/${hold.id}/extension`, { expiresAt }, { 'if-match': '*' })
    await sleep(Date.parse(expiresAt) - Date.now() + 200)
    await Promise.all(Array.from({ length: 8 }, () => read())) // readers at once tell it once
    const { items } = await read(nextCursor)
    t.match(items, [
      { type: 'uk.sufficiency.hold.placed.v1' },
      { type: 'uk.sufficiency.hold.extended.v1' },
      {
        type: 'uk.sufficiency.hold.lapsed.v1',
        subject: `holds/${hold.id}`,
        data: { id: hold.id, requestId: null },
      },
    ])
    t.equal(items.length, 3)
    t.equal(new Date(items[2]?.time ?? 0).toISOString(), expiresAt)
    const late = await officer.post(
      `/v1/holds/${hold.id}/extension`,
      { expiresAt: soon(9e6) },
      { 'if-match': '*' },
    )
    t.equal(late.status, 409)
    t.equal((await officer.get(`/v1/holds/${hold.id}`)).headers.etag, '"v2"', 'nobody changed it')

    const shortHold = (await officer.post('/v1/holds', { ...brief, expiresAt: soon(300) })).body
    await officer.post(`/v1/holds/${shortHold.id}/release`, {}, { 'if-match': '*' })
    await sleep(400)
    t.strictSame(await toldBy(async () => {}), [], 'one that was ended does not lapse')
  },
)

t.test('what is refused, or changes nothing, tells nothing', async (t) => {
  const home = await aHome(officer, { name: 'Rowan', registeredPlaces: 4 })
  const types = await toldBy(async () => {
    t.equal((await change('homes', home, { ageFrom: 12, ageTo: 10 })).status, 422)
    t.equal((await change('homes', home, { registeredPlaces: 4 })).status, 200)
    t.equal((await officer.post('/v1/homes', { name: 'No kind' })).status, 400)
  })
  t.strictSame(types, [])
})

t.test('a transaction that is rolled back tells nothing, whatever it did', async (t) => {
  const home = await aHome(officer)
  const types = await toldBy(async () => {
    const client = await service.ownerPool.connect()
    await client.query('begin')
    await client.query(`update homes set registered_places = 9 where id = $1`, [home.id])
    const pendingEvents = await client.query('select from events where record_id = $1 and position is null', [
      home.id,
    ])
    t.equal(pendingEvents.rowCount, 1, 'the event is there with the change')
    await client.query('rollback')
    client.release()
  })
  t.strictSame(types, [])
})

t.test('an event is a CloudEvent that names the record and what it hangs on', async (t) => {
  const child = await aChild(officer)
  const bed = await aBed(officer)
  const { nextCursor } = await read()
  const earliest = new Date().toISOString()
  const placement = await aPlacement(officer, { childId: child.id, bedId: bed.id })
  const event = (await read(nextCursor)).items[0]
  t.match(event, {
    specversion: '1.0',
    id: /^[0-9a-f-]{36}$/,
    source: '/authorities/E06000049',
    type: 'uk.sufficiency.placement.recorded.v1',
    subject: `placements/${placement.id}`,
    datacontenttype: 'application/json',
    data: { id: placement.id, version: 1, childId: child.id, bedId: bed.id, homeId: bed.homeId },
  })
  t.ok((event?.time ?? '') >= earliest.slice(0, 19))
  t.equal(
    (await officer.get(`/v1/${event?.subject ?? ''}`)).status,
    200,
    'the subject is where the record is read',
  )
})

t.test('no event carries a detail of a child or a home: identifiers and versions alone', async (t) => {
  const expectedEvents = {
    reference: 'CH-unmistakable',
    upn: 'A123456789012',
    dateOfBirth: '2011-11-11',
    homePostcode: 'CW1 2BJ',
    schoolPostcode: 'CW2 6HJ',
    ethnicity: 'WBRI',
  }
  const child = await aChild(officer, expectedEvents)
  const home = await aHome(officer, { name: 'Unmistakable House' })
  await change('children', child, { disabled: true })
  await aPlacement(officer, { childId: child.id, homeId: home.id, weeklyCost: 4321.09, postcode: 'CW1 3AA' })

  const { rows } = await service.ownerPool.query<{ data: Record<string, unknown>; all: string }>(
    'select data, row_to_json(e)::text as all from events e',
  )
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
  const identifies = ([key, value]: [string, unknown]) =>
    key === 'version'
      ? Number.isInteger(value)
      : /^(id|\w+Id)$/.test(key) && (value === null || (typeof value === 'string' && uuid.test(value)))
  t.strictSame(
    rows.flatMap(({ data }) => Object.entries(data).filter((entry) => !identifies(entry))),
    [],
  )
  const details = [...Object.values(expectedEvents), 'Unmistakable', 'CW12BJ', 'CW26HJ', 'CW13AA', '4321.09']
  t.strictSame(
    details.filter((detail) => rows.some(({ all }) => all.includes(detail))),
    [],
  )
  // Besides these, only `occurredon`, where the change gave a day.
  const shape = ['data', 'datacontenttype', 'id', 'source', 'specversion', 'subject', 'time', 'type']
  t.strictSame(Object.keys((await read()).items[0] ?? {}).sort(), shape, 'nothing stands beside the data')
})

t.test('an authority is told of its own records alone', async (t) => {
  const stranger = await service.as('admin', STOCKPORT)
  const { nextCursor } = await read(undefined, stranger)
  await aHome(officer, { shared: true })
  t.strictSame((await read(nextCursor, stranger)).items, [])
  await aProvider(stranger)
  t.match(await read(nextCursor, stranger), { items: [{ source: `/authorities/${STOCKPORT}` }] })
})
