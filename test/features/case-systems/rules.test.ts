import t from 'tap'
import { testApp } from '../../support/app.ts'
import {
  aBed,
  aCaseSystem,
  aChildInCare,
  aHome,
  aPlacementRequest,
  aServiceKey,
} from '../../support/builders.ts'
import { aFamily, idIn, outcomes, to, upsert } from './support.ts'

/** Records that are taken in bulk go by the rules of their own routes. */

const service = await testApp(t)
const officer = await service.as('data')
const admin = await service.as('admin')
await aCaseSystem(officer, { name: 'mosaic' })

t.test('what is refused is told where and why, and the rest is recorded; or nothing is', async (t) => {
  const records = [
    {
      kind: 'children',
      externalId: 'R-1',
      fields: { reference: 'R-1', dateOfBirth: '2012-05-06', sex: 'female' },
    },
    {
      kind: 'children',
      externalId: 'R-2',
      fields: { reference: 'R-2', dateOfBirth: '2012-02-30', sex: 'x', hair: 1 },
    },
    { kind: 'care-periods', externalId: 'R-3', fields: { childId: to('R-2'), startedOn: '2022-01-10' } },
    { kind: 'care-periods', externalId: 'R-4', fields: { childId: to('nobody'), startedOn: '2022-01-10' } },
    { kind: 'care-periods', externalId: 'R-5', fields: { childId: to('R-1'), startedOn: '2024-01-10' } },
    { kind: 'children', externalId: 'R-1', fields: {} },
    { kind: 'dragons', externalId: 'R-6' },
    { kind: 'children', externalId: '', fields: {} },
    { kind: 'children', externalId: 'R-7', ended: { on: '2023-01-01' } },
    { kind: 'beds', externalId: 'R-8', fields: { homeId: 5, label: 'Room 1', opensOn: '2019-01-01' } },
    'not a record',
  ]
  const all = await upsert(officer, records, { allOrNone: true })
  t.match(all.body, { status: 'refused', counts: { created: 1, refused: 10 }, records: [{ id: null }] })
  const { body } = await upsert(officer, records)
  t.match(body, { status: 'partial', counts: { records: 11, created: 1, refused: 10 } })
  const faults = body.records.flatMap(({ faults }) => faults.map(({ pointer, code }) => `${pointer} ${code}`))
  t.same(faults, [
    '#/records/1/fields/dateOfBirth custom',
    '#/records/1/fields/sex invalid-value',
    '#/records/1/fields/hair unknown-field',
    '#/records/2/fields/childId unknown-reference',
    '#/records/3/fields/childId unknown-reference',
    '#/records/4/fields/startedOn in-future',
    '#/records/5/externalId sent-twice',
    '#/records/6/kind invalid-value',
    '#/records/7/externalId too-small',
    '#/records/8/ended no-ending',
    '#/records/9/fields/homeId invalid-type',
    '#/records/10 invalid-type',
  ])
  t.equal((await officer.post('/v1/child-lookups', { references: ['R-1', 'R-2'] })).body.items.length, 1)
})

t.test('an agreed placement is started by its action, with the gates before it', async (t) => {
  const child = await aChildInCare(officer)
  const bed = await aBed(officer)
  const plan = {
    kind: 'placements',
    externalId: 'P-1',
    fields: {
      childId: child.id,
      bedId: bed.id,
      placementType: 'residential',
      plannedFrom: '2023-11-20',
      keepsSchool: true,
    },
  }
  const agreement = await upsert(officer, [plan])
  t.match(agreement.body.records, [{ outcome: 'created' }])
  const url = `/v1/placements/${idIn(agreement.body, 'P-1')}`
  t.match((await officer.get(url)).body, { status: 'planned', startedOn: null })
  const start = [{ ...plan, fields: { ...plan.fields, startedOn: '2023-11-21' } }]
  t.match((await upsert(officer, start)).body.records, [{ outcome: 'changed', fields: ['startedOn'] }])
  t.match((await officer.get(url)).body, { status: 'current', startedOn: '2023-11-21' })
  t.same(outcomes((await upsert(officer, start)).body), ['unchanged'])
  const end = [
    {
      kind: 'placements',
      externalId: 'P-1',
      ended: { on: '2023-11-25', reason: 'CARPL' },
      fields: { endPlanned: true },
    },
  ]
  t.match((await upsert(officer, end)).body.records, [{ outcome: 'changed' }])
  t.same(outcomes((await upsert(officer, end)).body), ['unchanged'])
})

