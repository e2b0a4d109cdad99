import { createHmac } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { feedNames, feedSets } from '../../../src/domain/feeds/sets.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aCarerJourney, aHome, aPlacementRequest, aServiceKey, aVoid } from '../../support/builders.ts'
import { addPlacement, inCare } from '../measures/support.ts'
import { rowsOf, type FeedRow } from './support.ts'

// The clock says 1 December 2023.
const service = await testApp(t, { listen: true })
const { ownerPool } = service
const admin = await service.as('admin')
const analyst = await service.as('bi')

const home = await aHome(admin, { opensOn: '2023-09-10', name: 'Cedar' })
const bed = await aBed(admin, { homeId: home.id, opensOn: '2023-09-10' })
await aVoid(admin, { bedId: bed.id, startsOn: '2023-09-20', endsOn: '2023-09-25' })
const girl = await inCare(admin, '2023-09-05', undefined, { dateOfBirth: '2011-05-17', sex: 'female' })
await addPlacement(admin, girl, '2023-09-05', '2023-10-11')
const stay = await addPlacement(admin, girl, '2023-10-11', null, {
  bedId: bed.id,
  homeId: home.id,
  placementType: 'residential',
})
const boy = await inCare(admin, '2023-08-20', '2023-09-15', { sex: 'male' })
await addPlacement(admin, boy, '2023-08-20', '2023-09-15', { placementType: 'connected-carer' })
await aCarerJourney(admin)
const request = await aPlacementRequest(admin, { childIds: [girl] })
await admin.post('/v1/vacancy-searches', { requestId: request.id })

const secretOf = async (authority: string) =>
  (
    await ownerPool.query<{ secret: Buffer }>('select secret from feed_secrets where authority_code = $1', [
      authority,
    ])
  ).rows[0]?.secret

/** The key of a child, by Node's own HMAC. */
async function keyOf(childId: string, authority = CHESHIRE_EAST): Promise<string> {
  const secret = await secretOf(authority)
  return createHmac('sha256', secret ?? '')
    .update(Buffer.from(childId.replaceAll('-', ''), 'hex'))
    .digest('hex')
    .slice(0, 32)
}

const find = (rows: FeedRow[], values: FeedRow) =>
  rows.find((row) => Object.entries(values).every(([column, value]) => row[column] === value))

t.test('a month of a child says what held at its end, and the nights', async (t) => {
  const rows = await rowsOf(analyst, 'child-months')
  const [ours, his] = [await keyOf(girl), await keyOf(boy)]
  t.same(
    rows.map(({ month, childKey }) => [month, childKey]),
    [
      ['2023-08-01', his],
      ...[
        ['2023-09-01', ours],
        ['2023-09-01', his],
      ].sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1)),
      ['2023-10-01', ours],
      ['2023-11-01', ours],
      ['2023-12-01', ours],
    ],
    'by month, then by key',
  )
  // August: the nights of the 20th to the 31st. September: the 1st to the 14th, as he left on the 15th.
  t.match(find(rows, { month: '2023-08-01' }), { nights: 12, fosteringNights: 12, lookedAfterAtEnd: true })
  t.match(find(rows, { month: '2023-09-01', childKey: his }), {
    nights: 14,
    lookedAfterAtEnd: false,
    asAt: '2023-09-30',
    placementType: 'connected-carer',
    sex: 'male',
  })
  // September: the 5th to the 30th. October: ten nights with foster carers, 21 in the home.
  t.match(find(rows, { month: '2023-09-01', childKey: ours }), {
    nights: 26,
    fosteringNights: 26,
    birthMonth: '2011-05-01',
    age: 12,
  })
  t.match(find(rows, { month: '2023-10-01', childKey: ours }), {
    nights: 31,
    fosteringNights: 10,
    residentialNights: 21,
    familyNights: 0,
    shortBreakNights: 0,
    placementType: 'residential',
    homeId: home.id,
    legalStatus: 'C2',
  })
  t.match(
    find(rows, { month: '2023-12-01' }),
    { nights: 1, asAt: '2023-12-01' },
    'the present month goes up to today',
  )
})

t.test('a month of a bed says the state of each of its nights', async (t) => {
  const rows = (await rowsOf(analyst, 'bed-months')).filter(({ bedId }) => bedId === bed.id)
  const states = rows.map(
    ({ month, openNights, voidNights, occupiedNights, committedNights, vacantNights }) => [
      month,
      openNights,
      voidNights,
      occupiedNights,
      committedNights,
      vacantNights,
    ],
  )
  t.same(states, [
    // Open from the 10th: 21 nights, 5 of them void. Taken from 11 October: 10 nights empty, 21 occupied.
    ['2023-09-01', 21, 5, 0, 0, 16],
    ['2023-10-01', 31, 0, 21, 0, 10],
    ['2023-11-01', 30, 0, 30, 0, 0],
    ['2023-12-01', 1, 0, 1, 0, 0],
  ])
})

