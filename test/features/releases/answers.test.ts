import t from 'tap'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aChildInCare, aPlacement } from '../../support/builders.ts'

type Shown = number | string | null
interface Answer {
  id: string
  question: { cohort: Record<string, string[]> }
  tables: {
    measure: { id: string; definition: string }
    by: string[]
    asAt: string
    isRefused: boolean
    merges: object[]
    items: {
      group: Record<string, string>
      labels: Record<string, string>
      numerator: Shown
      denominator: Shown
      percent: Shown
    }[]
  }[]
}

const service = await testApp(t)
const [analyst, officer, everyone] = [
  await service.as('bi'),
  await service.as('admin'),
  await service.as('published'),
]

// In care all of 2022/23: 8 who were 3 years old, 3 who were 8 and 9 who were 13, the 3 in children's homes.
for (const [dateOfBirth, placementType, number] of [
  ['2019-01-10', 'ifa', 8],
  ['2014-01-10', 'residential', 3],
  ['2009-01-10', 'ifa', 9],
] as const)
  for (let child = 0; child < number; child++) {
    const { id } = await aChildInCare(officer, { dateOfBirth })
    await aPlacement(officer, { childId: id, startedOn: '2022-02-01', placementType })
  }

const ask = (body: object) => analyst.post<Answer>('/v1/public-answers', body)
const young = ['0-4', '5-10']

/** The numerators of an answer's only table, by the codes of its groups. */
function counts({ tables: [table] }: Answer) {
  return Object.fromEntries(
    (table?.items ?? []).map(({ group, numerator }) => [Object.values(group).join(' '), numerator]),
  )
}

/** The one number of the children of some ages on a day. */
async function answerOf(day: string, ...ageBands: string[]) {
  const { body } = await ask({
    measures: ['children-looked-after'],
    cohort: { ageBand: ageBands },
    points: [day],
  })
  return counts(body)['']
}

t.test('nothing is told of a year before it is released', async (t) => {
  t.match(await ask({ measures: ['children-looked-after'], points: ['2022-06-30'] }), {
    status: 422,
    body: { errors: [{ pointer: '#/points/0', code: 'not-released' }] },
  })
  t.equal((await analyst.post<Body>('/v1/releases', { financialYear: '2022/23' })).status, 201)
})

t.test('an answer has its definitions and symbols, and is kept for everyone to read', async (t) => {
  const question = { measures: ['children-looked-after'], by: [['placementType']], points: ['2022-04-30'] }
  const { status, body, headers } = await ask(question)
  t.equal(status, 201)
  // 20 = 17 + 3, and the release shows the 20: with the 3 hidden, the 17 is.
  t.match(counts(body), { ifa: 'c', residential: 'c', 'internal-foster': 0 })
  t.match(body.tables, [{ asAt: '2022-04-30', isRefused: false, measure: { id: 'children-looked-after' } }])
  t.ok((body.tables[0]?.measure.definition.length ?? 0) > 20)
  const read = await everyone.get<Answer>(String(headers.location))
  t.same(read.body, body)
  const { body: list } = await everyone.get<{ items: { id: string }[] }>('/v1/public-answers')
  t.equal(list.items[0]?.id, body.id)
  const { body: csv } = await everyone.get<string>(String(headers.location), { accept: 'text/csv' })
  t.match(
    csv,
    /^\uFEFF?measure,version,unit,period,from,asAt,cohort,switches,knownAt,placementType,placementTypeLabel,numerator,denominator,value,unknown[,\r]/,
  )
  t.match(csv, /,2022-04-30,,,,ifa,[^,]+,c,,c,/)
  t.match(await everyone.post('/v1/public-answers', question), { status: 403 })
  const stranger = await service.as('published', STOCKPORT)
  t.match(await stranger.get(String(headers.location)), { status: 404 })
})

t.test('the same question has the same answer, whatever the order of its codes', async (t) => {
  const points = ['2022-05-31']
  const one = await ask({ measures: ['children-looked-after'], cohort: { ageBand: young }, points })
  const other = await ask({
    measures: ['children-looked-after'],
    cohort: { ageBand: [...young].reverse() },
    points,
  })
  t.same([one.status, other.status], [201, 200])
  t.same(other.body, one.body)
})

t.test(
  'of two questions that differ by 3 children the second is not answered, in either order',
  async (t) => {
    // Aged 0 to 4: 8. Aged 0 to 10: 8 + 3 = 11.
    t.equal(await answerOf('2022-06-30', '0-4'), 8)
    t.equal(await answerOf('2022-06-30', ...young), 'c')
    t.equal(await answerOf('2022-07-31', ...young), 11)
    t.equal(await answerOf('2022-07-31', '0-4'), 'c')
  },
)

