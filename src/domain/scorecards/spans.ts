import { addDays, nightsBetween, type CivilDate } from '../dates.ts'
import { sameDayLastYear } from '../measures/periods.ts'
import { quarterBefore, type Quarter } from './quarters.ts'
import type { TargetValue } from './rag.ts'

/** What the figure of a measure over a period is of in a quarter of a scorecard; the first is the default. */
export const spans = {
  'year-to-date': 'Year to date, from 1 April',
  quarter: 'In the quarter',
} as const
export type Span = keyof typeof spans
export const spanNames = Object.keys(spans) as [Span, ...Span[]]

/**
 * The last day of the span before that is as long: of the year to date, last year's to the same day; of a quarter, the
 * quarter before, and where the quarter is still running as many days of it.
 */
export function comparableDay(span: Span, quarter: Quarter, asAt: CivilDate): CivilDate {
  if (span === 'year-to-date') return sameDayLastYear(asAt)
  const previous = quarterBefore(quarter)
  if (asAt >= quarter.to) return previous.to
  const day = addDays(previous.from, nightsBetween(quarter.from, asAt))
  return day < previous.to ? day : previous.to
}

/** The part of a financial year that a span is: each quarter is a fourth of it, and each day its part of its quarter. */
export function partOfYear(span: Span, quarter: Quarter, asAt: CivilDate): number {
  const ofQuarter = (nightsBetween(quarter.from, asAt) + 1) / (nightsBetween(quarter.from, quarter.to) + 1)
  return ((span === 'quarter' ? 0 : quarter.number - 1) + Math.min(1, ofQuarter)) / 4
}

/** What a target of a whole year comes to for a part of it. */
export function proRata(target: TargetValue, part: number): TargetValue {
  return 'low' in target
    ? { low: target.low * part, high: target.high * part }
    : { value: target.value * part }
}
