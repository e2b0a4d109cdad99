import fc from 'fast-check'
import t from 'tap'
import {
  costEffects,
  costSeries,
  costWorlds,
  outturnsOf,
  priceWalks,
} from '../../../src/domain/forecast/cost.ts'
import { feeFactors, placesGained } from '../../../src/domain/forecast/scenario.ts'
import { forecastTypeIds } from '../../../src/domain/forecast/states.ts'
import { ForecastTally } from '../../../src/domain/forecast/tally.ts'
import { toDayNumber } from '../../../src/domain/forecast/days.ts'

/** Costs, by hand: nights of two worlds in one month at prices that are 10 % up in one and 10 % down in the other. */
const residential = forecastTypeIds.indexOf('residential')
const tally = new ForecastTally({ months: 1, worlds: 2, areas: 1, needs: 1 })
tally.nightsOf(0, residential).set([100, 120])
const flat = forecastTypeIds.map(() => [1])
const question = {
  tally,
  scales: [1],
  days: [30],
  // Three children: 90 nights a month.
  last: forecastTypeIds.map((_, type) => (type === residential ? 3 : 0)),
  // £500 a night. Block contracts cost £9,000 and cover 30 nights.
  prices: forecastTypeIds.map((_, type) =>
    type === residential
      ? { nightly: 500, blockPounds: [9000], blockNights: [30] }
      : { nightly: null, blockPounds: [0], blockNights: [0] },
  ),
  walks: forecastTypeIds.map(() => [Float64Array.of(1.1, 0.9)]),
  fees: flat,
}
const asIs = () => ({ spread: 1, leastShare: 0 })

await t.test('block contracts are fixed, and volume and price apart sum to the whole', async (t) => {
  const [all, ...types] = costSeries(costWorlds(question), 2, asIs)
  t.same(
    types.map(({ placementType }) => placementType),
    ['residential'],
    'no cost is on record of the others',
  )
  // 70 nights × £550 + £9,000 = £47,500; 90 × £450 + £9,000 = £49,500.
  const [month] = all!.values
  t.same(month!.total, { mean: 48_500, p10: 47_700, p50: 48_500, p90: 49_300 })
  // 60 nights × £500; 10 and 30 more of them; 70 × £50 more and 90 × £50 less.
  t.match(month, { blockContracts: 9000, usual: 30_000, volume: { mean: 10_000 }, price: { mean: -500 } })
  t.same(types[0]!.values, all!.values)
})

await t.test(
  'a fee that is a tenth higher costs a tenth of all nights outside block contracts',
  async (t) => {
    const fee = {
      kind: 'fee',
      placementType: null,
      percent: 10,
      from: '2020-01-01',
      rampMonths: 0,
      to: null,
    } as const
    const base = costWorlds(question)
    const dearer = costWorlds({ ...question, fees: feeFactors([fee], toDayNumber('2024-03-31'), 1) })
    // 70 × £550 × 0.1 = £3,850; 90 × £450 × 0.1 = £4,050.
    t.match(costEffects(dearer, base, 2)[0]!.values[0], { mean: 3950, p50: 3950 })
    const late = feeFactors([{ ...fee, from: '2030-01-01' }], toDayNumber('2024-03-31'), 1)
    t.same(costEffects(costWorlds({ ...question, fees: late }), base, 2)[0]!.values, [
      { month: 1, mean: 0, p10: 0, p50: 0, p90: 0 },
    ])
    t.same(feeFactors([{ ...fee, placementType: 'ifa' }], 0, 1)[residential], [1])
  },
)

await t.test(
  'a year is what is spent and what is to come; a budget has its chance of not being enough',
  async (t) => {
    const spent = forecastTypeIds.map((_, type) => (type === residential ? 100_000 : 7))
    const budget = {
      title: 'Homes',
      financialYear: '2023/24',
      placementTypes: ['residential'],
      pounds: 148_000,
    } as const
    const outturns = (last: string) =>
      outturnsOf({ costs: costWorlds(question), worlds: 2, widthAt: asIs }, [last], spent, [budget])
    const [all, homes] = outturns('2024-03-31')
    // £147,500 and £149,500, and £49 of the seven other types: one of two is over £148,000.
    t.match(all, { financialYear: '2023/24', title: null, spent: 100_049, budget: null, chanceOver: null })
    t.match(homes, { spent: 100_000, projected: { mean: 148_500 }, budget: 148_000, chanceOver: 0.5 })
    t.same(outturns('2024-02-29'), [], 'a year whose end is not reached is not told')
  },
)

await t.test('whatever the nights and prices, the parts sum to the total in means', async () => {
  const nights = fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(
      nights,
      nights,
      fc.double({ min: 0, max: 900, noNaN: true }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 90 }),
      (first, second, nightly, nightsCovered, children) => {
        const worlds = new ForecastTally({ months: 2, worlds: 5, areas: 1, needs: 1 })
        worlds.nightsOf(0, residential).set(first)
        worlds.nightsOf(1, residential).set(second)
        const costs = costWorlds({
          tally: worlds,
          scales: [1.02, 0.97],
          days: [30, 31],
          last: forecastTypeIds.map(() => children),
          prices: forecastTypeIds.map(() => ({
            nightly,
            blockPounds: [nightsCovered * 3, nightsCovered],
            blockNights: [nightsCovered, nightsCovered / 2],
          })),
          walks: priceWalks({ seed: 3, worlds: 5, months: 2 }),
          fees: forecastTypeIds.map(() => [1, 1.07]),
        })
        return costSeries(costs, 5, asIs).every(({ values }) =>
          values.every(
            ({ total, blockContracts, usual, volume, price }) =>
              Math.abs(total.mean - blockContracts - usual - volume.mean - price.mean) <= 3,
          ),
        )
      },
    ),
    { numRuns: 50 },
  )
})

await t.test('prices wander by a tenth a year about where they are, alike for a seed', async (t) => {
  const walks = priceWalks({ seed: 9, worlds: 4000, months: 12 })
  t.same(walks[0]![11], priceWalks({ seed: 9, worlds: 4000, months: 12 })[0]![11])
  t.not(walks[0]![11]![0], walks[1]![11]![0], 'each type by itself')
  const logs = Array.from(walks[2]![11]!, Math.log)
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / 4000
  // Five standard errors of 4,000 worlds: 5 × 0.1 ÷ √4000 = 0.008; of a deviation of 0.1, 5 × 0.1 ÷ √8000 = 0.0056.
  t.ok(Math.abs(mean(walks[2]![11]!) - 1) < 0.008)
  const middle = mean(logs)
  t.ok(Math.abs(Math.sqrt(mean(logs.map((value) => (value - middle) ** 2))) - 0.1) < 0.0056)
})

await t.test(
  'households approved add their usable places month by month, those that leave take them',
  async (t) => {
    const edit = {
    kind: 'carers', approvalsPerMonth: 2, resignationsPerMonth: 1, places: 2, usableShare: 0.5,
    from: '2024-03-01', rampMonths: 0, to: '2024-07-01',
  } as const // prettier-ignore
    // (2 − 1) × 2 × 0.5 = 1 place a month, in April, May and June.
    t.same(placesGained(edit, toDayNumber('2024-03-31'), 5), [1, 2, 3, 3, 3])
    t.same(placesGained({ ...edit, approvalsPerMonth: 0 }, toDayNumber('2024-03-31'), 2), [-1, -2])
  },
)
