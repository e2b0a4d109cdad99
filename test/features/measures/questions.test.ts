import t from 'tap'
import { measures } from '../../../src/domain/measures/measures.ts'
import { STOCKPORT, testApp, type Body, type TestClient } from '../../support/app.ts'
import { aChildInCare, aPlacement } from '../../support/builders.ts'
import { figure, figures, type MeasureAnswer } from './support.ts'

const csv = { accept: 'text/csv' }
const BOM = '\ufeff'
const questionColumns = 'measure,version,unit,period,from,asAt,cohort,switches,knownAt'

/** In care since 10 January 2022: two girls with agency carers, a boy in a children's home and a boy not placed. */
async function fourChildren(client: TestClient) {
  for (const [sex, placementType] of [
    ['female', 'ifa'],
    ['female', 'ifa'],
    ['male', 'residential'],
    ['male', null],
  ] as const) {
    const child = await aChildInCare(client, { sex })
    if (placementType) await aPlacement(client, { childId: child.id, placementType })
  }
}

t.test('the catalogue says of every measure what it is, and of every dimension its codes', async (t) => {
  const client = await (await testApp(t)).as('bi')
  const { body } = await client.get<{
    items: Record<string, unknown>[]
    dimensions: { name: string; codes: { code: string; label: string }[] }[]
  }>('/v1/measures')
  t.same(
    body.items.map(({ id }) => id),
    Object.keys(measures),
  )
  t.match(
    body.items.find(({ id }) => id === 'occupancy'),
    {
      title: 'Occupancy',
      unit: 'percent',
      polarity: 'high',
      version: 1,
      numerator: 'Beds occupied',
      denominator: 'Beds available: open and not void',
      unknown: null,
      dimensions: ['placementType', 'careFamily', 'providerSector', 'homeKind', 'bedKind'],
    },
  )
  t.same(body.dimensions.find(({ name }) => name === 'uasc')?.codes, [
    { code: 'yes', label: 'Yes' },
    { code: 'no', label: 'No' },
    { code: 'unknown', label: 'Unknown' },
  ])
  const table = await client.get<string>('/v1/measures', csv)
  t.equal(
    table.body.split('\r\n').length,
    Object.keys(measures).length + 2,
    'a header, a line each, and the end',
  )
})

t.test(
  'an answer carries its definition, its day, its groups with labels, and when it was read',
  async (t) => {
    const client = await (await testApp(t)).as('admin')
    await fourChildren(client)
    const { body } = await client.get<MeasureAnswer>('/v1/measures/with-ifa?by=sex')
    t.match(body.measure, {
      id: 'with-ifa',
      title: 'With independent fostering agencies',
      unit: 'percent',
      version: 2,
    })
    t.equal(body.asAt, '2023-12-01', 'today by the clock, where no day is given')
    t.same(body.by, ['sex'])
    // Girls: 2 of 2 with an agency. Boys: 0 of 1, and one whose placement is not recorded.
    t.same(body.items, [
      {
        asAt: '2023-12-01',
        group: { sex: 'female' },
        labels: { sex: 'Female' },
        numerator: 2,
        denominator: 2,
        value: 100,
        unknown: 0,
      },
      {
        asAt: '2023-12-01',
        group: { sex: 'male' },
        labels: { sex: 'Male' },
        numerator: 0,
        denominator: 1,
        value: 0,
        unknown: 1,
      },
    ])
    t.match(body.freshness, { readAt: /^\d{4}-\d\d-\d\dT/, lastImportAt: null })
  },
)

t.test('a cohort is a choice of codes, and several dimensions narrow it together', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await fourChildren(client)
  t.same(await figure(client, 'children-looked-after?placementType=ifa,residential'), [3, null, 3, 0])
  t.same(await figure(client, 'children-looked-after?placementType=ifa,residential&sex=male'), [
    1,
    null,
    1,
    0,
  ])
  t.same(await figure(client, 'children-looked-after?placementType=unknown'), [1, null, 1, 0])
  t.same(await figure(client, 'with-ifa?careFamily=fostering'), [2, 2, 100, 0], 'of those fostered')
  t.same(
    await figure(client, 'children-looked-after?ageBand=5-10,16+'),
    [4, null, 4, 0],
    'a plus sign as it is',
  )
})

