import t from 'tap'
import { testApp } from '../../support/app.ts'

/** What was counted once is answered again as it would be counted, to whoever asks. */

interface Figure {
  numerator: number
  denominator: number
}

interface Table {
  columns: { asAt: string[] }
}

const from = '2015-01-01'
const to = '2023-12-31'

t.test('another question of the same facts has its own answer', async (t) => {
  const service = await testApp(t, { contents: 'demonstration' })
  const bi = await service.as('bi')
  const valueOf = async (query: string, id = 'placed-in-authority') => {
    const { body } = await bi.get(`/v1/measures/${id}?asAt=2023-03-31${query}`)
    const { numerator, denominator } = body.items[0] as unknown as Figure
    return `${numerator}/${denominator}`
  }
  const queries = ['', '&sex=female', '&sex=male', '&sex=unknown']
  const first = [] as string[]
  for (const query of queries) first.push(await valueOf(query))
  t.equal(new Set(first.slice(0, 3)).size, 3, 'cohorts differ')
  for (const [index, query] of queries.entries()) t.equal(await valueOf(query), first[index], query)
  const [whole, girls, boys, others] = first.map((text) => text.split('/').map(Number))
  t.equal(whole?.[1], (girls?.[1] ?? 0) + (boys?.[1] ?? 0) + (others?.[1] ?? 0), 'and add up')
  const moves = () => valueOf('', 'placements-3-plus')
  const withStays = () => valueOf('&temporaryStays=counted', 'placements-3-plus')
  const [few, many] = [await moves(), await withStays()]
  t.not(many, few, 'a switch makes another measure')
  t.same([await withStays(), await moves()], [many, few])
})

t.test('what is kept is not given to whoever may have fewer figures', async (t) => {
  const service = await testApp(t, { contents: 'demonstration' })
  const bi = await service.as('bi')
  const days = { from, to, every: 'day' }
  const table = await bi.post('/v1/figures', {
    measures: ['children-looked-after'],
    by: [['ageInYears']],
    ...days,
  })
  t.equal(table.status, 200)
  const figures = (table.body['tables'] as Table[])[0]?.columns.asAt.length ?? 0
  t.ok(figures > 50_000, 'more than a measure by itself gives')
  const answer = await bi.get(
    `/v1/measures/children-looked-after/series?from=${from}&to=${to}&every=day&by=ageInYears`,
  )
  t.equal(answer.status, 400)
  t.match((answer.body['errors'] as object[])[0], { code: 'too-many-figures' })
})
