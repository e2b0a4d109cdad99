import type { CivilDate } from '../../domain/dates.ts'
import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Condition } from '../../domain/measures/measure.ts'
import type { Facts } from './columns.ts'
import { filterRows, testsOfConditions } from './conditions.ts'
import { listDays, rowsIn, type Days } from './days.ts'
import { addChildren, orderByChild, type ChildOrder } from './distinct.ts'
import { findExtremes, listCandidates, type Candidates } from './extremes.ts'
import { divideRows, type Group } from './groups.ts'
import { measureLengths, orderByLength, type LengthOrder, type Quartiles } from './lengths.ts'
import { refuse } from './parse.ts'
import type { Question } from './question.ts'
import { stretchesOfPeriods, stretchesOfPoints, type Stretches } from './stretches.ts'
import {
  addNights,
  addOwnNights,
  addRuns,
  makeTotals,
  nightRuns,
  ownNights,
  partUnits,
  tallyParts,
  weigh,
  type NightRuns,
  type Weights,
} from './totals.ts'

/** What a group of facts comes to on each point of a question, or over the period that ends on it. */
export interface Tally {
  /** The group's code in each dimension of the question. */
  group: Group
  numerator: Float64Array
  denominator: Float64Array
  unknown: Float64Array
  /** Of a measure of lengths, in days: NaN where there are none. */
  quartiles: Quartiles | null
  /** Of a measure of the lowest or the highest number: NaN where there is none. */
  extremes: Float64Array | null
}

/** The conditions of a question's denominator (of its numerator where there is none) and of its cohort. */
function conditionsOf({ measure: { numerator, denominator }, cohort }: Question): Condition[] {
  return [
    (denominator ?? numerator).where,
    ...Object.entries(cohort).map(([name, codes]) => ({ [name]: { in: codes } })),
  ]
}

/** What is the same of a question however its figures are divided: which rows it is of, when each holds, and what it adds. */
export interface Undivided {
  question: Question
  facts: Facts
  days: Days
  stretches: Stretches
  weights: Weights
  /** Of a measure over a period, the nights of each row: among all periods, or in its own. */
  runs: NightRuns | null
  nights: Float64Array | null
  /** Of a measure that counts each child once. */
  byChild: ChildOrder | null
  /** Of a measure of lengths. */
  byLength: LengthOrder | null
  /** Of a measure of the lowest or the highest number. */
  candidates: Candidates | null
}

/** Counts what a question with at least one point is of. Works on whole columns, step by step. */
export function countUndivided(question: Question, facts: Facts): Undivided {
  const { measure } = question
  const days = listDays(question)
  const rows = filterRows(rowsIn(facts, days), testsOfConditions(facts, conditionsOf(question)))
  const stretches = (measure.over === 'period' ? stretchesOfPeriods : stretchesOfPoints)(facts, days, rows)
  const weights = weigh(question, facts, stretches.rows)
  const isOfNights = measure.over === 'period' && !measure.distinct
  const runs = isOfNights && !facts.period ? nightRuns(facts, days, stretches.rows) : null
  const nights = isOfNights && facts.period ? ownNights(facts, days, stretches) : null
  const byChild = measure.distinct ? orderByChild(facts, stretches.rows, weights) : null
  const byLength = measure.median
    ? orderByLength(measure.median.since, { facts, days }, stretches.rows, weights)
    : null
  const candidates = measure.extreme ? listCandidates(measure.extreme, facts, stretches.rows, weights) : null
  return { question, facts, days, stretches, weights, runs, nights, byChild, byLength, candidates }
}

/** Whether two questions differ in nothing but how their figures are divided. */
export const areDividedAlone = (one: Question, other: Question): boolean =>
  one.measure === other.measure &&
  one.points === other.points &&
  one.starts === other.starts &&
  one.cohort === other.cohort &&
  one.today === other.today &&
  one.knownAt === other.knownAt

/** @throws {Problem} for more groups than can have `maxFigures` on the points */
export function checkCount(groups: number, points: readonly CivilDate[], maxFigures: number): void {
  if (groups * points.length <= maxFigures) return
  refuse(
    'by',
    `gives ${groups} groups on ${points.length} days, more than ${maxFigures} figures; ask for fewer measures, dimensions or days, or for longer steps`,
    'too-many-figures',
  )
}

/**
 * The tally of each group by some dimensions that has a fact in the days of a question.
 * @throws {Problem} for more figures than `maxFigures`
 */
export function countTallies(
  base: Undivided,
  dimensions: readonly DimensionName[],
  maxFigures: number,
): Tally[] {
  const { question, facts, days, stretches, weights, runs, nights, byChild, byLength, candidates } = base
  const { points } = question
  const divisions = divideRows(facts, stretches.rows, dimensions, (count) =>
    checkCount(count, points, maxFigures),
  )
  const { groups, numbers } = divisions
  const totals = makeTotals(groups.length, points.length)
  if (byChild) addChildren(byChild, stretches, divisions, totals)
  else if (runs) addNights(runs, days, numbers, { weights, totals })
  else if (nights) addOwnNights(nights, stretches, numbers, { weights, totals })
  else addRuns(stretches, numbers, weights, totals)
  const units = partUnits(question)
  for (const part of tallyParts) divide(totals[part], units[part])
  const quartiles = byLength ? measureLengths(byLength, days, stretches, divisions) : []
  const extremes = candidates ? findExtremes(candidates, stretches, divisions, points.length) : []
  return groups.map((group, number) => {
    const place = number * totals.width
    const partOf = (total: Float64Array) => total.subarray(place, place + points.length)
    return {
      group,
      numerator: partOf(totals.numerator),
      denominator: partOf(totals.denominator),
      unknown: partOf(totals.unknown),
      quartiles: quartiles[number] ?? null,
      extremes: extremes[number] ?? null,
    }
  })
}

function divide(numbers: Float64Array, divisor: number): void {
  if (divisor === 1) return
  for (let index = 0; index < numbers.length; index++) numbers[index] = (numbers[index] as number) / divisor
}
