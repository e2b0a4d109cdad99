import type { CivilDate } from '../../domain/dates.ts'
import { labelsOf, recordsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import { units, type Measure } from '../../domain/measures/measure.ts'
import { refuse } from './parse.ts'
import type { Change, Question } from './queries/changes.ts'

const maxItems = 50_000

/** One figure: of a group, on a day. */
export interface Item {
  /** The first day of the period, of a measure over one. */
  from?: CivilDate
  asAt: CivilDate
  group: Partial<Record<DimensionName, string>>
  labels: Partial<Record<DimensionName, string>>
  numerator: number
  /** Null where the numerator is itself the figure. */
  denominator: number | null
  /** Null where the denominator is 0. */
  value: number | null
  unknown: number
}

/** Four decimal places: finer than any figure is quoted, coarser than a float's error. */
const round = (value: number): number => Math.round(value * 1e4) / 1e4

function valueOf(measure: Measure, numerator: number, denominator: number): number | null {
  if (measure.denominator === null) return numerator
  if (denominator === 0) return null
  return round((units[measure.unit].of * numerator) / denominator)
}

/** What codes mean where records stand for them. */
type Names = Partial<Record<DimensionName, Record<string, string>>>

/**
 * The figures of each group at each point, in the order of their codes, or of the names of records: the changes summed
 * up to the point, or over a period those of the point alone.
 */
export function figures(
  { measure, points, starts, by }: Pick<Question, 'measure' | 'points' | 'starts' | 'by'>,
  changes: readonly Change[],
  names: Names = {},
): Item[] {
  const labels = by.map((name): Record<string, string> => ({ ...names[name], ...labelsOf(name) }))
  const ranks = labels.map((ofCodes, i) => {
    const codes = Object.keys(ofCodes)
    return recordsOf(by[i] as DimensionName) === null
      ? codes
      : codes.sort((a, b) => `${ofCodes[a]}`.localeCompare(`${ofCodes[b]}`))
  })
  const groups = new Map<string, Change[]>(by.length === 0 ? [['', []]] : [])
  for (const change of changes) {
    const key = by
      .map((name, i) => `${String(ranks[i]?.indexOf(change[name] ?? '')).padStart(5, '0')} ${change[name]}`)
      .join()
    const group = groups.get(key)
    if (group) group.push(change)
    else groups.set(key, [change])
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
    const codes = by.map((name) => [name, group[0]?.[name] ?? 'unknown'] as const)
    const means = codes.map(([name, code], i) => [name, labels[i]?.[code] ?? code] as const)
    const about = { group: Object.fromEntries(codes), labels: Object.fromEntries(means) }
    return seriesOf(measure, points, starts, about, group)
  })
  return points.flatMap((_, point) => series.map((items) => items[point] as Item))
}

function seriesOf(
  measure: Measure,
  points: readonly CivilDate[],
  starts: readonly CivilDate[],
  about: Pick<Item, 'group' | 'labels'>,
  changes: readonly Change[],
): Item[] {
  const nothing = { numerator: 0, denominator: 0, unknown: 0 }
  const at = new Map(changes.map((change) => [change.point, change]))
  let before = nothing
  return points.map((asAt, point) => {
    const change = at.get(point) ?? nothing
    const numerator = round(before.numerator + change.numerator)
    const denominator = round(before.denominator + change.denominator)
    const unknown = before.unknown + change.unknown
    const from = starts[point]
    if (from === undefined) before = { numerator, denominator, unknown }
    return {
      ...(from !== undefined && { from }),
      asAt,
      ...about,
      numerator,
      denominator: measure.denominator === null ? null : denominator,
      value: valueOf(measure, numerator, denominator),
      unknown,
    }
  })
}
