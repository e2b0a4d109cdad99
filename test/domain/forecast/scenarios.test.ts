import fc from 'fast-check'
import t from 'tap'
import { erlangB, gapOf, unmetShare } from '../../../src/domain/forecast/gap.ts'
import { chooseCells, worldsOfCells } from '../../../src/domain/forecast/levels.ts'
import { modelOf } from '../../../src/domain/forecast/model.ts'
import { applyEdits, type DemandEdit } from '../../../src/domain/forecast/scenario.ts'
import { effectSeries } from '../../../src/domain/forecast/series.ts'
import { simulateWorlds } from '../../../src/domain/forecast/simulate.ts'
import { forecastTypeIds } from '../../../src/domain/forecast/states.ts'
import { madeAuthority } from '../../support/forecast/authority.ts'

/** Scenarios are edits of the same worlds: what they do not touch is the same to the last child. */
const history = madeAuthority({ seed: 21, regime: 'real', size: 150, months: 60 })
const model = modelOf(history)
const question = { model, months: 24, worlds: 30, seed: 4 }
const base = simulateWorlds(question)
const simulate = (...edits: DemandEdit[]) =>
  simulateWorlds({ ...question, edits: applyEdits(edits, base, model.asAt) })
const always = { from: '2019-04-01', rampMonths: 0, to: null } as const
const all = chooseCells({})
const flat = new Array<number>(24).fill(1)
const residential = forecastTypeIds.indexOf('residential')

await t.test(
  'the empty scenario changes nothing at all, nor does one that is not in force yet',
  async (t) => {
    const late = { ...always, from: '2040-01-01' }
    for (const tally of [
      simulate(),
      simulate({ ...late, kind: 'entries', groups: null, factor: 3 }, { ...late, kind: 'exits', factor: 2 }),
    ]) {
      t.same(tally.stock, base.stock)
      t.ok(
        effectSeries(tally, base, flat).every(({ values }) =>
          values.every((value) => value.mean === 0 && value.p10 === 0 && value.p90 === 0),
        ),
      )
    }
  },
)

await t.test('more entries are no fewer children in any world, nor are fewer exits', async () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 2, noNaN: true }), fc.boolean(), (factor, isOfEntries) => {
      const edit: DemandEdit = isOfEntries
        ? { ...always, kind: 'entries', groups: null, factor }
        : { ...always, kind: 'exits', factor: 1 / factor }
      const tally = simulate(edit)
      return [0, 11, 23].every((month) => {
        const plain = worldsOfCells(base, month, all)
        return worldsOfCells(tally, month, all).every((children, world) => children >= plain[world]!)
      })
    }),
    { numRuns: 6 },
  )
})

await t.test(
  'a step down moves children from one type to another, about so many a month, and no more come or go by it',
  async (t) => {
    const edit: DemandEdit = {
    ...always, kind: 'step-down', fromType: 'residential', toType: 'internal-foster', ageBands: ['5-9', '10-15', '16-17'], perMonth: 1,
  } // prettier-ignore
    const tally = simulate(edit)
    const effects = effectSeries(tally, base, flat)
    const effect = (type: string) => effects.find((one) => one.placementType === type)!.values[11]!.mean
    // Twelve in a year, of whom some would have moved or left by then.
    t.ok(effect('residential') < -1.5 && effect('residential') > -12, String(effect('residential')))
    t.ok(effect('internal-foster') > 1 && effect('internal-foster') < 12)
    const out = (tally: typeof base) =>
      Array.from(
        { length: 12 },
        (_, month) =>
          tally.flowsOf(month, 'movesOut', residential).reduce((sum, count) => sum + count, 0) / 30,
      ).reduce((sum, count) => sum + count, 0)
    const extra = out(tally) - out(base)
    t.ok(extra > 4 && extra < 13, `${extra} more moves out of residential in a year`)
  },
)

const cap = {
  ...always, kind: 'duration-cap', placementType: 'residential', days: 180, probability: 1,
} as const // prettier-ignore

await t.test('a longest stay moves children on; who never moves on by it lives as without it', async (t) => {
  t.same(simulate({ ...cap, probability: 0 }).stock, base.stock)
  const tally = simulate(cap)
  const mean = (one: typeof base, month: number) =>
    worldsOfCells(one, month, chooseCells({ types: [residential] })).reduce((sum, count) => sum + count, 0) /
    30
  t.ok(mean(tally, 11) < mean(base, 11) - 1, `${mean(tally, 11)} and ${mean(base, 11)}`)
  const moves = (one: typeof base) =>
    one.flowsOf(0, 'movesOut', residential).reduce((sum, count) => sum + count, 0)
  t.ok(moves(tally) > moves(base), 'those who have been there for longer are reviewed at once')
})