t.test('groups come in the order of their codes', async (t) => {
  const client = await (await testApp(t)).as('admin')
  for (const dateOfBirth of ['2007-01-01', '2022-01-01', '2015-01-01', '2010-01-01'])
    await aChildInCare(client, { dateOfBirth })
  const bands = await figures(client, 'children-looked-after?by=ageBand')
  t.same(
    bands.map(({ group }) => group.ageBand),
    ['0-4', '5-10', '11-15', '16+'],
  )
})

t.test('a series has the last day of each period, and every group on each', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await fourChildren(client)
  const items = await figures(
    client,
    'children-looked-after/series?from=2021-12-01&to=2022-02-27&every=month&by=sex',
  )
  t.same(
    items.map(({ asAt, group, numerator }) => [asAt, group.sex, numerator]),
    [
      ['2021-12-31', 'female', 0],
      ['2021-12-31', 'male', 0],
      ['2022-01-31', 'female', 2],
      ['2022-01-31', 'male', 2],
    ],
  )
  t.same(
    await figures(client, 'children-looked-after/series?from=2022-02-02&to=2022-02-27'),
    [],
    'no month ends then',
  )
})

const numberColumns = 'numerator,denominator,value,unknown,lowerQuartile,upperQuartile'

t.test('as CSV: a line for each figure, in flat columns', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await fourChildren(client)
  const asAt = await client.get<string>('/v1/measures/with-ifa?by=sex,ageBand&asAt=2023-11-30', csv)
  t.equal(asAt.headers['content-type'], 'text/csv; charset=utf-8; header=present')
  t.same(asAt.body.split('\r\n'), [
    `${BOM}${questionColumns},sex,sexLabel,ageBand,ageBandLabel,${numberColumns}`,
    "with-ifa,2,percent,,,2023-11-30,,,,female,Female,'5-10,5 to 10,2,2,100,0,,", // as text: Excel would make it 5 October
    "with-ifa,2,percent,,,2023-11-30,,,,male,Male,'5-10,5 to 10,0,1,0,1,,",
    '',
  ])
  // Who and what was asked of, and how: a cohort, a period, switches, an instant.
  const knownAt = '2023-11-30T00:00:00.000Z'
  const moves = await client.get<string>(
    `/v1/measures/moves?asAt=2023-11-30&period=quarter&sex=female,male&uasc=no&knownAt=${knownAt}`,
    csv,
  )
  t.same(moves.body.split('\r\n'), [
    `${BOM}${questionColumns},${numberColumns}`,
    `moves,2,moves,quarter,2023-10-01,2023-11-30,"sex=female,male; uasc=no",,${knownAt},0,,0,0,,`,
    '',
  ])
  const far = await client.get<string>('/v1/measures/over-20-miles?notKnown=excluded', csv)
  t.match(far.body, /,unaccompanied=included; notKnown=excluded,/)
  const series = await client.get<string>('/v1/measures/fostered/series?from=2021-12-31&to=2022-01-31', csv)
  // In January 2022: 2 of the 3 placed are fostered, 66.6667 %.
  t.same(series.body.split('\r\n'), [
    `${BOM}${questionColumns},${numberColumns}`,
    'fostered,2,percent,,,2021-12-31,,,,0,0,,0,,',
    'fostered,2,percent,,,2022-01-31,,,,2,3,66.6667,1,,',
    '',
  ])
})