t.test('nor if both are asked at one moment', async (t) => {
  for (const day of ['2022-08-31', '2022-09-30', '2022-10-31']) {
    const answers = await Promise.all([answerOf(day, '0-4'), answerOf(day, ...young)])
    t.equal(answers.filter((figure) => figure === 'c').length, 1, `${day}: ${answers.join(' and ')}`)
  }
})

t.test('what would leave 3 of a number in the release is not told', async (t) => {
  // The release shows that 20 were looked after at the end of November. 17 of them are not in a children's home.
  t.equal(await answerOf('2022-11-30', '0-4', '11-15', '16+'), 'c')
  const { body } = await ask({
    measures: ['in-residential', 'with-ifa'],
    points: ['2022-12-31'],
  })
  t.match(
    body.tables.map(({ items }) => items[0]),
    [
      { numerator: 'c', denominator: 20, percent: 'c' },
      { numerator: 'c', denominator: 20, percent: 'c' },
    ],
  )
})

t.test('a rare group is put together with its neighbour, and no total is hidden', async (t) => {
  const points = ['2023-02-28']
  const { body } = await ask({ measures: ['children-looked-after'], by: [[], ['ageBand']], points })
  // 20 = 8 + 3 + 9, of whom 11 are 10 or younger. Of 16 and over there is nobody, who is not rare.
  t.match(body.tables[0]?.items, [{ numerator: 20 }])
  t.same(counts({ ...body, tables: body.tables.slice(1) }), {
    '0-to-10': 11,
    '11-15': 9,
    '16+': 0,
    unknown: 0,
  })
  t.same(body.tables[1]?.merges, [
    { dimension: 'ageBand', code: '0-to-10', label: '0 to 10', codes: ['0-4', '5-10'] },
  ])
  t.match(body.tables[1]?.items[0]?.labels, { ageBand: '0 to 10' })
  t.equal(await answerOf('2023-02-28', '0-4'), 'c', 'what is put together is not taken apart')
  t.equal(await answerOf('2023-02-28', ...young), 11)
})

t.test('what is corrected after the release changes no answer', async (t) => {
  await aChildInCare(officer, { dateOfBirth: '2019-01-10' })
  const measures = ['children-looked-after']
  t.equal(await answerOf('2023-01-31', '0-4'), 8, 'as recorded at the release')
  const { body } = await ask({ measures, points: ['2023-01-31', '2021-12-31'] })
  t.match(
    body.tables.map(({ asAt, items }) => [asAt, items[0]?.numerator]),
    [
      ['2021-12-31', 0],
      ['2023-01-31', 20],
    ],
  )
  for (const statement of [
    "update public_answers set tables = '[]'",
    'delete from public_answers',
    'truncate public_answers',
  ])
    await t.rejects(service.ownerPool.query(statement), { message: /answer to the public is not changed/ })
})

t.test('what can not be answered is refused where it stands in the question', async (t) => {
  const question = { measures: ['children-looked-after'], points: ['2022-06-30'] }
  for (const [more, pointer, code] of [
    [{ points: ['2022-06-30', '2022-06-29'] }, '#/points/0', 'not-end-of-month'],
    [{ points: ['2023-04-30'] }, '#/points/0', 'not-released'],
    [{ by: [[], ['sex', 'placementType']] }, '#/by/1', 'too-many-subjects'],
    [{ by: [['sex']], cohort: { legalStatus: ['C2'] } }, '#/by/0', 'too-many-subjects'],
    [{ by: [['home']] }, '#/by/0', 'unsuitable-dimension'],
    [{ measures: ['unaccompanied'], by: [['uasc']] }, '#/by/0', 'unsuitable-dimension'],
    [{ cohort: { sex: ['girl'] } }, '#/cohort/sex', 'unsuitable-filter'],
  ] as const)
    t.match(
      await ask({ ...question, ...more }),
      { status: 422, body: { errors: [{ pointer, code }] } },
      pointer,
    )
  const reasons: [string, RegExp][] = [
    ['weekly-cost', /is a sum or an average/],
    ['occupancy', /an occupied bed is a child/],
    ['started-care', /those who came could be worked out/],
    ['placements-ended', /moves and the ends of care/],
    ['suitable-accommodation', /no history/],
    ['mean-distance-miles', /average of miles/],
    ['missing-incidents', /ask for ceased-care or moves/],
  ]
  for (const [measure, detail] of reasons)
    t.match(
      await ask({ ...question, measures: ['children-looked-after', measure] }),
      { status: 422, body: { errors: [{ pointer: '#/measures/1', code: 'not-answered', detail }] } },
      measure,
    )
  t.match(await ask({ ...question, measures: ['no-such-measure'] }), { status: 400 })
})
