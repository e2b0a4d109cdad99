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

function valueOf(measure: Measure, numerator: number, denominator: number): number | null {
  if (measure.denominator === null) return numerator
  if (denominator === 0) return null
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

/** A dimension whose codes have names of records is put in the order of the names, others in that of the catalogue. */
function labelsIn(name: DimensionName, names: Names): Labels {
  const labels: Record<string, string> = { ...names[name], ...labelsOf(name) }
  const codes = Object.keys(labels)
  if (recordsOf(name) !== null) codes.sort((a, b) => `${labels[a]}`.localeCompare(`${labels[b]}`))
  return { name, labels, ranks: new Map(codes.map((code, rank) => [code, rank])) }
}

/** A group with what its codes mean, and by what it is put in order. */
function describeGroup(group: Tally['group'], labelsByDimension: readonly Labels[]) {
  const labels: Item['labels'] = {}
  let key = ''
  for (const { name, labels: labelsByCode, ranks } of labelsByDimension) {
    const code = group[name] ?? 'unknown'
    labels[name] = labelsByCode[code] ?? code
    key += `${String(ranks.get(code) ?? -1).padStart(5, '0')} ${code},`
  }
  return { group, labels, key }
}

/**
 * The figures of each group at each point. Ordered by point, then by the groups' codes in the order of the catalogue, or by
 * the names of records. Ungrouped, there is one figure for each point, 0 where nothing is counted.
 */
export function figures(
  question: Pick<Question, 'measure' | 'points' | 'starts' | 'dimensions'>,
  tallies: readonly Tally[],
  names: Names = {},
): Item[] {
  const { points, dimensions } = question
  const labels = dimensions.map((name) => labelsIn(name, names))
  const groups = dimensions.length === 0 && tallies.length === 0 ? [nothing(points.length)] : tallies
  const inOrder = groups
    .map((tally) => ({ tally, description: describeGroup(tally.group, labels) }))
    .sort((a, b) => (a.description.key < b.description.key ? -1 : 1))
  const items: Item[] = []
  for (let point = 0; point < points.length; point++)
    for (const { tally, description } of inOrder) items.push(itemOf(question, description, tally, point))
  return items
}

/** What no facts come to, on so many points. */
const nothing = (count: number): Tally => ({
  group: {},
  numerator: new Float64Array(count),
  denominator: new Float64Array(count),
  unknown: new Float64Array(count),
  quartiles: null,
})

/** The value of a measure of lengths, with the quartiles. */
function quartilesOf({ quartiles }: Tally, point: number) {
  const [lowerQuartile = null, value = null, upperQuartile = null] = [
    quartiles?.lower,
    quartiles?.median,
    quartiles?.upper,
  ].map((lengths) => {
    const length = lengths?.[point] ?? NaN
    return Number.isNaN(length) ? null : round(length)
  })
  return { lowerQuartile, value, upperQuartile }
}

function itemOf(
  { measure, points, starts }: Pick<Question, 'measure' | 'points' | 'starts'>,
  { group, labels }: Pick<Item, 'group' | 'labels'>,
  tally: Tally,
  point: number,
): Item {
  const [numerator, denominator] = [round(tally.numerator[point] ?? 0), round(tally.denominator[point] ?? 0)]
  const unknown = tally.unknown[point] ?? 0
  const isUnknown = isUnknownSum(measure, denominator, unknown)
  const item: Item = {
    asAt: points[point] ?? '',
    group,
    labels,
    numerator: isUnknown ? null : numerator,
    denominator: measure.denominator === null ? null : denominator,
    value: isUnknown ? null : valueOf(measure, numerator, denominator),
    unknown,
  }
  if (starts[point] !== undefined) item.from = starts[point]
  return measure.median ? Object.assign(item, quartilesOf(tally, point)) : item
}
