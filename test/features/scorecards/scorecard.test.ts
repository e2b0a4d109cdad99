import t from 'tap'
import { importPublished } from '../../../src/features/comparators/index.ts'
import { testApp } from '../../support/app.ts'
import {
  aChildInCare,
  anAction,
  anActionUpdate,
  anObservation,
  anObservationSeries,
  aScorecard,
  aScorecardComment,
  aTarget,
} from '../../support/builders.ts'
import { inCare } from '../measures/support.ts'
import { neighboursFile, stabilityFile } from './published.ts'

// The day is 1 December 2023, in the third quarter of 2023/24.
const service = await testApp(t)
const bi = await service.as('bi')
const folder = t.testdir()

const series = async (key: string, values: [asAt: string, value: number][], fields = {}) => {
  await anObservationSeries(bi, { key, title: key, ...fields })
  for (const [asAt, value] of values) await anObservation(bi, { series: key, asAt, value })
}

await series('checks', [
  ['2023-03-31', 70],
  ['2023-06-30', 75],
  ['2023-09-30', 76.5],
])
await series('missing', [['2023-09-30', 12]], { polarity: 'low', unit: 'count' })
await series('formula', [], { title: '=cmd("x")' })
await aTarget(bi, { series: 'checks', value: 85 })
await aTarget(bi, { measure: 'children-looked-after', low: 1, high: 2 })
await aChildInCare(await service.as('admin'))

await importPublished(service.ownerPool, await neighboursFile(folder))
await importPublished(
  service.ownerPool,
  await stabilityFile(folder, 's.csv', [
    { area: 'England', count: '8500', percent: '10' },
    { area: { old: '916', code: 'E10000013' }, count: '20', percent: '8' },
    { area: { old: '937', code: 'E10000031' }, count: 'c', percent: 'c' },
    { area: { old: '850', code: 'E10000014' }, count: '30', percent: '9' },
  ]),
)

const { id } = await aScorecard(bi, {
  title: 'Committee',
  rows: [
    { ref: '1', measure: 'children-looked-after', priority: 'Children' },
    { ref: '2', series: 'checks', published: 'placements-3-plus', priority: 'Health' },
    { ref: '3', series: 'missing', priority: 'Health' },
    { ref: '4', series: 'formula', frequency: 'year' },
  ],
})

interface Laid {
  rows: Record<string, Record<string, unknown> & unknown[]>[]
  summary: unknown
  period: unknown
}
const layOut = async (period: string, scorecardId = id) =>
  (await bi.get<Laid>(`/v1/scorecards/${scorecardId}?period=${period}`)).body

t.test('a quarter is laid out with figures, colours and directions', async (t) => {
  const { rows, summary, period } = await layOut('2023-Q2')
  t.match(period, { id: '2023-Q2', asAt: '2023-09-30', provisional: false })
  t.match(rows[0], {
    kind: 'measure',
    target: { low: 1, high: 2, value: null, rule: { id: null, amberWithin: 10 } },
    quarters: [
      { period: '2023-Q1', value: 1 },
      { period: '2023-Q2', value: 1, recorded: null },
    ],
    level: { rag: 'green' },
    direction: { arrow: 'same', verdict: 'same', rag: 'amber', from: '2023-Q1', to: '2023-Q2' },
  })
  t.match(rows[1], {
    kind: 'observation',
    lastYearEnd: { value: 70 },
    quarters: [{ value: 75 }, { value: 76.5, recorded: { source: 'Health system', by: 'bi@example.test' } }],
    level: { rag: 'amber' }, // 85 less 8.5
    direction: { arrow: 'up', verdict: 'better', rag: 'green' },
    neighbours: { mean: 8.5, valued: 2, of: 10, year: 2023 }, // 8 and 9; c is none, seven were not published
    national: { value: 10 },
  })
  t.match(rows[2], { level: { rag: 'n-a', why: 'no-target' }, direction: { arrow: 'n-a' }, target: null })
  t.match(rows[3], { level: { rag: 'n-a' }, lastYearEnd: null, quarters: [null, null] })
  t.same(summary, {
    level: { red: 0, amber: 1, green: 1, 'n-a': 2 },
    direction: { red: 0, amber: 1, green: 1, 'n-a': 2 },
  })
})

t.test(
  'a running quarter is provisional, one to come is refused, and a target holds from its start',
  async (t) => {
    const now = await layOut('2023-Q3')
    t.match(now.period, { provisional: true, asAt: '2023-12-01' })
    t.match(now.rows[1], { quarters: [{}, {}, null], level: { rag: 'n-a', why: 'no-figure' } })
    t.match((await layOut('2022-Q4')).rows[1], { target: null, level: { why: 'no-target' } })
    for (const query of ['2023-Q4', '2023-Q5', '0000-Q1'])
      t.match(await bi.get(`/v1/scorecards/${id}?period=${query}`), { status: 400 }, query)
    t.match(await bi.get('/v1/scorecards/no-such-card'), { status: 404 })
  },
)

