import t from 'tap'
import { measureOf } from '../../../src/domain/measures/measures.ts'
import { inFigures } from '../../../src/domain/scorecards/units.ts'
import { figures } from '../../../src/engines/figures/arithmetic.ts'
import type { Tally } from '../../../src/engines/figures/tallies.ts'

/**
 * Counts published together with the percentage computed from them: Cambridgeshire 2022/23; Cheshire
 * East's scorecard of 2018 and its Sufficiency Strategy 2024–27; DfE, Children looked after in England 2025.
 */
const ratios: [measure: string, numerator: number, denominator: number, percent: string][] = [
  ['long-term-stability', 162, 233, '69.5'],
  ['placements-3-plus', 51, 646, '7.9'],
  ['placements-3-plus', 51, 477, '10.7'],
  ['placements-3-plus', 8_500, 81_770, '10'],
  ['long-term-stability', 19_680, 28_710, '69'],
  ['placed-in-authority', 321, 522, '61'],
  ['placed-in-authority', 302, 518, '58'],
  ['residential-under-13', 15, 42, '35.7'],
  ['residential-disabled', 9, 42, '21.4'],
  ['over-20-miles-out-of-authority', 99, 533, '18.6'],
  ['utilisation', 125, 184, '67.9'],
  // Published as 22.2: that is of 531 or 532 children, not of 533.
  ['with-parents-or-family', 118, 532, '22.2'],
  ['with-parents-or-family', 118, 533, '22.1'],
]

const valueOf = (id: string, numerator: number, denominator: number) => {
  const measure = measureOf(id)
  if (measure === undefined) throw new Error(`no measure ${id}`)
  const question = { measure, points: ['2023-03-31'], starts: [], dimensions: [] }
  const [part, whole, unknown] = [numerator, denominator, 0].map((count) => Float64Array.of(count))
  const tally = { group: {}, numerator: part, denominator: whole, unknown }
  return figures(question, [tally as Tally])[0]?.value ?? NaN
}

t.test('published counts make the percentages that were published with them', async (t) => {
  for (const [id, numerator, denominator, percent] of ratios) {
    const value = valueOf(id, numerator, denominator)
    const places = percent.split('.')[1]?.length ?? 0
    t.equal(value.toFixed(places), percent, `${id}: ${numerator} ÷ ${denominator}`)
    if (places === 1) t.equal(inFigures(value, 'percent'), `${percent}%`, 'so does a scorecard')
  }
})

t.test('a percentage is of unrounded counts, and not rounded before it is shown', async (t) => {
  // 162 ÷ 233 = 0.69527896…; 2 ÷ 3 = 0.66…; 1 ÷ 8 = 0.125 exactly.
  t.equal(valueOf('long-term-stability', 162, 233), 69.5279)
  t.equal(valueOf('long-term-stability', 2, 3), 66.6667)
  t.equal(valueOf('long-term-stability', 1, 8), 12.5)
  t.not(valueOf('long-term-stability', 162, 233), 69.5, 'so that rounding twice is never needed')
})
