import type { CivilDate } from '../../domain/dates.ts'
import { labelsOf, recordsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import { measureUnits, type Measure } from '../../domain/measures/measure.ts'
import type { Question } from './question.ts'
import type { Tally } from './tallies.ts'

/** One figure: a measure for one group on one day, or over the period that ends on it. */
export interface Item {
  /** The first day of the period; absent for a measure of a day. */
  from?: CivilDate
  asAt: CivilDate
  /** The group's code in each dimension, and what each code means. */
  group: Partial<Record<DimensionName, string>>
  labels: Partial<Record<DimensionName, string>>
  /** Null where it is a sum of amounts none of which is known. */
  numerator: number | null
  /** Null where the measure is a count or a sum, so that the numerator itself is the figure. */
  denominator: number | null
  /** In the unit of the measure, to four decimal places; null where the denominator is 0. */
  value: number | null
  /** Of a measure of lengths, whose value is the median: the middle of either half, in days; null where there are none. */
  lowerQuartile?: number | null
  upperQuartile?: number | null
  /** How many facts are left out because something the measure needs is not known of them. */
  unknown: number
}

/** Rounds to four decimal places: finer than any figure is published, coarser than floating-point error. */
const round = (value: number): number => Math.round(value * 1e4) / 1e4

/**
 * Whether nothing can be said of a sum of amounts: there are some, and none is known. Then it is not 0, as pounds of a
 * placement whose cost is not recorded are not £0. `amounts` is how many are known.
 */
const isUnknownSum = (
  { denominator, numerator: { sum } }: Measure,
  amounts: number,
  unknown: number,
): boolean => denominator === null && sum !== undefined && amounts === 0 && unknown > 0

/** NaN where the denominator is 0. */
function valueOf(measure: Measure, numerator: number, denominator: number): number {
  if (measure.denominator === null) return numerator
  if (denominator === 0) return NaN
  return round((measureUnits[measure.unit].of * numerator) / denominator)
}

/** The names of records (homes, providers) by dimension and id, where codes are ids of records. */
export type Names = Partial<Record<DimensionName, Record<string, string>>>

/** How codes of a dimension are labelled, and in what order they stand. */
interface Labels {
  name: DimensionName
  labels: Readonly<Record<string, string>>
  ranks: ReadonlyMap<string, number>
}

const collator = new Intl.Collator()

/** A dimension whose codes have names of records is put in the order of the names, others in that of the catalogue. */
function labelsIn(name: DimensionName, names: Names): Labels {
  const labels: Record<string, string> = { ...names[name], ...labelsOf(name) }
  const codes = Object.keys(labels)
  if (recordsOf(name) !== null) codes.sort((a, b) => collator.compare(`${labels[a]}`, `${labels[b]}`))
  return { name, labels, ranks: new Map(codes.map((code, rank) => [code, rank])) }
}

/** A group with what its codes mean, and its tally. */
export interface LabelledTally {
  tally: Tally
  group: Item['group']
  labels: Item['labels']
}

type Asked = Pick<Question, 'measure' | 'points' | 'starts' | 'dimensions'>

/**
 * The tallies of a question with what their codes mean, by the codes in the order of the catalogue, or by the names of records.
 * Ungrouped there is always one.
 */
export function labelTallies(
  { points, dimensions }: Asked,
  tallies: readonly Tally[],
  names: Names = {},
): LabelledTally[] {
  const labelsByDimension = dimensions.map((name) => labelsIn(name, names))
  const groups = dimensions.length === 0 && tallies.length === 0 ? [nothing(points.length)] : tallies
  return groups
    .map((tally) => {
      const labels: Item['labels'] = {}
      let key = ''
      for (const { name, labels: labelsByCode, ranks } of labelsByDimension) {
        const code = tally.group[name] ?? 'unknown'
        labels[name] = labelsByCode[code] ?? code
        key += `${String(ranks.get(code) ?? -1).padStart(5, '0')} ${code},`
      }
      return { tally, group: tally.group, labels, key }
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The figures of each group at each point, ordered by point, then by group. Ungrouped they are 0 where nothing is counted. */
export function figures(question: Asked, tallies: readonly Tally[], names: Names = {}): Item[] {
  const inOrder = labelTallies(question, tallies, names)
  const { measure, points, starts } = question
  const columns = numberColumns(measure, inOrder, points.length)
  const { numerator, denominator, value, unknown, lowerQuartile, upperQuartile } = columns
  return points.flatMap((asAt, point) =>
    inOrder.map(({ group, labels }, index) => {
      const place = point * inOrder.length + index
      const item: Item = {
        asAt,
        group,
        labels,
        numerator: numberOrNull(numerator[place]),
        denominator: numberOrNull(denominator[place]),
        value: numberOrNull(value[place]),
        unknown: unknown[place] ?? 0,
      }
      if (starts[point] !== undefined) item.from = starts[point]
      if (measure.median) {
        item.lowerQuartile = numberOrNull(lowerQuartile[place])
        item.upperQuartile = numberOrNull(upperQuartile[place])
      }
      return item
    }),
  )
}

/** What no facts come to, on so many points. */
const nothing = (count: number): Tally => ({
  group: {},
  numerator: new Float64Array(count),
  denominator: new Float64Array(count),
  unknown: new Float64Array(count),
  quartiles: null,
  extremes: null,
})

/** The names of the numbers of a figure, in the order in which they are shown. */
export const numberNames = [
  'numerator',
  'denominator',
  'value',
  'unknown',
  'lowerQuartile',
  'upperQuartile',
] as const
type NumberName = (typeof numberNames)[number]

/** Each number of some figures, one figure after another; NaN for null. */
export type NumberColumns = Readonly<Record<NumberName, Float64Array>>

/** A number of a column, or null. */
const numberOrNull = (number = NaN): number | null => (Number.isNaN(number) ? null : number)

/** The numbers of groups at each of some points: of all groups at the first point, then at the next. Quartiles are NaN of a measure that has none. */
export function numberColumns(
  measure: Measure,
  groups: readonly Pick<LabelledTally, 'tally'>[],
  points: number,
): NumberColumns {
  const count = groups.length * points
  const column = (): Float64Array => new Float64Array(count).fill(NaN)
  const columns = Object.fromEntries(numberNames.map((name) => [name, column()])) as Record<
    NumberName,
    Float64Array
  >
  const { median, extreme, denominator: whole } = measure
  for (const [index, { tally }] of groups.entries()) {
    const { quartiles } = tally
    const values = quartiles?.median ?? tally.extremes
    for (let point = 0, place = index; point < points; point++, place += groups.length) {
      const numerator = round(tally.numerator[point] ?? 0)
      const denominator = round(tally.denominator[point] ?? 0)
      const unknown = tally.unknown[point] ?? 0
      const isUnknown = isUnknownSum(measure, denominator, unknown)
      columns.unknown[place] = unknown
      if (whole !== null) columns.denominator[place] = denominator
      if (!isUnknown) columns.numerator[place] = numerator
      if (median || extreme) columns.value[place] = round(values?.[point] ?? NaN)
      else if (!isUnknown) columns.value[place] = valueOf(measure, numerator, denominator)
      if (!median) continue
      columns.lowerQuartile[place] = round(quartiles?.lower[point] ?? NaN)
      columns.upperQuartile[place] = round(quartiles?.upper[point] ?? NaN)
    }
  }
  return columns
}