t.test('no set tells who a child is', async (t) => {
  const secrets = [girl, boy, '2011-05-17', 'CW1']
  const { rows: children } = await ownerPool.query<Record<string, string>>(
    'select id, reference, upn, home_postcode from children',
  )
  const words = [...secrets, ...children.flatMap((child) => Object.values(child).filter(Boolean))]
  for (const set of feedNames) {
    const text = JSON.stringify(await rowsOf(admin, set))
    for (const word of words) t.notOk(text.includes(word), `${set}: ${word}`)
    const names = Object.keys(feedSets[set].columns)
    t.notOk(
      names.some((name) => /childId|postcode|reference|dateOfBirth|address/i.test(name)),
      set,
    )
  }
})

t.test(
  'a child has one key in its authority, in every set and at all times, and another elsewhere',
  async (t) => {
    const key = await keyOf(girl)
    t.match(key, /^[0-9a-f]{32}$/)
    t.ok(find(await rowsOf(analyst, 'placements'), { childKey: key, placementId: stay.id }))
    const other = await service.as('admin', STOCKPORT)
    const child = await inCare(other, '2023-09-01')
    const rows = await rowsOf(await service.as('bi', STOCKPORT), 'child-months')
    t.equal(rows.length, 4)
    t.ok(rows.every(({ childKey }) => childKey !== key))
    t.equal(rows[0]?.childKey, await keyOf(child, STOCKPORT))
    t.not((await secretOf(STOCKPORT))?.toString('hex'), (await secretOf(CHESHIRE_EAST))?.toString('hex'))
    for (const statement of ['select secret from feed_secrets', 'select hmac_pad($1, 54)']) {
      const values = statement.includes('$1') ? [Buffer.from('x')] : []
      await t.rejects(service.appPool.query(statement, values), { message: /permission denied/ })
    }
  },
)

t.test('columns that need another scope are given with it, and else are not there', async (t) => {
  const data = await service.as('data')
  t.ok((await rowsOf(data, 'homes')).some(({ name }) => name === 'Cedar'))
  for (const row of await rowsOf(analyst, 'homes')) t.notOk('name' in row)
  const { body } = await analyst.get<{ items: { set: string; columns: { name: string }[] }[] }>('/v1/feeds')
  for (const { set, columns } of body.items) {
    const rows = await rowsOf(analyst, set)
    const names = columns.map(({ name }) => name)
    if (rows[0]) t.same(Object.keys(rows[0]).sort(), [...names].sort(), `${set}: as the catalogue says`)
  }
  for (const set of ['homes', 'providers'])
    t.notOk(body.items.find((item) => item.set === set)?.columns.some(({ name }) => name === 'name'))
  const { id } = await aServiceKey(admin, { scopes: ['feeds:read'] })
  const { key } = (await admin.post<{ key: string }>(`/v1/keys/${id}/secrets`, {})).body
  const rows = await rowsOf(service.with(), 'homes', `?key=${key}`)
  t.ok(rows.length > 0)
  t.notOk('name' in (rows[0] ?? {}), 'a key has the columns of its scopes')
  t.match(await (await service.as('placements')).get('/v1/feeds/homes'), { status: 403 })
})

t.test('a part is asked for by its months, and a transfer is resumed behind a row', async (t) => {
  for (const set of feedNames) {
    const all = await rowsOf(analyst, set)
    for (const cut of [0, 1, Math.floor(all.length / 2), all.length - 1]) {
      const row = all[cut]
      if (!row) continue
      const key = feedSets[set].key.map((name) => row[name]).join()
      t.same(
        await rowsOf(analyst, set, `?after=${encodeURIComponent(key)}`),
        all.slice(cut + 1),
        `${set} ${cut}`,
      )
    }
  }
  for (const set of ['child-months', 'bed-months']) {
    const all = await rowsOf(analyst, set)
    const october = await rowsOf(analyst, set, '?from=2023-10-01&to=2023-11-01')
    t.same(
      october,
      all.filter(({ month }) => month === '2023-10-01'),
      set,
    )
    t.same(
      await rowsOf(analyst, set, '?from=2023-11-01'),
      all.filter(({ month }) => String(month) >= '2023-11'),
    )
    t.same(
      await rowsOf(analyst, set, '?to=2023-10-01'),
      all.filter(({ month }) => String(month) < '2023-10'),
    )
    t.same(await rowsOf(analyst, set, '?from=2024-01-01'), [], 'the future is empty')
    t.same(await rowsOf(analyst, set, '?to=1990-01-01'), [], 'and so is what was before')
  }
})

