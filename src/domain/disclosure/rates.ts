import type { MeasureId } from '../measures/measures.ts'
import { findFigure } from './find-figure.ts'
import { measureDescription, type ReleasedTable } from './release.ts'

/** The measure that is published as a rate, and the released count that is its numerator. */
export const rate = {
  measure: 'looked-after-rate-per-10000',
  count: 'children-looked-after',
} as const satisfies Record<string, MeasureId>

/**
 * The table of children looked after per 10,000 people aged 0 to 17, as a whole number as DfE publishes it. The
 * population is public, so the rate reveals the count: where the count is a symbol, the rate is the same symbol.
 *
 * @param people aged 0 to 17 on the last day of the year
 * @returns empty where no population is recorded
 */
export function rateTables(tables: readonly ReleasedTable[], people: number): ReleasedTable[] {
  const count = findFigure(tables, rate.count, {})
  if (count === null || people === 0) return []
  const { from, asAt, numerator } = count
  const value = typeof numerator === 'number' ? Math.round((numerator * 10_000) / people) : numerator
  const item = {
    from,
    asAt,
    group: {},
    labels: {},
    numerator,
    denominator: people,
    percent: null,
    unknown: 0,
  }
  return [
    { measure: measureDescription(rate.measure), by: [], every: 'year', items: [{ ...item, rate: value }] },
  ]
}
