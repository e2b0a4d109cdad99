import type { CivilDate } from '../../domain/dates.ts'
import { labelsOf, recordsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import { measureUnits, type Measure } from '../../domain/measures/measure.ts'
import { refuse } from './parse.ts'
import type { Increment, Question } from './queries/increments.ts'

const maxItems = 50_000

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
type Names = Partial<Record<DimensionName, Record<string, string>>>

/**
 * The figures of each group at each point: the sum of the group's increments up to the point; for a measure over a
 * period, the increment of that point alone. Ordered by point, then by the groups' codes in the order of the catalogue,
 * or by the names of records. Ungrouped, there is one figure for each point, 0 where nothing is counted.
 * @throws {Problem} for more than 50,000 figures
 */
export function figures(
  { measure, points, starts, dimensions }: Pick<Question, 'measure' | 'points' | 'starts' | 'dimensions'>,
  increments: readonly Increment[],
  names: Names = {},
): Item[] {
  const labels = dimensions.map((name): Record<string, string> => ({ ...names[name], ...labelsOf(name) }))
  const ranks = labels.map((labelsByCode, i) => {
    const codes = Object.keys(labelsByCode)
    return recordsOf(dimensions[i] as DimensionName) === null
      ? codes
      : codes.sort((a, b) => `${labelsByCode[a]}`.localeCompare(`${labelsByCode[b]}`))
  })
  const groups = new Map<string, Increment[]>(dimensions.length === 0 ? [['', []]] : [])
  for (const increment of increments) {
    const key = dimensions
      .map(
        (name, i) =>
          `${String(ranks[i]?.indexOf(increment[name] ?? '')).padStart(5, '0')} ${increment[name]}`,
      )
      .join()
    const group = groups.get(key)
    if (group) group.push(increment)
    else groups.set(key, [increment])
  }
  if (groups.size * points.length > maxItems) {
    refuse(
      'by',
      `gives ${groups.size} groups on ${points.length} days, more than ${maxItems} figures; ask for fewer dimensions, a shorter time or longer steps`,
      'too-many-figures',
    )
  }
  const inOrder = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
  const series = inOrder.map((group) => {
    const codes = dimensions.map((name) => [name, group[0]?.[name] ?? 'unknown'] as const)
    const means = codes.map(([name, code], i) => [name, labels[i]?.[code] ?? code] as const)
    const description = { group: Object.fromEntries(codes), labels: Object.fromEntries(means) }
    return seriesOf({ measure, points, starts }, description, group)
  })
  return points.flatMap((_, point) => series.map((items) => items[point] as Item))
}

function seriesOf(
  {
    measure,
    points,
    starts,
  }: { measure: Measure; points: readonly CivilDate[]; starts: readonly CivilDate[] },
  description: Pick<Item, 'group' | 'labels'>,
  increments: readonly Increment[],
): Item[] {
  const nothing = { numerator: 0, denominator: 0, unknown: 0 }
  const incrementsByPoint = new Map(increments.map((increment) => [increment.point, increment]))
  let previous = nothing
  return points.map((asAt, point) => {
    const increment = incrementsByPoint.get(point) ?? nothing
    const numerator = round(previous.numerator + increment.numerator)
    const denominator = round(previous.denominator + increment.denominator)
    const unknown = previous.unknown + increment.unknown
    const from = starts[point]
    if (from === undefined) previous = { numerator, denominator, unknown }
    const isUnknown = isUnknownSum(measure, denominator, unknown)
    return {
      ...(from !== undefined && { from }),
      asAt,
      ...description,
      numerator: isUnknown ? null : numerator,
      denominator: measure.denominator === null ? null : denominator,
      value: isUnknown ? null : valueOf(measure, numerator, denominator),
      unknown,
    }
  })
}