t.test('what stands before a start stands before one in bulk, in the words of the route', async (t) => {
  const child = await aChildInCare(officer, { dateOfBirth: '2014-01-01' })
  const home = await aHome(officer, { registeredOn: null })
  const bed = await aBed(officer, { homeId: home.id })
  const fields = { childId: child.id, bedId: bed.id, placementType: 'residential', startedOn: '2023-11-01' }
  const single = await officer.post('/v1/placements', fields)
  t.equal(single.body.type, '/problems/gate-closed')
  const { body } = await upsert(officer, [{ kind: 'placements', externalId: 'P-2', fields }])
  t.same(
    body.records[0]?.faults.map(({ detail, code }) => ({ detail, code })),
    single.body.errors.map(({ detail, code }) => ({ detail, code })),
  )
})

t.test(
  'a planned placement that never was to be, and a request that is needed no longer, are withdrawn',
  async (t) => {
    const child = await aChildInCare(officer)
    const request = {
      kind: 'placement-requests',
      externalId: 'Q-1',
      fields: {
        childIds: [child.id],
        urgency: 'planned',
        receivedOn: '2023-11-01',
        neededFrom: '2023-12-04',
        referral: {
          pets: true,
          risks: { 'self-harm': 'high' },
          siblings: 0,
          additionalSupport: [],
          familySector: 'cw1 2',
        },
      },
    }
    const plan = {
      kind: 'placements',
      externalId: 'Q-2',
      fields: {
        childId: child.id,
        placementType: 'residential',
        plannedFrom: '2023-12-04',
        requestId: to('Q-1'),
        keepsSchool: true,
      },
    }
    const first = await upsert(officer, [plan, request])
    t.match(first.body, { status: 'done' }, JSON.stringify(first.body.records))
    t.same(outcomes((await upsert(officer, [plan, request])).body), ['unchanged', 'unchanged'])
    const ending = { ended: { on: '2023-11-20', reason: 'The child went home' } }
    const early = await upsert(officer, [{ ...request, ...ending }])
    t.match(early.body.records, [
      { faults: [{ detail: 'A placement is agreed for it: withdraw that first.', code: 'action-not-open' }] },
    ])
    const endings = [
      { ...request, ...ending },
      { ...plan, ...ending },
    ]
    t.same(outcomes((await upsert(officer, endings)).body), ['changed', 'changed'], 'in whatever order')
    t.same(outcomes((await upsert(officer, endings)).body), ['unchanged', 'unchanged'])
    t.match((await officer.get(`/v1/placements/${idIn(first.body, 'Q-2')}`)).body, {
      withdrawnOn: '2023-11-20',
      withdrawalReason: 'The child went home',
    })
    t.match((await officer.get(`/v1/placement-requests/${idIn(first.body, 'Q-1')}`)).body, {
      status: 'withdrawn',
    })
    const { body } = await upsert(officer, [{ ...request, externalId: 'Q-3', ended: { on: '2023-11-20' } }])
    t.match(body.records, [{ outcome: 'refused', faults: [{ pointer: '#/records/0/ended/reason' }] }])
    const whole = await upsert(officer, [{ ...request, externalId: 'Q-3', ...ending }])
    t.same(
      outcomes(whole.body),
      ['created'],
      'a request that was over before it came is recorded with its end',
    )
    t.match((await officer.get(`/v1/placement-requests/${idIn(whole.body, 'Q-3')}`)).body, {
      status: 'withdrawn',
    })
  },
)

t.test('what follows another of its kind may stand before it', async (t) => {
  const home = await aHome(officer)
  const fee = (externalId: string, fields: object) => ({
    kind: 'fees',
    externalId,
    fields: { homeId: home.id, ...fields },
  })
  await upsert(officer, [fee('F-1', { weeklyFee: 900, startsOn: '2022-04-01' })])
  const next = [
    fee('F-3', { weeklyFee: 1000, startsOn: '2023-04-01' }),
    fee('F-2', { weeklyFee: 950.5, startsOn: '2022-10-01', endsOn: '2023-04-01' }),
    fee('F-1', { weeklyFee: 900, startsOn: '2022-04-01', endsOn: '2022-10-01' }),
  ]
  t.same(outcomes((await upsert(officer, next)).body), ['created', 'created', 'changed'])
})

