import t from 'tap'
import { measures } from '../../../src/domain/measures/measures.ts'
import { testApp, type TestClient } from '../../support/app.ts'
import { aChildInCare, aPlacement } from '../../support/builders.ts'
import { figures, type Figure } from '../measures/support.ts'

interface Table {
  measure: string
  by: string[]
  period: string | null
  columns: Record<string, (string | number | null)[]>
}
interface Answer {
  measures: { id: string; definition: string }[]
  dimensions: { name: string; codes: { code: string; label: string }[] }[]
  tables: Table[]
  leftOut: { measure: string; by: string[]; why: string }[]
}

const service = await testApp(t)
const [officer, analyst] = [await service.as('admin'), await service.as('bi')]

// In care since 2022: three girls with agency carers, a boy in a children's home from 2023 and a boy not placed.
for (const [sex, placementType] of [
  ['female', 'ifa'],
  ['female', 'ifa'],
  ['female', 'ifa'],
  ['male', 'residential'],
  ['male', null],
] as const) {
  const child = await aChildInCare(officer, { sex })
  if (placementType)
    await aPlacement(officer, {
      childId: child.id,
      placementType,
      startedOn: sex === 'male' ? '2023-01-01' : '2022-02-01',
    })
}

const ask = (client: TestClient, body: object, headers: Record<string, string> = {}) =>
  client.post<Answer>('/v1/figures', body, headers)

/** The same as text, in another form. */
const askText = (body: object, accept: string) => analyst.post<string>('/v1/figures', body, { accept })

/** A table as figures, like those of the measure itself. */
function itemsOf({ by: names, columns }: Table): Partial<Figure>[] {
  const length = columns.asAt?.length ?? 0
  return Array.from({ length }, (_, row) => {
    const cell = (name: string) => columns[name]?.[row]
    return {
      ...(columns.from && { from: cell('from') }),
      asAt: cell('asAt') as string,
      group: Object.fromEntries(names.map((name) => [name, cell(name) as string])),
      numerator: cell('numerator') as number,
      denominator: cell('denominator') as number,
      value: cell('value') as number,
      ...(columns.lowerQuartile && {
        lowerQuartile: cell('lowerQuartile') as number,
        upperQuartile: cell('upperQuartile') as number,
      }),
      unknown: cell('unknown') as number,
    }
  })
}

t.test('several measures by several divisions are one question, in columns', async (t) => {
  const { status, body } = await ask(analyst, {
    measures: ['children-looked-after', 'with-ifa'],
    by: [[], ['sex']],
    points: ['2023-03-31', '2022-03-31'],
  })
  t.equal(status, 200)
  t.same(
    body.tables.map((table) => [table.measure, table.by]),
    [
      ['children-looked-after', []],
      ['children-looked-after', ['sex']],
      ['with-ifa', []],
      ['with-ifa', ['sex']],
    ],
  )
  t.same(body.tables[1]?.columns, {
    asAt: ['2022-03-31', '2022-03-31', '2023-03-31', '2023-03-31'],
    sex: ['female', 'male', 'female', 'male'],
    numerator: [3, 2, 3, 2],
    denominator: [null, null, null, null],
    value: [3, 2, 3, 2],
    unknown: [0, 0, 0, 0],
  })
  // On 31 March 2023: 3 with an agency, of the 4 of whom the placement is recorded.
  t.match(body.tables[2]?.columns, {
    numerator: [3, 3],
    denominator: [3, 4],
    value: [100, 75],
    unknown: [2, 1],
  })
  t.same(
    body.measures.map(({ id, definition }) => [id, definition.length > 20]),
    [
      ['children-looked-after', true],
      ['with-ifa', true],
    ],
    'each definition once',
  )
  t.same(body.dimensions.find(({ name }) => name === 'sex')?.codes[0], { code: 'female', label: 'Female' })
})

t.test(
  'every measure by every dimension that it takes, for five years of months, is what each says itself',
  async (t) => {
    const names = [
      ...new Set(Object.values(measures).flatMap((measure): readonly string[] => measure.dimensions)),
    ]
    const question = {
      measures: 'all',
      by: [[], ...names.map((name) => [name])],
      from: '2019-01-01',
      to: '2023-12-31',
      period: 'month',
    }
    const { status, body } = await ask(officer, question)
    t.equal(status, 200)
    const expected = Object.values(measures).reduce((sum, measure) => sum + 1 + measure.dimensions.length, 0)
    t.equal(
      body.tables.length,
      expected,
      'a table of the whole, and of each dimension that the measure takes',
    )
    t.equal(body.tables.length + body.leftOut.length, Object.keys(measures).length * (1 + names.length))
    for (const table of body.tables.filter((_, index) => index % 37 === 0)) {
      const division = table.by.length > 0 ? `&by=${table.by.join()}` : ''
      const period = table.period ? '&period=month' : ''
      const own = await figures(
        officer,
        `${table.measure}/series?from=2019-01-01&to=2023-12-31&every=month${period}${division}`,
      )
      t.same(
        itemsOf(table),
        own.map(({ labels, ...item }) => (labels ? item : null)),
        `${table.measure} by ${table.by.join()}`,
      )
    }
  },
)

