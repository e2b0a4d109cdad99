import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Condition } from '../../domain/measures/measure.ts'
import { dayNumber, partsOf, type FactColumn, type Facts } from './columns.ts'
import { knowsAll, amountIn, codedColumn, columnOf, matchesAll, type Predicate } from './conditions.ts'
import { Lengths, type Quartiles } from './lengths.ts'
import { refuse } from './parse.ts'
import type { Question } from './question.ts'

/** What a group of facts comes to on each point of a question, or over the period that ends on it. */
export interface Tally {
  /** The group's code in each dimension of the question. */
  group: Partial<Record<DimensionName, string>>
  numerator: Float64Array
  denominator: Float64Array
  unknown: Float64Array
  /** Of a measure of lengths, in days: NaN where there are none. */
  quartiles: Quartiles | null
}

const maxFigures = 50_000
/** In hundredths, the share that counts towards a target. */
const shareParts = 100

/** The conditions of a question's denominator (of its numerator where there is none) and of its cohort. */
function conditionsOf({ measure: { numerator, denominator }, cohort }: Question): Condition[] {
  return [
    (denominator ?? numerator).where,
    ...Object.entries(cohort).map(([name, codes]) => ({ [name]: { in: codes } })),
  ]
}

/** The number of the first of some ascending days that is on or after a day. */
function firstFrom(days: Int32Array, day: number): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] as number) < day) low = middle + 1
    else high = middle
  }
  return low
}

/** The days of a question, as numbers. */
interface Days {
  points: Int32Array
  /** The first days of its periods; empty for a measure of a day. */
  starts: Int32Array
}

/** The part of a question that a fact can be in: its point and for how many nights, one call for each. */
type Visit = (point: number, nights: number) => void

/** Calls `visit` for each period of a question in which a fact has nights. */
function visitPeriods({ points, starts }: Days, facts: Facts, row: number, visit: Visit): void {
  const [from, to] = [facts.from[row] as number, facts.to[row] as number]
  const only = facts.period?.[row]
  const first = only ?? firstFrom(points, from)
  const last = only ?? points.length - 1
  for (let point = first; point <= last && (starts[point] as number) < to; point++) {
    const nights = Math.min(to, (points[point] as number) + 1) - Math.max(from, starts[point] as number)
    if (nights > 0) visit(point, nights)
  }
}

/**
 * Calls `visit` at the first point on or after the first night of a fact, and with -1 at the first on or after its end: what
 * stands on a day is the sum up to it. So the work grows with the facts, and not with facts times points.
 */
function visitEnds({ points }: Days, facts: Facts, row: number, visit: Visit): void {
  visit(firstFrom(points, facts.from[row] as number), 1)
  const end = firstFrom(points, facts.to[row] as number)
  if (end < points.length) visit(end, -1)
}

/** Calls `visit` for each point that is one of the nights of a fact. */
function visitDays({ points }: Days, facts: Facts, row: number, visit: Visit): void {
  const end = firstFrom(points, facts.to[row] as number)
  for (let point = firstFrom(points, facts.from[row] as number); point < end; point++) visit(point, 1)
}

/** Whether a fact has a night in the days of a question. */
function hasNightIn({ points, starts }: Days, facts: Facts): Predicate {
  const first = (starts[0] ?? points[0]) as number
  const last = points.at(-1) as number
  return (row) => (facts.from[row] as number) <= last && (facts.to[row] as number) > first
}

/** Numbers the groups of the facts that count: for each fact the number of its group, or -1, and the codes of each group. */
function groupsOf(facts: Facts, dimensions: readonly DimensionName[], counts: Predicate) {
  const divisions = dimensions.map((name) => {
    const { column, codes } = codedColumn(facts, name)
    const different = [...new Set(codes)]
    return { name, column, different, indexes: codes.map((code) => different.indexOf(code)) }
  })
  const numbers = new Map<number, number>()
  const groupOfRow = new Int32Array(facts.count).fill(-1)
  for (let row = 0; row < facts.count; row++) {
    if (!counts(row)) continue
    let key = 0
    for (const { column, different, indexes } of divisions)
      key = key * different.length + (indexes[column.codes[row] as number] as number)
    let number = numbers.get(key)
    if (number === undefined) numbers.set(key, (number = numbers.size))
    groupOfRow[row] = number
  }
  const groups = [...numbers.keys()].map((key) => {
    let rest = key
    const codes = divisions.toReversed().map(({ name, different }) => {
      const code = different[rest % different.length]
      rest = Math.floor(rest / different.length)
      return [name, code] as const
    })
    return Object.fromEntries(codes.toReversed())
  })
  return { groupOfRow, groups }
}

/**
 * The tally of each group that has a fact in the days of a question.
 * @throws {Problem} for more than 50,000 figures
 */
