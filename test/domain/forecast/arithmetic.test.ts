import fc from 'fast-check'
import t from 'tap'
import { birthday } from '../../../src/domain/dates.ts'
import { birthdayNumber, dateOfDay, toDayNumber } from '../../../src/domain/forecast/days.ts'
import { exponential, naturalLog } from '../../../src/domain/forecast/exact-math.ts'
import { countAt, RandomStream } from '../../../src/domain/forecast/random-stream.ts'
import { crpsOf } from '../../../src/domain/forecast/scores.ts'
import {
  intervalOf,
  floorsOf,
  leastHalfWidth,
  nonDecreasing,
  shrinkSpreads,
  spreadAt,
  summariseSpreads,
} from '../../../src/domain/forecast/spread.ts'
import { spreadPriors } from '../../../src/domain/forecast/constants.ts'

/** The arithmetic under a forecast, against other ways to the same numbers. */

await t.test('logarithm and exponential are those of the machine, to the last digits', async () => {
  const isNear = (one: number, other: number) => Math.abs(one - other) <= 4e-16 * Math.max(1, Math.abs(other))
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) =>
      isNear(naturalLog(x), Math.log(x)),
    ),
  )
  fc.assert(
    fc.property(
      fc.double({ min: -700, max: 700, noNaN: true }),
      (x) => Math.abs(exponential(x) / Math.exp(x) - 1) < 1e-14,
    ),
  )
})

await t.test('birthdays are those of the calendar, on 29 February too', async () => {
  const days = fc.integer({ min: toDayNumber('1995-01-01'), max: toDayNumber('2040-12-31') })
  fc.assert(
    fc.property(
      fc.oneof(
        days,
        fc.constantFrom(...['2000', '2004', '2008', '2012'].map((year) => toDayNumber(`${year}-02-29`))),
      ),
      fc.integer({ min: 0, max: 18 }),
      (day, age) => dateOfDay(birthdayNumber(day, age)) === birthday(dateOfDay(day), age),
    ),
  )
})

await t.test(
  'a stream is the same for the same entity, and has the distributions that it names',
  async (t) => {
    const draw = () =>
      Array.from(
        { length: 5 },
        (
          (stream) => () =>
            stream.uniform()
        )(new RandomStream().start(1, 2, 3)),
      )
    t.same(draw(), draw())
    t.not(new RandomStream().start(1, 2, 4).uniform(), draw()[0])
    const stream = new RandomStream().start(9, 9, 9)
    const mean = (value: () => number) =>
      Array.from({ length: 40_000 }, value).reduce((sum, one) => sum + one, 0) / 40_000
    // Five standard errors of a mean of 40,000: 0.025 × the deviation.
    t.ok(Math.abs(mean(() => stream.wait()) - 1) < 0.025)
    t.ok(Math.abs(mean(() => stream.normal())) < 0.025)
    t.ok(Math.abs(mean(() => stream.normal() ** 2) - 1) < 0.025 * Math.SQRT2)
    for (const shape of [0.3, 1, 14.5])
      t.ok(Math.abs(mean(() => stream.gamma(shape)) - shape) < 0.025 * Math.sqrt(shape), `gamma ${shape}`)
    const counts = Array.from({ length: 40_000 }, () => countAt(stream.uniform(), 4, 1.6))
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / counts.length
    t.ok(Math.abs(average - 4) < 0.025 * Math.sqrt(6.4))
    t.ok(Math.abs(variance / average - 1.6) < 0.08)
  },
)

await t.test('a count never falls as its mean grows', async () => {
  const mean = fc.double({ min: 0, max: 60, noNaN: true })
  fc.assert(
    fc.property(
      fc.double({ min: 0.0001, max: 0.9999, noNaN: true }),
      mean,
      mean,
      (chance, one, other) =>
        countAt(chance, Math.min(one, other), 1.6) <= countAt(chance, Math.max(one, other), 1.6),
    ),
  )
})

await t.test(
  'CRPS is the mean distance to the outcome less half the mean distance apart worlds',
  async () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 50 }),
        (worlds, outcome) => {
          let [distance, apart] = [0, 0]
          for (const one of worlds) {
            distance += Math.abs(one - outcome) / worlds.length
            for (const other of worlds) apart += Math.abs(one - other) / worlds.length ** 2
          }
          const ascending = [...worlds].sort((a, b) => a - b)
          return Math.abs(crpsOf(ascending, outcome) - (distance - apart / 2)) < 1e-9
        },
      ),
    )
  },
)

await t.test(
  'an interval is about the median, widened, never narrower than the floor, never below 0',
  async (t) => {
    // 0 to 100: median 50, P10 10, P90 90. Half as wide again: 50 − 60, cut at 0, and 50 + 60.
    const ascending = Float64Array.from({ length: 101 }, (_, index) => index)
    t.same(intervalOf(ascending, 1.5), { p10: 0, p25: 12.5, p50: 50, p75: 87.5, p90: 110 })
    t.same(intervalOf([7, 7, 7], 2, 3), { p10: 4, p25: 5.5, p50: 7, p75: 8.5, p90: 10 })
    // 500 children, 12 months: 500 × √(0.0037 + 2.85 ÷ 500) = 500 × √0.0094 = 48.5; at 6 months half of the variance: 34.3.
    t.ok(Math.abs(leastHalfWidth(500, 12) - 48.48) < 0.01)
    t.ok(Math.abs(leastHalfWidth(500, 6) - 34.28) < 0.01)
    // Half way apart 6 and 12 months.
    t.equal(spreadAt(spreadPriors, 'total', 9), (1.2 + 1.28) / 2)
    // 100 children of 16 and 17: 100 × √(0.0038 + 2.18 ÷ 100) = 100 × √0.0256 = 16.
    t.ok(Math.abs(leastHalfWidth(100, 12, floorsOf('age', 4)!) - 16) < 1e-9)
    t.equal(floorsOf('cell', 4), null)
  },
)

await t.test('spreads are learned from how far outcomes lay, and shrunk to the priors', async (t) => {
  const evidence = Array.from({ length: 11 }, (_, index) => ({
    level: 'total' as const,
    horizon: 12,
    halfWidths: index / 5,
  }))
  // 80 % of 0, 0.2 … 2 lie below 1.6. Two origins of 1.6 and eight of the prior, 1.28: 1.344, more than the 1.28 of two years and three:
  // all three are their mean, 1.30133.
  t.ok(
    Math.abs(
      shrinkSpreads(
        summariseSpreads(evidence, () => 2),
        8,
        spreadPriors,
      ).total[2]! -
        3.904 / 3,
    ) < 1e-9,
  )
  t.same(
    shrinkSpreads(
      summariseSpreads([], () => 2),
      8,
      spreadPriors,
    ),
    spreadPriors,
  )
})

await t.test('what falls with the horizon is put together with what comes before it', (t) => {
  t.same(nonDecreasing([1, 3, 2, 2, 4]), [1, 7 / 3, 7 / 3, 7 / 3, 4])
  t.same(nonDecreasing([3, 2, 1]), [2, 2, 2])
  for (const priors of Object.values(spreadPriors)) t.same(nonDecreasing(priors), priors, 'as shipped')
  t.end()
})
