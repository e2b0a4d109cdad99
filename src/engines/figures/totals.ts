import { partsOf, type Facts } from './columns.ts'
import { amountsOf, clearOthers, testsOfConditions, testsOfKnown } from './conditions.ts'
import { nightsIn, type Days } from './days.ts'
import type { Question } from './question.ts'
import type { Stretches } from './stretches.ts'

export const tallyParts = ['numerator', 'denominator', 'unknown'] as const

/** What each of some rows adds to each part of a figure for a night, in whole units of the part. */
export type Weights = Record<(typeof tallyParts)[number], Float64Array>

/** The parts of the figures of groups: of each group at each point, and one place more. */
export interface Totals extends Weights {
  width: number
}

/** In hundredths, the share that counts towards a target. */
const shareParts = 100

export function weigh(
  { measure: { numerator, denominator, unknown } }: Question,
  facts: Facts,
  rows: Int32Array,
): Weights {
  const knowledge = testsOfKnown(facts, unknown?.facts ?? [])
  const amounts = amountsOf(facts, rows, numerator.sum)
  clearOthers(amounts, rows, [...knowledge, ...testsOfConditions(facts, [numerator.where])])
  if (numerator.less) {
    const isLess = new Float64Array(rows.length).fill(1)
    clearOthers(isLess, rows, testsOfConditions(facts, [numerator.less]))
    const share = Math.round((numerator.share ?? 1) * shareParts)
    for (let index = 0; index < rows.length; index++)
      (amounts[index] as number) *= share - shareParts * (isLess[index] as number)
  }
  const wholes = amountsOf(facts, rows, denominator?.sum)
  if (!unknown?.inDenominator) clearOthers(wholes, rows, knowledge)
  const unknowns = new Float64Array(rows.length)
  if (knowledge.length > 0) {
    clearOthers(unknowns.fill(1), rows, knowledge)
    for (let index = 0; index < rows.length; index++) unknowns[index] = 1 - (unknowns[index] as number)
  }
  return { numerator: amounts, denominator: wholes, unknown: unknowns }
}

/** Into how many units the numbers of a question are divided so that they are whole. */
export const partUnits = ({ measure: { numerator, denominator } }: Question) => ({
  numerator: (numerator.sum ? partsOf(numerator.sum) : 1) * (numerator.less ? shareParts : 1),
  denominator: denominator?.sum ? partsOf(denominator.sum) : 1,
  unknown: 1,
})

export function makeTotals(groups: number, points: number): Totals {
  const width = points + 1
  const zeros = () => new Float64Array(groups * width)
  return { width, numerator: zeros(), denominator: zeros(), unknown: zeros() }
}

/**
 * Adds what facts are on each point that they hold on: at the first of them, and taken away after the last, so that the work
 * grows with the facts, and not with facts times points. What stands on a point is the sum up to it.
 */
export function addRuns(
  { begins, ends }: Stretches,
  numbers: Uint32Array,
  weights: Weights,
  { width, ...totals }: Totals,
): void {
  for (const part of tallyParts) {
    const [total, weight] = [totals[part], weights[part]]
    for (let position = 0; position < begins.length; position++) {
      const place = (numbers[position] as number) * width
      ;(total[place + (begins[position] as number)] as number) += weight[position] as number
      ;(total[place + (ends[position] as number)] as number) -= weight[position] as number
    }
    for (let start = 0; start < total.length; start += width)
      for (let place = start + 1; place < start + width; place++)
        (total[place] as number) += total[place - 1] as number
  }
}

/** Adds what facts are for each of their nights in a period. */
export function addNights(
  { facts, days }: { facts: Facts; days: Days },
  { rows, begins, ends }: Stretches,
  numbers: Uint32Array,
  { weights, totals }: { weights: Weights; totals: Totals },
): void {
  const { from, to } = facts
  const { numerator, denominator, unknown, width } = totals
  for (let position = 0; position < rows.length; position++) {
    const row = rows[position] as number
    const place = (numbers[position] as number) * width
    for (let point = begins[position] as number; point < (ends[position] as number); point++) {
      const nights = nightsIn(days, point, from[row] as number, to[row] as number)
      ;(numerator[place + point] as number) += nights * (weights.numerator[position] as number)
      ;(denominator[place + point] as number) += nights * (weights.denominator[position] as number)
      ;(unknown[place + point] as number) += nights * (weights.unknown[position] as number)
    }
  }
}