export function countTallies(question: Question, facts: Facts): Tally[] {
  const { measure, dimensions } = question
  if (question.points.length === 0) return []
  const days = {
    points: Int32Array.from(question.points, dayNumber),
    starts: Int32Array.from(question.starts, dayNumber),
  }
  const isThere = hasNightIn(days, facts)
  const isAsked = matchesAll(facts, conditionsOf(question))
  const overPeriod = measure.over === 'period'
  const visitOf = overPeriod ? visitPeriods : visitEnds
  const visitPoints = overPeriod ? visitPeriods : visitDays
  const counts = (row: number) => {
    if (!isThere(row) || !isAsked(row)) return false
    if (!overPeriod) return true
    let isIn = false
    visitPeriods(days, facts, row, () => (isIn = true))
    return isIn
  }
  const { groupOfRow, groups } = groupsOf(facts, dimensions, counts)
  if (groups.length * question.points.length > maxFigures) {
    refuse(
      'by',
      `gives ${groups.length} groups on ${question.points.length} days, more than ${maxFigures} figures; ask for fewer dimensions, a shorter time or longer steps`,
      'too-many-figures',
    )
  }
  const weigh = weightsOf(question, facts)
  const totals = groups.map((group) => ({
    group,
    numerator: new Float64Array(days.points.length),
    denominator: new Float64Array(days.points.length),
    unknown: new Float64Array(days.points.length),
    quartiles: null as Quartiles | null,
  }))
  const lengths = measure.median && new Lengths(facts, measure.median.since, days)
  const seen = measure.distinct && new Seen(facts, groups.length, days.points.length)
  for (let row = 0; row < facts.count; row++) {
    const number = groupOfRow[row] as number
    const total = totals[number]
    if (total === undefined) continue
    const weight = weigh(row)
    if (lengths && weight.numerator > 0)
      visitPoints(days, facts, row, (point) => lengths.add(row, number, point))
    visitOf(days, facts, row, (point, nights) => {
      if (seen) seen.add(row, number, point, weight)
      else
        for (const part of parts) total[part][point] = (total[part][point] as number) + nights * weight[part]
    })
  }
  if (seen) seen.count(totals)
  if (lengths) for (const [number, total] of totals.entries()) total.quartiles = lengths.quartilesOf(number)
  const units = unitsOf(question)
  for (const total of totals) {
    for (const part of parts) {
      if (!overPeriod) addUp(total[part])
      divide(total[part], units[part])
    }
  }
  return totals
}

const parts = ['numerator', 'denominator', 'unknown'] as const
/** What a fact adds to each part of a figure for each of its nights, in whole units of the part. */
type Weight = Record<(typeof parts)[number], number>

function weightsOf(
  { measure: { numerator, denominator, unknown } }: Question,
  facts: Facts,
): (row: number) => Weight {
  const isKnown = knowsAll(facts, unknown?.facts ?? [])
  const isCounted = matchesAll(facts, [numerator.where])
  const isLess = numerator.less && matchesAll(facts, [numerator.less])
  const [amount, whole] = [amountIn(facts, numerator.sum), amountIn(facts, denominator?.sum)]
  const share = isLess ? Math.round((numerator.share ?? 1) * shareParts) : 1
  return (row) => {
    const hasAll = isKnown(row)
    const counts = hasAll && isCounted(row)
    return {
      numerator: counts ? (share - (isLess?.(row) ? shareParts : 0)) * amount(row) : 0,
      denominator: hasAll || unknown?.inDenominator ? whole(row) : 0,
      unknown: hasAll ? 0 : 1,
    }
  }
}

/** Into how many units the numbers of a question are divided so that they are whole. */
const unitsOf = ({ measure: { numerator, denominator } }: Question): Weight => ({
  numerator: (numerator.sum ? partsOf(numerator.sum) : 1) * (numerator.less ? shareParts : 1),
  denominator: denominator?.sum ? partsOf(denominator.sum) : 1,
  unknown: 1,
})

/**
 * The children who were in each part of a figure, of a measure that counts each once: in a period, and in every group in
 * which they have a night. Unknown are those of whom something is not known on some night, and who do not count by any other.
 */
class Seen {
  private readonly child: FactColumn
  private readonly points: number
  /** For each group, the parts that a child is in at a point, as bits. */
  private readonly children: Map<number, number>[]

  constructor(facts: Facts, groups: number, points: number) {
    this.points = points
    this.child = columnOf(facts, 'childId')
    this.children = Array.from({ length: groups }, () => new Map<number, number>())
  }

  add(row: number, group: number, point: number, weight: Weight): void {
    const key = (this.child.codes[row] as number) * this.points + point
    const bits = parts.reduce((sum, part, index) => sum | (weight[part] === 0 ? 0 : 1 << index), 0)
    this.children[group]?.set(key, bits | (this.children[group].get(key) ?? 0))
  }

  count(totals: readonly Tally[]): void {
    for (const [group, total] of totals.entries()) {
      for (const [key, bits] of this.children[group] ?? []) {
        const point = key % this.points
        const counts = (bits & 1) !== 0
        if (counts) total.numerator[point] = (total.numerator[point] as number) + 1
        if (bits & 2) total.denominator[point] = (total.denominator[point] as number) + 1
        if (bits & 4 && !counts) total.unknown[point] = (total.unknown[point] as number) + 1
      }
    }
  }
}

/** Replaces each number by the sum of it and all before it. */
function addUp(numbers: Float64Array): void {
  for (let index = 1; index < numbers.length; index++)
    numbers[index] = (numbers[index] as number) + (numbers[index - 1] as number)
}

function divide(numbers: Float64Array, divisor: number): void {
  if (divisor === 1) return
  for (let index = 0; index < numbers.length; index++) numbers[index] = (numbers[index] as number) / divisor
}