t.test('as CSV it has the columns of the measures’ CSV, under one header', async (t) => {
  const points = ['2023-03-31']
  const cohort = { sex: ['male'] }
  const one = await askText({ measures: ['with-ifa'], by: ['ageBand'], points, cohort }, 'text/csv')
  const own = await analyst.get<string>('/v1/measures/with-ifa?asAt=2023-03-31&by=ageBand&sex=male', {
    accept: 'text/csv',
  })
  t.equal(one.body, own.body)
  const { body } = await askText(
    { measures: ['with-ifa', 'moves'], by: [['sex'], ['ageBand']], points, cohort },
    'text/csv',
  )
  const [header, ...lines] = body.trim().split('\r\n')
  t.match(
    header,
    /knownAt,sex,sexLabel,ageBand,ageBandLabel,numerator,denominator,value,unknown,lowerQuartile,upperQuartile$/,
  )
  t.equal(body.match(/measure,version/g)?.length, 1)
  t.ok(
    lines.some((line) => /,'(0-4|5-10|11-15),/.test(line)),
    'what Excel would take for a date stands behind an apostrophe',
  )
})

t.test('as newline JSON it has a line for each figure', async (t) => {
  const { body, headers } = await askText(
    { measures: ['children-looked-after'], by: [[], ['sex']], points: ['2023-03-31'] },
    'application/x-ndjson',
  )
  t.match(headers['content-type'], /^application\/x-ndjson/)
  const lines = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  t.match(lines, [
    { measure: 'children-looked-after', asAt: '2023-03-31', numerator: 5, value: 5 },
    { sex: 'female', sexLabel: 'Female', numerator: 3 },
    { sex: 'male', sexLabel: 'Male', numerator: 2 },
  ])
})

t.test('a measure that lacks a dimension is named with it; of all measures it is left out', async (t) => {
  const refusal = await ask(analyst, {
    measures: ['children-looked-after', 'occupancy'],
    by: [['placementType'], ['sex'], ['sex', 'legalStatus']],
  })
  t.match(refusal, {
    status: 400,
    body: {
      errors: [
        {
          pointer: '#/by/1',
          detail: /^occupancy is not divided by sex; it takes placementType, /,
          code: 'unsuitable-dimension',
        },
        { pointer: '#/by/2', detail: /^occupancy is not divided by sex/ },
        { pointer: '#/by/2', detail: /^occupancy is not divided by legalStatus/ },
      ],
    },
  })
  const cohort = { legalStatus: ['C2'] }
  t.match(await ask(analyst, { measures: ['occupancy'], cohort }), {
    status: 400,
    body: { errors: [{ pointer: '#/cohort/legalStatus', detail: /^occupancy has no legalStatus/ }] },
  })
  const { body } = await ask(analyst, { measures: 'all', by: ['legalStatus'], cohort })
  t.ok(body.tables.some(({ measure }) => measure === 'with-ifa'))
  t.match(
    body.leftOut.find(({ measure }) => measure === 'occupancy'),
    {
      by: ['legalStatus'],
      why: /^occupancy is not divided by legalStatus/,
    },
  )
})

t.test('what can not be asked is refused where it stands in the body', async (t) => {
  const measure = ['children-looked-after']
  for (const [body, pointer, code] of [
    [{ measures: ['no-such'] }, '#/measures/0', 'unknown-code'],
    [{ measures: measure, cohort: { sex: ['girl'] } }, '#/cohort/sex', 'unknown-code'],
    [{ measures: measure, by: ['sex', 'sex'] }, '#/by', 'repeated-dimension'],
    [{ measures: measure, points: ['2023-01-01'], from: '2022-01-01' }, '#/points', 'one-or-the-other'],
    [{ measures: measure, from: '2022-01-01' }, '#/to', 'missing'],
    [{ measures: measure, from: '2023-01-01', to: '2022-01-01' }, '#/to', 'wrong-order'],
    [{ measures: measure, period: 'month' }, '#/period', 'not-of-a-period'],
    [
      { measures: measure, switches: { temporaryStays: 'counted' } },
      '#/switches/temporaryStays',
      'unsuitable-switch',
    ],
    [
      { measures: ['placements-3-plus'], switches: { temporaryStays: 'some' } },
      '#/switches/temporaryStays',
      'unknown-code',
    ],
    [{ measures: ['suitable-accommodation'], knownAt: '2023-01-01T00:00:00Z' }, '#/knownAt', 'no-history'],
    [
      {
        measures: 'all',
        by: Array.from({ length: 100 }, () => []),
        from: '2014-01-01',
        to: '2023-12-31',
        every: 'day',
      },
      '#/by',
      'too-many-figures',
    ],
  ] as const) {
    t.match(
      await ask(analyst, body),
      { status: 400, body: { errors: [{ pointer, code }] } },
      JSON.stringify(body),
    )
  }
  t.match(await ask(await service.as('published'), { measures: measure }), { status: 403 })
})