t.test('comments stand beside their row, every version with who wrote it', async (t) => {
  const comment = await aScorecardComment(bi, {
    scorecard: id,
    rowRef: '2',
    period: '2023-Q2',
    comment: 'First',
  })
  const admin = await service.as('admin')
  await admin.patch(`/v1/scorecard-comments/${comment.id}`, { comment: 'Second' }, { 'if-match': '"v1"' })
  t.match((await layOut('2023-Q2')).rows[1]?.comment, { comment: 'Second', writtenBy: 'admin@example.test' })
  t.equal((await layOut('2023-Q1')).rows[1]?.comment, null)
  const { items } = (await bi.get(`/v1/scorecard-comments/${comment.id}/versions`)).body
  t.match(items, [
    { record: { comment: 'First', writtenBy: 'bi@example.test' } },
    { record: { comment: 'Second', writtenBy: 'admin@example.test' } },
  ])
  const fields = { rowRef: '9', period: '2023-Q2', comment: 'x' }
  const pointer = async (body: object) =>
    (await bi.post('/v1/scorecard-comments', body)).body.errors[0]?.pointer
  t.equal(await pointer({ ...fields, scorecard: id }), '#/rowRef')
  t.equal(await pointer({ ...fields, scorecard: 'corporate-parenting' }), '#/rowRef')
  t.equal(await pointer({ ...fields, scorecard: 'nothing' }), '#/scorecard')
  t.equal(
    (await (await service.as('panel')).post('/v1/scorecard-comments', { ...fields, scorecard: id })).status,
    403,
  )
})

