import t from 'tap'
import { measureFormulas, type FeedFormula } from '../../../src/domain/feeds/measure-formulas.ts'
import { measureOf } from '../../../src/domain/measures/measures.ts'
import { testApp } from '../../support/app.ts'
import { duckdb } from '../../support/duckdb.ts'
import { unzip } from '../../support/unzip.ts'
import { figure } from '../measures/support.ts'

/** What DuckDB computes by the formulas from a pack is the measure's own number, in the demonstration. The clock says 1 December 2023. */

const service = await testApp(t, { contents: 'demonstration' })
const analyst = await service.as('bi')
const { rawPayload } = await service.app.inject({
  url: '/v1/feeds/pack?format=parquet',
  headers: { authorization: `Bearer ${await service.token('bi')}` },
})
const reader = await duckdb(t)
for (const [path, content] of Object.entries(await unzip(rawPayload)))
  if (path.endsWith('.parquet')) await reader.open(path.replace('.parquet', ''), content, 'parquet')

const periods = [
  { period: 'month', from: '2023-11-01', to: '2023-11-30' },
  { period: 'rolling-year', from: '2022-04-01', to: '2023-03-31' },
  { period: 'rolling-year', from: '2022-10-01', to: '2023-09-30' },
] as const

async function compute({ set, where, numerator, denominator }: FeedFormula, from: string, to: string) {
  const days = { from: `date '${from}'`, to: `date '${to}'` }
  const fill = (text: string) => text.replaceAll(':from', days.from).replaceAll(':to', days.to)
  const [row] = await reader.query(
    `select coalesce(${fill(numerator)}, 0)::double as numerator, ${denominator ? `coalesce(${fill(denominator)}, 0)::double` : 'null'} as denominator
       from "${set}" where ${fill(where)}`,
  )
  return [row?.numerator, row?.denominator].map((value) =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : null,
  )
}

const toPence = (value: unknown) => (value === null ? null : Math.round(Number(value) * 100) / 100)

for (const [id, formula] of Object.entries<FeedFormula>(measureFormulas)) {
  t.test(`${id} is computed from the set ${formula.set}`, async (t) => {
    const isOfPeriod = measureOf(id)?.over === 'period'
    let sum = 0
    for (const { period, from, to } of periods) {
      const question = isOfPeriod ? `asAt=${to}&period=${period}` : `asAt=${to}`
      const [numerator, denominator] = await figure(analyst, `${id}?${question}`)
      const answer = await compute(formula, from, to)
      t.same(
        answer,
        [toPence(numerator), formula.denominator === null ? null : toPence(denominator)],
        question,
      )
      sum += Number(numerator)
    }
    if (!['disabled', 'in-unregistered'].includes(id)) t.ok(sum > 0, 'there is something to compare')
  })
}
