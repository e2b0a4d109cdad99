import t from 'tap'
import { findFigure } from '../../../src/domain/disclosure/find-figure.ts'
import type { FigureOrSymbol } from '../../../src/domain/disclosure/policy.ts'
import { rateTables } from '../../../src/domain/disclosure/rates.ts'
import { measureDescription } from '../../../src/domain/disclosure/release.ts'

const measure = 'children-looked-after'
const tablesWith = (numerator: FigureOrSymbol) => {
  const whole = { from: null, asAt: '2023-03-31', group: {}, labels: {} }
  const items = [{ ...whole, numerator, denominator: null, percent: null, unknown: null }]
  return [{ measure: measureDescription(measure), by: [], every: 'year' as const, items }]
}
const rateOf = (numerator: FigureOrSymbol, people: number) =>
  findFigure(rateTables(tablesWith(numerator), people), 'looked-after-rate-per-10000', {})?.shown

t.test('the rate is of the count that is shown, to a whole number, and the symbol where one is', (t) => {
  t.equal(rateOf(580, 76_000), 76) // 76.3
  t.equal(rateOf(583, 76_000), 77) // 76.7
  t.equal(rateOf(0, 76_000), 0)
  t.equal(rateOf('c', 76_000), 'c')
  t.equal(rateOf('x', 76_000), 'x')
  t.equal(rateOf(580, 0), undefined, 'nor is there one where no population is recorded')
  t.end()
})
