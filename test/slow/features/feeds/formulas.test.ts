import t from 'tap'
import { measureFormulas } from '../../../../src/domain/feeds/formulas/measure-formulas.ts'
import { measureOf } from '../../../../src/domain/measures/measures.ts'
import { testApp } from '../../../support/app.ts'
import { duckdb } from '../../../support/duckdb.ts'
import {
  askService,
  compareFormula,
  notInDemonstration,
  openPack,
  type FormulaPeriod,
} from '../../../features/feeds/formula-check.ts'

/** What DuckDB computes by the formulas from a pack is the measure's own number, in the demonstration. The clock says 1 December 2023. */

t.setTimeout(900_000)

const service = await testApp(t, { contents: 'demonstration' })
const reader = await duckdb(t)
await openPack(service, reader)

const periods: FormulaPeriod[] = [
  { period: 'month', from: '2023-11-01', to: '2023-11-30' },
  { period: 'month', from: '2023-12-01', to: '2023-12-01' },
  { period: 'rolling-year', from: '2022-04-01', to: '2023-03-31' },
  { period: 'rolling-year', from: '2022-10-01', to: '2023-09-30' },
]
const answersByPeriod = await Promise.all(
  periods.map(async (period) => ({ period, figures: await askService(service, period) })),
)

for (const [id, formula] of measureFormulas) {
  t.test(`${id} is computed from the sets`, async (t) => {
    let sum = 0
    for (const answer of answersByPeriod) {
      const { results, answers } = await compareFormula(reader, id, formula, answer)
      t.same(results, answers)
      for (const [numerator, denominator] of Object.values(answers).flatMap((groups) =>
        Object.values(groups),
      ))
        sum += Math.abs(numerator ?? 0) + (denominator ?? 0)
    }
    if (!notInDemonstration.includes(id)) t.ok(sum > 0, 'there is something to compare')
    const divisions = measureOf(id)?.dimensions.length ?? 0
    t.ok(divisions === 0 || Object.keys(formula.divisions).length > 0, 'it is divided where the measure is')
  })
}
