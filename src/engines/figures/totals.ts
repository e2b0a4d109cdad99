import { partsOf, type Facts } from './columns.ts'
import { amountsOf, clearOthers, testsOfConditions, testsOfKnown } from './conditions.ts'
import { DayList, nightsIn, type Days } from './days.ts'
import type { Question } from './question.ts'
import type { Stretches } from './stretches.ts'

export const tallyParts = ['numerator', 'denominator', 'unknown'] as const

type TallyPart = (typeof tallyParts)[number]

/**
 * What each of some rows adds to each part of a figure for a night, in whole units of the part; null where the measure has
 * nothing to add to it.
 */
export type Weights = Record<TallyPart, Float64Array | null>

/** The parts of the figures of groups: of each group at each point, and one place more. */
export interface Totals extends Record<TallyPart, Float64Array> {
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
  // Of a sum, the denominator is how many amounts are known.
  const hasWhole = denominator !== null || numerator.sum !== undefined
  const wholes = hasWhole ? amountsOf(facts, rows, denominator?.sum) : null
  if (wholes && !unknown?.inDenominator) clearOthers(wholes, rows, knowledge)
  const unknowns = knowledge.length > 0 ? new Float64Array(rows.length).fill(1) : null
  if (unknowns) {
    clearOthers(unknowns, rows, knowledge)
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
    if (weight === null) continue
    for (let position = 0; position < begins.length; position++) {
      const amount = weight[position] as number
      if (amount === 0) continue
      const place = (numbers[position] as number) * width
      ;(total[place + (begins[position] as number)] as number) += amount
      ;(total[place + (ends[position] as number)] as number) -= amount
    }
    for (let start = 0; start < total.length; start += width) sumUp(total, start, width)
  }
}

/** Makes each of some numbers the sum of those up to it. */
function sumUp(numbers: Float64Array, start: number, count: number): void {
  for (let place = start + 1; place < start + count; place++)
    (numbers[place] as number) += numbers[place - 1] as number
}

/** Of some rows, where their nights begin and end among the bounds of periods, and by how many days after the first bound. */
export interface NightRuns {
  bounds: DayList
  begins: Int32Array
  ends: Int32Array
  beginPlaces: Int32Array
  endPlaces: Int32Array
}

export function nightRuns({ from, to }: Facts, days: Days, rows: Int32Array): NightRuns {
  const bounds = boundsOf(days)
  const [first, last] = [bounds.days[0] as number, bounds.days.at(-1) as number]
  const clamp = (day: number) => Math.max(first, Math.min(last, day))
  const begins = rows.map((row) => clamp(from[row] as number) - first)
  const ends = rows.map((row) => clamp(to[row] as number) - first)
  const placesOf = (list: Int32Array) => list.map((day) => bounds.countBefore(first + day))
  return { bounds, begins, ends, beginPlaces: placesOf(begins), endPlaces: placesOf(ends) }
}

/** The first days of periods and the days after their last, in ascending order, each once. */
function boundsOf({ starts, points }: Days): DayList {
  const all = [...starts.days, ...points.days.map((day) => day + 1)].sort((a, b) => a - b)
  return new DayList(Int32Array.from(new Set(all)))
}

/**
 * Adds what facts are for each of their nights in a period. Up to a day, a fact has had as many nights as the day is after its
 * first, less as many as it is after its end. So each is added once to what grows from its first night on, and once to what
 * shrinks from its end on; a period has the nights up to its end less those up to its start.
 */
export function addNights(
  { bounds, begins, ends, beginPlaces, endPlaces }: NightRuns,
  { starts, points }: Days,
  numbers: Uint32Array,
  { weights, totals }: { weights: Weights; totals: Totals },
): void {
  const count = bounds.days.length
  const first = bounds.days[0] as number
  const startPlaces = starts.days.map((day) => bounds.countBefore(day))
  const pointPlaces = points.days.map((day) => bounds.countBefore(day + 1))
  /** At each bound, of each group: what is added for each further day, and for how many days less. */
  const rates = new Float64Array((totals.numerator.length / totals.width) * count)
  const lags = new Float64Array(rates.length)
  for (const part of tallyParts) {
    const [total, weight] = [totals[part], weights[part]]
    if (weight === null) continue
    rates.fill(0)
    lags.fill(0)
    for (let position = 0; position < begins.length; position++) {
      const amount = weight[position] as number
      if (amount === 0) continue
      const group = (numbers[position] as number) * count
      const begin = group + (beginPlaces[position] as number)
      const end = group + (endPlaces[position] as number)
      ;(rates[begin] as number) += amount
      ;(lags[begin] as number) += amount * (begins[position] as number)
      ;(rates[end] as number) -= amount
      ;(lags[end] as number) -= amount * (ends[position] as number)
    }
    for (let start = 0, group = 0; start < rates.length; start += count, group += totals.width) {
      sumUp(rates, start, count)
      sumUp(lags, start, count)
      for (let place = 0; place < count; place++)
        lags[start + place] =
          (rates[start + place] as number) * ((bounds.days[place] as number) - first) -
          (lags[start + place] as number)
      for (let point = 0; point < pointPlaces.length; point++)
        total[group + point] =
          (lags[start + (pointPlaces[point] as number)] as number) -
          (lags[start + (startPlaces[point] as number)] as number)
    }
  }
}

/** Of facts that differ from period to period, how many nights each has in its own. */
export const ownNights = ({ from, to }: Facts, days: Days, { rows, begins }: Stretches): Float64Array =>
  Float64Array.from(rows, (row, position) =>
    nightsIn(days, begins[position] as number, from[row] as number, to[row] as number),
  )

/** Adds what facts are for each of their nights in a period, of facts that differ from period to period. */
export function addOwnNights(
  nights: Float64Array,
  { begins }: Stretches,
  numbers: Uint32Array,
  { weights, totals }: { weights: Weights; totals: Totals },
): void {
  for (const part of tallyParts) {
    const [total, weight] = [totals[part], weights[part]]
    if (weight === null) continue
    for (let position = 0; position < begins.length; position++)
      (total[(numbers[position] as number) * totals.width + (begins[position] as number)] as number) +=
        (nights[position] as number) * (weight[position] as number)
  }
}