t.test('as CSV it opens in a spreadsheet and runs nothing', async (t) => {
  const { body } = await bi.get<string>(`/v1/scorecards/${id}?period=2023-Q2`, { accept: 'text/csv' })
  t.match(body, /ref,title,.*,span,.*,target,targetDue,lastYearEnd,Q1,Q2,level,direction,directionIs,/)
  t.match(
    body,
    /\r\n2,checks,observation,percent,high,,8\.5,2 of 10,10,85,85,70,75,76\.5,amber,up,better,Second,Health,/,
  )
  t.match(body, /\r\n4,"'=cmd/)
})

t.test('as a page it stands alone, escapes what it is given, and is read without colour', async (t) => {
  const page = await bi.get<string>(`/v1/scorecards/${id}?period=2023-Q2`, { accept: 'text/html' })
  t.match(page.headers['content-security-policy'], /^default-src 'none'; style-src 'sha256-/)
  t.notMatch(page.body, /<script|https?:\/\/(?!www\.w3\.org)|style=|<link|<img/)
  t.match(page.body, /=cmd\(&quot;x&quot;\)/)
  t.match(page.body, /aria-hidden="true">A<\/span\s*><span class="said">Amber/)
  t.match(page.body, /Up, better/)
  t.match(page.body, /Trend from 70\.0% in 2022-Q4 to 76\.5% in 2023-Q2/)
})

t.test('the built-in scorecard is whole for an authority that has recorded nothing', async (t) => {
  const stockport = await service.as('bi', 'E08000007')
  const { body } = await stockport.get<Laid>('/v1/scorecards/corporate-parenting')
  t.ok(body.rows.length >= 43)
  t.equal(new Set(body.rows.map(({ ref }) => ref)).size, body.rows.length)
})

t.test('a filter or series that there is not is refused, and a series in use stays', async (t) => {
  const startsOn = '2023-04-01'
  const refusal = await bi.post('/v1/targets', {
    measure: 'children-looked-after',
    filter: { ageBand: ['30+'] },
    value: 1,
    startsOn,
  })
  t.match(refusal, { status: 422, body: { errors: [{ pointer: '#/filter/ageBand' }] } })
  const both = { measure: 'occupancy', series: 'checks', value: 1, startsOn }
  t.match(await bi.post('/v1/targets', both), { status: 422 })
  t.match(await bi.post('/v1/targets', { series: 'checks', value: 1, startsOn }), { status: 409 })
  const [row] = (await bi.get('/v1/observation-series?key=formula')).body.items
  const deletion = await bi.del(`/v1/observation-series/${row?.id}`, { 'if-match': '*' })
  t.match(deletion, { status: 409, body: { type: '/problems/still-referenced' } })
})

t.test(
  'the year to date is compared with last year’s to the same day, a quarter with a quarter',
  async (t) => {
    const client = await service.as('admin', 'E08000009')
    const starts = [
    '2022-04-10', '2022-05-10', '2022-06-10', '2022-08-10', '2022-12-20', // last year: 4 by 30 September, 5 by the end
    '2023-04-10', '2023-07-10', '2023-08-10', // this year: 1 in the first quarter, 2 in the second
    '2023-10-05', '2023-11-20', // in the running quarter, to 1 December: its first 62 days
  ] // prettier-ignore
    for (const day of starts) await inCare(client, day)
    await aTarget(client, { measure: 'started-care', value: 8, startsOn: '2022-04-01' })
    const card = await aScorecard(client, {
      rows: [
        { ref: 'year', measure: 'started-care', polarity: 'low' },
        { ref: 'quarter', measure: 'started-care', polarity: 'low', span: 'quarter' },
        { ref: 'yearly', measure: 'started-care', polarity: 'low', frequency: 'year' },
        { ref: 'day', measure: 'children-looked-after' },
      ],
    })
    const rowsIn = async (period: string) =>
      (await client.get<Laid>(`/v1/scorecards/${card.id}?period=${period}`)).body.rows
    const second = await rowsIn('2023-Q2')
    t.match(second[0], {
      span: 'year-to-date',
      quarters: [
        { value: 1, from: '2023-04-01' },
        { value: 3, from: '2023-04-01', asAt: '2023-09-30' },
      ],
      // Not against the first quarter's 1: against the 4 of last year to 30 September.
      direction: { arrow: 'down', verdict: 'better', from: '2022-Q2', fromAsAt: '2022-09-30', fromValue: 4 },
      // 8 in a year are 4 in its half; 3 are within them.
      target: { value: 8, partOfYear: 0.5, due: { value: 4 } },
      level: { rag: 'green' },
      trend: [
        { asAt: '2021-09-30', value: 0 },
        { asAt: '2022-09-30', value: 4 },
        { asAt: '2023-09-30', value: 3 },
      ],
    })
    t.match(second[1], {
      span: 'quarter',
      quarters: [
        { value: 1, from: '2023-04-01' },
        { value: 2, from: '2023-07-01', asAt: '2023-09-30' },
      ],
      direction: { arrow: 'up', verdict: 'worse', from: '2023-Q1', fromAsAt: '2023-06-30', fromValue: 1 },
      target: { value: 8, partOfYear: 0.25, due: { value: 2 } },
      level: { rag: 'green' },
    })
    t.match(second[2], {
      quarters: [null, null],
      lastYearEnd: { value: 5 },
      target: { partOfYear: 1, due: { value: 8 } },
      direction: { arrow: 'up', from: '2021-Q4', to: '2022-Q4' },
    })
    t.match(second[3], { span: null, quarters: [{ from: null }, {}], direction: { from: '2023-Q1' } })
    // The running quarter has 62 of its 92 days: 1 October to 1 December, against 1 July to 31 August.
    const third = await rowsIn('2023-Q3')
    t.match(third[0], { direction: { fromAsAt: '2022-12-01', fromValue: 4, arrow: 'up' } }) // 5 against 4
    t.match(third[1], {
      quarters: [{}, {}, { value: 2, from: '2023-10-01', asAt: '2023-12-01' }],
      direction: { from: '2023-Q2', fromAsAt: '2023-08-31', fromValue: 2, arrow: 'same' },
      target: { partOfYear: 62 / 92 / 4 },
    })
    const csv = await client.get<string>(`/v1/scorecards/${card.id}?period=2023-Q2`, { accept: 'text/csv' })
    t.match(csv.body, /,low,year-to-date,.*,8,4,5,1,3,green,down,better,/)
    const page = await client.get<string>(`/v1/scorecards/${card.id}?period=2023-Q2`, { accept: 'text/html' })
    t.match(page.body, /Year to date, from 1 April/)
    t.match(page.body, /in the year; so far 4/)
  },
)

t.test("an action's page says where it stands and whether its measure moved", async (t) => {
  const { id: actionId } = await anAction(bi, {
    startsOn: '2021-04-01',
    measures: [{ measure: 'children-looked-after' }],
  })
  const read = async () => (await bi.get(`/v1/actions/${actionId}`)).body
  t.match(await read(), { status: 'in-progress', updates: [] })
  await anActionUpdate(bi, { actionId })
  // The one child came into care on 10 January 2022: none then, one now; neither is good.
  t.match(await read(), {
    status: 'on-track',
    moved: [
      {
        then: { asAt: '2021-04-01', value: 0 },
        now: { asAt: '2023-12-01', value: 1 },
        arrow: 'up',
        verdict: 'neither',
      },
    ],
  })
  const patch = (body: object) => bi.patch(`/v1/actions/${actionId}`, body, { 'if-match': '*' })
  t.match((await patch({ dueOn: '2023-11-30' })).body, { status: 'overdue' })
  t.match((await patch({ completedOn: '2021-12-31' })).body, {
    status: 'completed',
    moved: [{ now: { asAt: '2021-12-31', value: 0 }, verdict: 'same' }],
  })
})