t.test('two children who change beds with each other do it in one call, with the day of each', async (t) => {
  const [one, other] = [await aChildInCare(officer), await aChildInCare(officer)]
  const home = await aHome(officer)
  const beds = [await aBed(officer, { homeId: home.id }), await aBed(officer, { homeId: home.id })]
  const stay = (externalId: string, childId: string, bedIndex: number, startedOn: string) => ({
    kind: 'placements',
    externalId,
    fields: {
      childId,
      bedId: beds[bedIndex]?.id,
      placementType: 'residential',
      startedOn,
      keepsSchool: true,
      recordedAsHappened: 'Moved from the case system',
    },
  })
  const first = [stay('S-1', one.id, 0, '2023-01-01'), stay('S-2', other.id, 1, '2023-01-01')]
  t.same(outcomes((await upsert(officer, first)).body), ['created', 'created'])
  const end = { ended: { on: '2023-05-01', reason: 'OTHER' } }
  const swap = [
    stay('S-3', one.id, 1, '2023-05-01'),
    stay('S-4', other.id, 0, '2023-05-01'),
    ...first.map((record) => ({ ...record, ...end, fields: { ...record.fields, endPlanned: true } })),
  ]
  t.same(outcomes((await upsert(officer, swap)).body), ['created', 'created', 'changed', 'changed'])
})

t.test('a service key sends in the name of its system, and what its scopes let it', async (t) => {
  const key = await aServiceKey(admin, { name: 'liquidlogic', scopes: ['external-ids:write', 'homes:write'] })
  const secret = await admin.post<{ key: string }>(`/v1/keys/${key.id}/secrets`, {})
  const system = service.with(secret.body.key)
  const send = (records: unknown[]) => system.post('/v1/upserts', { records })
  t.match((await send(aFamily())).body, { errors: [{ pointer: '#/system', code: 'not-declared' }] })
  await aCaseSystem(officer, { name: 'liquidlogic' })
  const { body } = await send(aFamily())
  t.match(body, { system: 'liquidlogic', status: 'partial', counts: { created: 3, refused: 5 } })
  t.match((body.records as { faults: unknown }[])[3]?.faults, [
    { pointer: '#/records/3', detail: 'takes the scope children:write', code: 'forbidden' },
  ])
  t.equal((await (await service.as('placements')).post('/v1/upserts', { records: [] })).status, 403)
  t.match((await officer.post('/v1/upserts', { records: aFamily() })).body, {
    status: 400,
    errors: [{ pointer: '#/system', code: 'required' }],
  })
  const lookup = { kind: 'children', ids: [key.id] }
  t.equal((await system.post('/v1/external-id-lookups', lookup)).status, 403)
})

t.test('a key of one’s own makes a call happen once, its report told again', async (t) => {
  const headers = { 'idempotency-key': 'load-1' }
  const records = [{ kind: 'providers', externalId: 'I-1', fields: { name: 'Idem Care', sector: 'private' } }]
  const first = await upsert(officer, records, { headers })
  const second = await upsert(officer, records, { headers })
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.strictSame(second.body, first.body)
  const other = await upsert(officer, [], { headers })
  t.equal(other.status, 400)
})

t.test('one load of a system at a time; too many records are told how many may come', async (t) => {
  const client = await service.appPool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(5912, hashtext($1))', [
      JSON.stringify(['E06000049', 'mosaic']),
    ])
    const refusal = await upsert(officer, aFamily())
    t.match(refusal, { status: 409, headers: { 'retry-after': '5' }, body: { type: '/problems/conflict' } })
  } finally {
    await client.query('rollback')
    client.release()
  }
  const many = Array.from({ length: 5001 }, () => ({}))
  t.match(await upsert(officer, many), {
    status: 400,
    body: { errors: [{ pointer: '#/records', detail: 'must have at most 5000 entries' }] },
  })
})

t.test('a request of several children keeps their order', async (t) => {
  const request = await aPlacementRequest(officer)
  const { body } = await upsert(officer, [
    { kind: 'placement-requests', externalId: 'K-1', id: request.id, fields: { childIds: request.childIds } },
  ])
  t.match(body.records, [{ outcome: 'unchanged', matchedBy: 'id' }])
})
