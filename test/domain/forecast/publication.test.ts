import fc from 'fast-check'
import t from 'tap'
import { publicSeries } from '../../../src/domain/forecast/publication.ts'
import type { ForecastSeries } from '../../../src/domain/forecast/series.ts'

/** What the public may see of a forecast: fans of groups of ten and more, and nothing from which a smaller one follows. */
const seriesOf = (cut: ForecastSeries['by'], id: string | null, p10s: readonly number[]): ForecastSeries => ({
  by: cut,
  category: cut === 'category' ? (id as never) : null,
  ageBand: cut === 'ageBand' ? (id as never) : null,
  placementType: null, uasc: null, area: null, need: null, centre: 'model',
  values: p10s.map((p10, index) => ({
    month: index + 1,
    mean: p10 + 4,
    interval: p10 < 3 ? null : { p10, p25: p10 + 2, p50: p10 + 4, p75: p10 + 6, p90: p10 + 8 },
    few: p10 < 3 ? { none: 0.1, oneOrMore: 0.9, twoOrMore: 0.5 } : null,
  })),
}) // prettier-ignore
const months = ['2024-01-31', '2024-02-29']
const publicGroups = (...p10s: number[][]) =>
  publicSeries(
    p10s.map((values, index) => seriesOf('category', String(index), values)),
    months,
  ).map(({ category }) => category)

await t.test(
  'groups of ten and more in every month; one small group takes the next smallest with it',
  async (t) => {
    t.same(publicGroups([50, 50], [30, 30], [20, 10], [10, 12]), ['0', '1', '2', '3'])
    t.same(
      publicGroups([50, 50], [30, 30], [20, 20], [10, 9]),
      ['0', '1'],
      'the fourth, and the third, which is the rest',
    )
    t.same(publicGroups([50, 50], [30, 30], [9, 20], [1, 1]), ['0', '1'], 'two hide each other')
    t.same(publicGroups([50, 50], [9, 9]), [], 'of two groups one would tell the other')
    const [total, cell] = publicSeries(
      [seriesOf('total', null, [80, 81]), seriesOf('ageBandAndCategory', null, [80, 81])],
      months,
    )
    t.match(total!.values[1], { asAt: '2024-02-29', p10: 81, p90: 89 })
    t.equal(cell, undefined, 'no breakdown that divides another')
    t.notOk('mean' in total!.values[0]!)
  },
)

await t.test('never is exactly one group of a breakdown left out, nor one of under ten shown', async () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 5 }), (p10s) => {
      const groups = publicGroups(...p10s.map((p10) => [p10, p10]))
      return groups.length !== p10s.length - 1 && groups.every((id) => p10s[Number(id)]! >= 10)
    }),
  )
})
