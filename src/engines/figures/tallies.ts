import type { Condition } from '../../domain/measures/measure.ts'
import type { Facts } from './columns.ts'
import { filterRows, testsOfConditions } from './conditions.ts'
import { listDays, rowsIn } from './days.ts'
import { addChildren } from './distinct.ts'
import { divideRows, type Group } from './groups.ts'
import { measureLengths, type Quartiles } from './lengths.ts'
import { refuse } from './parse.ts'
import type { Question } from './question.ts'
import { stretchesOfPeriods, stretchesOfPoints } from './stretches.ts'
import { addNights, addRuns, tallyParts, makeTotals, partUnits, weigh } from './totals.ts'

/** What a group of facts comes to on each point of a question, or over the period that ends on it. */
export interface Tally {
  /** The group's code in each dimension of the question. */
  group: Group
  numerator: Float64Array
  denominator: Float64Array
  unknown: Float64Array
  /** Of a measure of lengths, in days: NaN where there are none. */
  quartiles: Quartiles | null
}

/** The conditions of a question's denominator (of its numerator where there is none) and of its cohort. */
function conditionsOf({ measure: { numerator, denominator }, cohort }: Question): Condition[] {
  return [
    (denominator ?? numerator).where,
    ...Object.entries(cohort).map(([name, codes]) => ({ [name]: { in: codes } })),
  ]
}

/**
 * The tally of each group that has a fact in the days of a question. Works on whole columns, step by step: which rows are
 * asked of, on which points each holds, in which group it is, what it adds.
 * @throws {Problem} for more figures than `maxFigures`
 */
export function countTallies(question: Question, facts: Facts, maxFigures: number): Tally[] {
  const { measure, dimensions, points } = question
  if (points.length === 0) return []
  const days = listDays(question)
  const overPeriod = measure.over === 'period'
  const rows = filterRows(rowsIn(facts, days), testsOfConditions(facts, conditionsOf(question)))
  const stretches = (overPeriod ? stretchesOfPeriods : stretchesOfPoints)(facts, days, rows)
  const { groups, numbers } = divideRows(facts, stretches.rows, dimensions, (count) => {
    if (count * points.length <= maxFigures) return
    refuse(
      'by',
      `gives ${count} groups on ${points.length} days, more than ${maxFigures} figures; ask for fewer measures, dimensions or days, or for longer steps`,
      'too-many-figures',
    )
  })
  const weights = weigh(question, facts, stretches.rows)
  const totals = makeTotals(groups.length, points.length)
  if (measure.distinct) addChildren(facts, stretches, { groups, numbers }, { weights, totals })
  else if (overPeriod) addNights({ facts, days }, stretches, numbers, { weights, totals })
  else addRuns(stretches, numbers, weights, totals)
  const units = partUnits(question)
  for (const part of tallyParts) divide(totals[part], units[part])
  const quartiles = measure.median
    ? measureLengths(measure.median.since, { facts, days }, stretches, { groups, numbers, weights })
    : []
  return groups.map((group, number) => {
    const place = number * totals.width
    const partOf = (total: Float64Array) => total.subarray(place, place + points.length)
    return {
      group,
      numerator: partOf(totals.numerator),
      denominator: partOf(totals.denominator),
      unknown: partOf(totals.unknown),
      quartiles: quartiles[number] ?? null,
    }
  })
}

function divide(numbers: Float64Array, divisor: number): void {
  if (divisor === 1) return
  for (let index = 0; index < numbers.length; index++) numbers[index] = (numbers[index] as number) / divisor
}
