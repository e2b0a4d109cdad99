import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { measureFormulas } from '../../../../src/domain/feeds/formulas/measure-formulas.ts'
import { testApp } from '../../../support/app.ts'
import { duckdb } from '../../../support/duckdb.ts'
import { history, write, writePlaces } from '../../../features/measures/independent/histories.ts'
import {
  askService,
  compareFormula,
  notInDemonstration,
  openPack,
  type FormulaPeriod,
} from '../../../features/feeds/formula-check.ts'

t.setTimeout(900_000)

/** What DuckDB computes by the formulas is the measure's own number in random histories, with all that data can have wrong. */

const SEED = Number(process.env.PROPERTY_SEED ?? 903)
const RUNS = Number(process.env.PROPERTY_RUNS ?? 5)

const service = await testApp(t, { clock: () => new Date('2024-12-01T12:00:00Z') })
await writePlaces(service.ownerPool)

const periods: FormulaPeriod[] = [
  { period: 'month', from: '2024-12-01', to: '2024-12-01' },
  { period: 'month', from: '2023-03-01', to: '2023-03-31' },
  { period: 'quarter', from: '2022-07-01', to: '2022-09-30' },
  { period: 'rolling-year', from: '2023-12-01', to: '2024-11-30' },
]

/** What is rare in histories: it takes some dozens (`PROPERTY_RUNS`) to find it. */
const rareMeasures: readonly string[] = [
  'supported-consistently-strong',
  'days-placement-order-to-match',
  'children-missing-5-times',
]

/** The measures of which some history has something to count. */
const measuresCounted = new Set<string>()

for (const [number, rows] of fc.sample(history, { seed: SEED, numRuns: RUNS }).entries()) {
  t.test(`history ${number} of seed ${SEED}: every formula gives the number of its measure`, async (t) => {
    await write(service.ownerPool, rows)
    const reader = await duckdb(t)
    await openPack(service, reader)
    for (const period of periods) {
      const figures = await askService(service, period)
      for (const [id, formula] of measureFormulas) {
        const { results, answers } = await compareFormula(reader, id, formula, { period, figures })
        const sums = Object.values(answers).flatMap((groups) => Object.values(groups).map(([sum]) => sum))
        if (sums.some((sum) => sum !== 0)) measuresCounted.add(id)
        for (const [question, groups] of Object.entries(results))
          if (!isDeepStrictEqual(groups, answers[question])) t.same(groups, answers[question], question)
      }
    }
    t.pass(`${measureFormulas.size} formulas compared`)
  })
}

t.test('there is something to count of what the demonstration has nothing of', (t) => {
  t.same(
    notInDemonstration.filter((id) => !measuresCounted.has(id) && !rareMeasures.includes(id)),
    [],
  )
  t.end()
})