t.test('what a set does not take is refused by name', async (t) => {
  const cases: [path: string, pointer: string][] = [
    ['placements?from=2023-10-01', '#/query/from'],
    ['child-months?from=2023-10-02', '#/query/from'],
    ['child-months?from=2023-10-01&to=2023-10-01', '#/query/to'],
    ['child-months?after=2023-10-01', '#/query/after'],
    ['child-months?after=never,abc', '#/query/after'],
    ["placements?after='%20or%20true", '#/query/after'],
    ['homes?after=1', '#/query/after'],
    ['homes?limit=1', '#/query/limit'],
    ['carers', '#/path/set'],
    ['constructor', '#/path/set'],
  ]
  for (const [path, pointer] of cases) {
    t.match(await analyst.get(`/v1/feeds/${path}`), { status: 400, body: { errors: [{ pointer }] } }, path)
  }
  t.match(await analyst.get('/v1/feeds/homes', { accept: 'image/png' }), { status: 406 })
})

t.test('CSV says the same as lines of JSON', async (t) => {
  for (const set of feedNames) {
    const answer = await analyst.get<string>(`/v1/feeds/${set}`)
    t.match(answer.headers, { 'content-type': 'text/csv; charset=utf-8; header=present' })
    const rows = parse<Record<string, string>>(answer.body, { bom: true, columns: true })
    const text = (value: FeedRow[string]) => (value === null ? '' : String(value))
    const expected = (await rowsOf(analyst, set)).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])),
    )
    const bare = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value.replace(/^'/, '')])),
    )
    t.same(bare, expected, set)
  }
})

t.test('who pulled what is recorded, and for whom it was broken off', async (t) => {
  const whole = await rowsOf(analyst, 'child-months', '?from=2023-09-01&to=2023-10-01')
  await analyst.get('/v1/feeds/homes', { 'access-purpose': 'Annual report' })
  const { body } = await admin.get('/v1/bulk-reads?limit=2')
  t.match(body.items, [
    { set: 'homes', purpose: 'Annual report', isWhole: true, actor: 'bi@example.test', role: 'bi' },
    {
      set: 'child-months',
      asked: { from: '2023-09-01', to: '2023-10-01' },
      rows: whole.length,
      isWhole: true,
    },
  ])
  t.ok((body.items[1]?.columns as string[]).includes('childKey'))
  const next = await admin.get(`/v1/bulk-reads?limit=2&cursor=${body.nextCursor}`)
  t.notOk(next.body.items.some(({ id }) => id === body.items[1]?.id))
  t.ok((await admin.get('/v1/bulk-reads?set=homes')).body.items.every(({ set }) => set === 'homes'))
  t.match(await analyst.get('/v1/bulk-reads'), { status: 403 })
  const other = await service.as('admin', STOCKPORT)
  t.ok((await other.get('/v1/bulk-reads')).body.items.every(({ set }) => set !== 'homes'))
})

t.test('a client that goes away leaves no connection in use, and the log says so', async (t) => {
  // More than a socket takes without being read.
  await ownerPool.query(
    `alter table homes disable trigger user;
     insert into homes (authority_code, provider_id, name, kind, placement_type, opens_on)
     select authority_code, provider_id, 'Home ' || n, kind, placement_type, opens_on
       from homes, generate_series(1, 60000) n where name = 'Cedar';
     alter table homes enable trigger user`,
  )
  const token = await service.token('bi')
  const { port } = new URL(service.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    `GET /v1/feeds/homes HTTP/1.1\r\nhost: x\r\naccept: application/x-ndjson\r\nauthorization: Bearer ${token}\r\n\r\n`,
  )
  await new Promise((resolve) => socket.once('data', resolve))
  socket.pause()
  await idle(t, 'a slow client has no transaction open')
  socket.destroy()
  for (let n = 0; n < 50; n++) {
    const { body } = await admin.get('/v1/bulk-reads?limit=1&set=homes')
    if (body.items[0]?.isWhole !== null) break
    await sleep(100)
  }
  const { body } = await admin.get('/v1/bulk-reads?limit=1&set=homes')
  t.match(body.items, [{ isWhole: false }])
  t.ok(Number(body.items[0]?.rows) < 60_000)
  t.equal((await rowsOf(analyst, 'homes')).length, 60_001)
  await idle(t, 'nothing is left in use')
})

/** Waits until no connection is in use, as when a file is made; fails when that does not come. */
async function idle(t: Test, words: string): Promise<void> {
  const { appPool } = service
  for (let n = 0; n < 600 && appPool.idleCount < appPool.totalCount; n++) await sleep(50)
  t.equal(appPool.idleCount, appPool.totalCount, words)
}

t.test('short breaks are no nights looked after', async (t) => {
  const client = await service.as('admin', 'E08000001')
  const child = await inCare(client, '2023-10-01', '2023-10-05')
  const { rows } = await ownerPool.query<{ id: string }>(
    'select id from legal_statuses where child_id = $1',
    [child],
  )
  await client.patch(`/v1/legal-statuses/${rows[0]?.id}`, { status: 'V3' }, { 'if-match': '*' })
  t.match(await rowsOf(client, 'child-months'), [
    { month: '2023-10-01', nights: 0, shortBreakNights: 4, lookedAfterAtEnd: false },
  ])
})
