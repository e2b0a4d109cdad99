import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { toDayNumber, monthEnd } from '../../../src/domain/forecast/days.ts'
import { ageBandOn, historyUpTo, isInCare, type CareHistory } from '../../../src/domain/forecast/history.ts'
import { chooseCells, worldsOfCells } from '../../../src/domain/forecast/levels.ts'
import { modelOf, type ForecastModel } from '../../../src/domain/forecast/model.ts'
import { flowSeries, levelScales, seriesOf } from '../../../src/domain/forecast/series.ts'
import { simulateWorlds } from '../../../src/domain/forecast/simulate.ts'
import { spreadPriors } from '../../../src/domain/forecast/constants.ts'
import { learnLevelWeights } from '../../../src/domain/forecast/level-blend.ts'
import { ageCount, forecastTypes, typeCount } from '../../../src/domain/forecast/states.ts'
import { madeAuthority } from '../../support/forecast/authority.ts'

/** What must hold of simulated worlds whatever the authority: nobody lost, ages exact, the same bytes, sums that add up. */

const authorities = fc
  .record({
    seed: fc.nat(1000),
    size: fc.integer({ min: 30, max: 120 }),
    months: fc.integer({ min: 26, max: 60 }),
  })
  .map((options) => ({ history: madeAuthority({ ...options, regime: 'real' }), seed: options.seed }))
const runs = { numRuns: 8 }
const simulate = (history: CareHistory, seed: number, worlds = 12, months = 36) =>
  simulateWorlds({ model: modelOf(history), months, worlds, seed })
const types = forecastTypes.map((_, type) => type)
const countOf = (history: CareHistory, type: number) =>
  modelOf(history).residents.filter((resident) => resident.type === type).length

await t.test(
  'in each world and month, children of a type = before + starts + moves in − moves out − leavers',
  async () => {
    fc.assert(
      fc.property(authorities, ({ history, seed }) => {
        const tally = simulate(history, seed)
        for (const type of types) {
          let previous: ArrayLike<number> = new Float64Array(12).fill(countOf(history, type))
          for (let month = 0; month < 36; month++) {
            const now = worldsOfCells(tally, month, chooseCells({ types: [type] }))
            const flow = (kind: 'starts' | 'leavers' | 'movesIn' | 'movesOut', world: number) =>
              tally.flowsOf(month, kind, type)[world]!
            for (const [world, children] of now.entries()) {
              const sum =
                previous[world]! +
                flow('starts', world) +
                flow('movesIn', world) -
                flow('movesOut', world) -
                flow('leavers', world)
              if (children !== sum) return false
            }
            previous = now
          }
        }
        return true
      }),
      runs,
    )
  },
)

await t.test(
  'without leaving, moving and coming, every age is that of the birthdays, and nobody is 18',
  async () => {
    fc.assert(
      fc.property(authorities, ({ history, seed }) => {
        const model = modelOf(history)
        const still = (rates: ForecastModel['exits']) => ({ ...rates, perDay: rates.perDay.map(() => 0) })
        const tally = simulateWorlds({
        model: { ...model, exits: still(model.exits), moves: still(model.moves), entries: { ...model.entries, groups: [] } },
        months: 36, worlds: 1, seed,
      }) // prettier-ignore
        const spells = history.spells.filter((spell) => isInCare(spell, history.end - 1))
        for (const month of [0, 11, 35]) {
          const day = monthEnd(history.end - 1, month + 1)
          for (let age = 0; age < ageCount; age++) {
            const children = spells.filter(
              (spell) => isInCare({ ...spell, to: null }, day) && ageBandOn(spell.bornOn, day) === age,
            )
            if (worldsOfCells(tally, month, chooseCells({ age }))[0] !== children.length) return false
          }
        }
        return true
      }),
      runs,
    )
  },
)

await t.test('the same question has the same bytes, in whatever order the records come', async (t) => {
  const history = madeAuthority({ seed: 3, regime: 'real', size: 100, months: 48 })
  const digest = (order: CareHistory) => createHash('sha256').update(simulate(order, 11).stock).digest('hex')
  t.equal(digest(history), digest({ ...history, spells: [...history.spells].reverse() }))
  t.not(
    digest(history),
    createHash('sha256').update(simulate(history, 12).stock).digest('hex'),
    'another seed, other worlds',
  )
})

await t.test('every level sums to the next, and means of flows to the means of children', async (t) => {
  const history = madeAuthority({ seed: 5, regime: 'real', size: 150, months: 60 })
  const tally = simulate(history, 5, 60)
  const last = modelOf(history).residents.length
  const levelWeights = learnLevelWeights(last, [])
  const series = seriesOf(tally, {
    areas: history.areas, needs: history.needs, last, levelWeights, spreads: spreadPriors, widening: 1, naiveLevels: [], lastOf: () => 0,
  }) // prettier-ignore
  for (const month of [0, 17, 35]) {
    const sum = (cut: string) =>
      series.filter((one) => one.by === cut).reduce((total, { values }) => total + values[month]!.mean, 0)
    for (const cut of [
      'category',
      'placementType',
      'ageBand',
      'ageBandAndCategory',
      'ageBandAndType',
      'uasc',
      'areaAndType',
      'needAndType',
    ])
      t.ok(Math.abs(sum(cut) - sum('total')) < 1e-3, `${cut} in month ${month + 1}`)
  }
  const scales = levelScales(tally, last, levelWeights)
  const flows = flowSeries(
    tally,
    types.map((type) => countOf(history, type)),
    scales,
  )
  t.equal(flows.length, 36 * typeCount)
  for (const type of forecastTypes) {
    const own = flows.filter(({ placementType }) => placementType === type.id)
    const answer = series.find((one) => one.by === 'placementType' && one.placementType === type.id)
    t.ok(Math.abs(own[35]!.children - answer!.values[35]!.mean) < 1e-3, type.id)
  }
})

await t.test(
  'an interval of a total is never narrower than the published floor, nor than the month before',
  async (t) => {
    const history = madeAuthority({ seed: 6, regime: 'stationary', size: 150, months: 60 })
    const tally = simulate(history, 5, 40)
    const last = modelOf(history).residents.length
    const [total] = seriesOf(tally, {
    areas: [], needs: [], last, levelWeights: learnLevelWeights(last, []), spreads: spreadPriors, widening: 1, naiveLevels: [], lastOf: () => 0,
  }) // prettier-ignore
    const widths = total!.values.map(({ interval }) => interval!.p90 - interval!.p10)
    // At 12 months 2 × N × √(.0037 + 2.85 ÷ N).
    t.ok(widths[11]! >= 2 * last * Math.sqrt(0.0037 + 2.85 / last))
    t.ok(widths[35]! >= 2 * last * Math.sqrt(0.0217 + 6.55 / last))
    for (const [month, width] of widths.entries())
      t.ok(month === 0 || width >= widths[month - 1]! - 2, 'but for rounding')
  },
)

await t.test('what is cut off at a day is what was known on it', async (t) => {
  const history = madeAuthority({ seed: 8, regime: 'real', size: 60, months: 48 })
  const cut = historyUpTo(history, toDayNumber('2016-04-01'))
  t.ok(cut.spells.length > 0 && cut.spells.length < history.spells.length)
  t.ok(
    cut.spells.every(
      ({ from, to, stays }) =>
        from < cut.end && (to ?? 0) < cut.end && stays.every((stay) => stay.from < cut.end),
    ),
  )
})