await t.test(
  'whatever is edited, nobody is lost: before + starts + moves in − moves out − leavers',
  async () => {
    const edits: fc.Arbitrary<DemandEdit> = fc.oneof(
      fc.constant<DemandEdit>({ ...cap, probability: 0.6 }),
      fc.integer({ min: 30, max: 400 }).map((days): DemandEdit => ({ ...cap, days })),
      fc.constant<DemandEdit>({
      ...always, kind: 'step-down', fromType: 'residential', toType: 'ifa', ageBands: ['10-15'], perMonth: 2,
    }), // prettier-ignore
      fc
        .double({ min: 0.2, max: 3, noNaN: true })
        .map((factor): DemandEdit => ({ ...always, kind: 'exits', factor })),
      fc.constant<DemandEdit>({ ...always, kind: 'transfers', perMonth: 2 }),
    )
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 3 }), (several) => {
        const tally = simulate(...several)
        return forecastTypeIds.every((_, type) => {
          const first = model.residents.filter((resident) => resident.type === type).length
          let previous: ArrayLike<number> = new Float64Array(30).fill(first)
          for (let month = 0; month < 24; month++) {
            const now = worldsOfCells(tally, month, chooseCells({ types: [type] }))
            const flow = (kind: 'starts' | 'leavers' | 'movesIn' | 'movesOut', world: number) =>
              tally.flowsOf(month, kind, type)[world]!
            for (const [world, children] of now.entries()) {
              const [came, went] = [
                flow('starts', world) + flow('movesIn', world),
                flow('movesOut', world) + flow('leavers', world),
              ]
              if (children !== previous[world]! + came - went) return false
            }
            previous = now
          }
          return true
        })
      }),
      { numRuns: 8 },
    )
  },
)

await t.test(
  'a scenario’s difference is far surer than two forecasts with other seeds would have it',
  async (t) => {
    const tally = simulate({ ...always, kind: 'entries', groups: null, factor: 1.1 })
    const deviation = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    }
    const other = simulateWorlds({ ...question, seed: 5 })
    const difference = (one: typeof base, from: typeof base) => {
      const plain = worldsOfCells(from, 23, all)
      return Array.from(worldsOfCells(one, 23, all), (children, world) => children - plain[world]!)
    }
    t.ok(deviation(difference(tally, base)) < deviation(difference(other, base)) / 2)
  },
)

await t.test('Erlang B has the shares that are published of it, and the gap its parts', async (t) => {
  // Share refused at an occupancy of 85 %: offered load a with a(1 − B) ÷ beds = 0.85.
  for (const [beds, percent] of [[3, 65], [6, 46], [12, 28], [24, 14], [48, 6], [96, 2]] as const) {
    let [low, high] = [0, 100 * beds]
    for (let round = 0; round < 60; round++) {
      const load = (low + high) / 2
      if ((load * (1 - erlangB(load, beds))) / beds < 0.85) low = load
      else high = load
    }
    t.equal(Math.round(100 * erlangB(low, beds)), percent, `${beds} beds`)
  } // prettier-ignore
  // Worlds of 2, 4 and 6 children with 4 beds: 2 beyond them in one of three, of 12 children: 2 ÷ 12.
  t.equal(unmetShare(Float64Array.of(2, 4, 6), 4), 2 / 12)
  const beds = new Array<number>(24).fill(3)
  const worlds = (month: number) => worldsOfCells(base, month, chooseCells({ types: [residential] }))
  const gap = gapOf({ worlds, beds }, { scales: flat, days: flat.map(() => 30) }, 0.1)
  for (const { chanceUnmet, bedsForTarget, occupancyAtTarget, demand } of [gap[0]!, gap[23]!]) {
    t.ok(chanceUnmet > 0 && chanceUnmet < 1)
    t.ok(bedsForTarget > 3 && occupancyAtTarget <= 1)
    // Served at the target: at least 90 % of the demand.
    t.ok(bedsForTarget * occupancyAtTarget >= 0.9 * demand - 0.01)
  }
})