t.test('a question that cannot be answered says what would be right', async (t) => {
  const client = await (await testApp(t)).as('bi')
  const refusals: [path: string, status: number, pointer: string | null, detail: RegExp][] = [
    ['no-such-measure', 404, null, /no such measure/],
    ['constructor', 404, null, /no such measure/],
    ['occupancy?by=ageBand', 400, '#/query/by', /it takes placementType, careFamily/],
    ['occupancy?by=shoeSize', 400, '#/query/by', /it takes placementType, careFamily/],
    ['occupancy?by=', 400, '#/query/by', /it takes placementType/],
    ['children-looked-after?by=sex,sex', 400, '#/query/by', /twice/],
    ['children-looked-after?by=sex,uasc,need,location', 400, '#/query/by', /at most 3/],
    ['children-looked-after?bedState=void', 400, '#/query/bedState', /they have placementType/],
    ['children-looked-after?sex=girl', 400, '#/query/sex', /takes female, male, unknown/],
    ['children-looked-after?sex=', 400, '#/query/sex', /takes female, male, unknown/],
    ['children-looked-after?asAt=2023-02-29', 400, '#/query/asAt', /not a date that exists/],
    ['children-looked-after?asAt=yesterday', 400, '#/query/asAt', /YYYY-MM-DD/],
    ['children-looked-after?asAt=0001-01-01', 400, '#/query/asAt', /must be between/],
    ['children-looked-after?colour=red', 400, '#/query/colour', /not a field/],
    ['children-looked-after/series', 400, '#/query/from', /./],
    ['children-looked-after/series?from=2023-05-01&to=2023-04-30', 400, '#/query/to', /before/],
    ['children-looked-after/series?from=2020-01-01&to=2023-01-01&every=week', 400, '#/query/every', /./],
    [
      'children-looked-after/series?from=1950-01-01&to=2150-12-31&every=day',
      400,
      '#/query/every',
      /more than 4000/,
    ],
  ]
  for (const [path, status, pointer, detail] of refusals) {
    const answer = await client.get<Body>(`/v1/measures/${path}`)
    t.equal(answer.status, status, path)
    const [fault] = answer.body.errors ?? []
    if (pointer) t.equal(fault?.pointer, pointer, path)
    t.match(fault?.detail ?? answer.body.detail, detail, path)
  }
})

t.test('a series too large to answer is refused, not begun', async (t) => {
  const client = await (await testApp(t)).as('admin')
  // 3,653 days: 13 groups are 47,489 figures; 14 are 51,142, more than 50,000.
  const ethnicities = [
    'WBRI',
    'WIRI',
    'WOTH',
    'WIRT',
    'WROM',
    'MWBC',
    'MWBA',
    'MWAS',
    'MOTH',
    'AIND',
    'APKN',
    'ABAN',
    'AOTH',
  ]
  for (const ethnicity of ethnicities) await aChildInCare(client, { ethnicity })
  const path =
    '/v1/measures/children-looked-after/series?from=2014-01-01&to=2024-01-01&every=day&by=ethnicity'
  t.equal((await client.get(path, csv)).status, 200)
  await aChildInCare(client, { ethnicity: 'CHNE' })
  const answer = await client.get<Body>(path)
  t.equal(answer.status, 400)
  t.match(answer.body.errors, [{ pointer: '#/query/by', detail: /14 groups on 3653 days, more than 50000/ }])
})

t.test("only a token with measures:read is answered, and with its own authority's figures", async (t) => {
  const service = await testApp(t)
  await fourChildren(await service.as('admin'))
  for (const role of ['bi', 'placements', 'panel', 'data', 'admin'] as const)
    t.same(await figure(await service.as(role), 'children-looked-after'), [4, null, 4, 0], role)
  t.same(await figure(await service.as('bi', STOCKPORT), 'children-looked-after'), [0, null, 0, 0])
  for (const path of ['', '/occupancy', '/occupancy/series?from=2023-01-01&to=2023-12-01'])
    t.equal((await service.with().get(`/v1/measures${path}`)).status, 401, path)
})
