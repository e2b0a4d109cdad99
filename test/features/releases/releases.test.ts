import t from 'tap'
import type { ReleasedTable } from '../../../src/domain/disclosure/release.ts'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aChildInCare, aPlacement, aPopulation } from '../../support/builders.ts'

interface Release {
  id: string
  financialYear: string
  tally?: { small: number }
  symbols: Record<string, string>
  tables: ReleasedTable[]
}

const service = await testApp(t)
const [analyst, officer, everyone] = [
  await service.as('bi'),
  await service.as('admin'),
  await service.as('published'),
]
const year = { financialYear: '2022/23' }

// In care all of 2022/23: nine children of 11 to 15, and three of 16 and over.
for (let child = 0; child < 12; child++) {
  const dateOfBirth = child < 9 ? '2010-01-01' : '2006-06-01'
  const { id } = await aChildInCare(officer, { dateOfBirth, homePostcode: 'CW1 3CC' })
  await aPlacement(officer, { childId: id, startedOn: '2022-01-01' })
}

await aPopulation(officer, { asAt: '2022-06-30', people: 40_000 })

function items(release: Release, id: string, ...dimensions: string[]) {
  const table = release.tables.find(
    ({ measure, by: own, every: step }) =>
      measure.id === id && own.join() === dimensions.join() && step === 'year',
  )
  return Object.fromEntries(
    (table?.items ?? []).map(({ group, numerator }) => [Object.values(group).join(' '), numerator]),
  )
}

t.test('an analyst sees what would be published, and nothing is kept of it', async (t) => {
  const { status, body } = await analyst.get<Release>('/v1/releases/preview?financialYear=2022/23')
  t.equal(status, 200)
  t.same(items(body, 'children-looked-after'), { '': 12 })
  // 12 = 9 + 3: with 12 shown, the 3 is hidden by the 9.
  t.same(items(body, 'children-looked-after', 'ageBand'), {
    '0-4': 0,
    '5-10': 0,
    '11-15': 'c',
    '16+': 'c',
    unknown: 0,
  })
  t.ok((body.tally?.small ?? 0) > 0)
  const rate = body.tables.find(({ measure }) => measure.id === 'looked-after-rate-per-10000')
  t.match(rate?.items, [{ asAt: '2023-03-31', numerator: 12, denominator: 40_000, percent: null, rate: 3 }])
  t.same((await analyst.get('/v1/releases')).body.items, [])
})

t.test('a year that is not over, is none, or is not recorded is not released', async (t) => {
  for (const [financialYear, code] of Object.entries({
    '2023/24': 'not-over',
    '2022/24': 'no-year',
    '1990/91': 'not-recorded',
  })) {
    const refusal = await analyst.post('/v1/releases', { financialYear })
    t.match(refusal, { status: 422, body: { errors: [{ pointer: '#/financialYear', code }] } }, financialYear)
  }
  t.match(await analyst.post('/v1/releases', { financialYear: '2022' }), { status: 400 })
  t.match(await everyone.post('/v1/releases', year), { status: 403 })
})

t.test('a year is released once, and sent again with its key gives the first answer', async (t) => {
  const key = { 'idempotency-key': 'once' }
  const release = await analyst.post<Release>('/v1/releases', year, key)
  t.equal(release.status, 201)
  const again = await analyst.post<Release>('/v1/releases', year, key)
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' } })
  t.same(again.body, release.body)
  t.match(await analyst.post('/v1/releases', year), {
    status: 409,
    body: { type: '/problems/already-exists' },
  })
  t.match(await analyst.get('/v1/releases/preview?financialYear=2022/23'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/financialYear', code: 'already-released' }] },
  })
  const earlier = await analyst.post('/v1/releases', { financialYear: '2021/22' })
  t.ok([409, 422].includes(earlier.status), 'nor a year before it')
})

t.test('what is corrected after a release changes nothing in it', async (t) => {
  const { body: list } = await everyone.get('/v1/releases')
  const [{ id } = { id: '' }] = list.items
  const original = await everyone.get<Release>(`/v1/releases/${id}`)
  const late = await aChildInCare(officer, { dateOfBirth: '2006-06-01' })
  t.ok(late.id)
  t.same((await everyone.get<Release>(`/v1/releases/${id}`)).body, original.body)
  for (const statement of [
    "update releases set tables = '[]'",
    'delete from releases',
    'truncate releases',
  ]) {
    await t.rejects(service.ownerPool.query(statement), { message: 'a release is not changed' }, statement)
  }
})

t.test('everyone reads a release as JSON, as a table, by measure, and no other authority’s', async (t) => {
  const { body: list } = await everyone.get('/v1/releases')
  const [{ id } = { id: '' }] = list.items
  const { body: one } = await everyone.get<Release>(`/v1/releases/${id}?measure=in-unregistered`)
  t.same([...new Set(one.tables.map(({ measure }) => measure.id))], ['in-unregistered'])
  const csv = await everyone.get<string>(`/v1/releases/${id}?measure=in-unregistered`, { accept: 'text/csv' })
  const [header = '', ...lines] = csv.body.trim().split('\r\n')
  t.match(
    header,
    /^\uFEFF?measure,version,every,from,asAt,ageBand,ageBandLabel,.*,numerator,denominator,percent,rate,unknown$/,
  )
  t.equal(lines.length, 12 + 1, 'each month, the whole')
  const other = await service.as('published', STOCKPORT)
  t.same((await other.get('/v1/releases')).body.items, [])
  t.match(await other.get(`/v1/releases/${id}`), { status: 404 })
})
