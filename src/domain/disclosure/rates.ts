import type { MeasureId } from '../measures/measures.ts'
import { findFigure } from './find-figure.ts'
import { described, type ReleasedTable } from './release.ts'

/** The measure that is published as a rate, and the count of a release that it is made of. */
export const rate = {
  measure: 'looked-after-rate-per-10000',
  of: 'children-looked-after',
} as const satisfies Record<string, MeasureId>

/**
 * Children looked after for every 10,000 people aged 0 to 17, to a whole number as DfE publishes it. How many people
 * there are is public, and so the rate tells what the count tells: it is that count's symbol where it isn't shown.
 *
 * @param people aged 0 to 17, of the last day
 * @returns nothing where nobody is recorded to be a rate of
 */
export function rateTables(tables: readonly ReleasedTable[], people: number): ReleasedTable[] {
  const count = findFigure(tables, rate.of, {})
  if (count === null || people === 0) return []
  const { from, asAt, numerator } = count
  const shown = typeof numerator === 'number' ? Math.round((numerator * 10_000) / people) : numerator
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
  return [{ measure: described(rate.measure), by: [], every: 'year', items: [{ ...item, rate: shown }] }]
}
