import type { CivilDate } from '../domain/dates.ts'
import {
  dimensionNames,
  dimensions,
  labelsOf,
  othersOf,
  recordsOf,
  type DimensionName,
} from '../domain/measures/dimensions.ts'
import { factSets, withoutHistory } from '../domain/measures/fact-sets.ts'
import { measureOf, measures } from '../domain/measures/measures.ts'
import { units, type Measure } from '../domain/measures/measure.ts'
import { startOf, type Period } from '../domain/measures/periods.ts'
import { choicesOf, settingOf } from '../domain/measures/setting.ts'
import { switchNames, switches, type SwitchName } from '../domain/measures/switches.ts'
import { pointsBetween, type Step } from '../domain/measures/points.ts'
import { notFound, Problem } from '../http/problem.ts'
import type { Change, Question } from './queries/changes.ts'

const maxDimensions = 3
const maxPoints = 4000
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

/** The measure of an id; a not-found problem where there is none. */
export function findMeasure(id: string): Measure {
  const measure = measureOf(id)
  if (measure === undefined) throw notFound('measure')
  return measure
}

/** A measure as the catalogue shows it. */
export function describe(id: string, measure: Measure) {
  return {
    id,
    title: measure.title,
    definition: measure.definition,
    source: measure.source,
    unit: measure.unit,
    over: measure.over ?? 'day',
    polarity: measure.polarity,
    version: measure.version,
    numerator: measure.numerator.words,
    denominator: measure.denominator?.words ?? null,
    unknown: measure.unknown?.words ?? null,
    dimensions: [...measure.dimensions],
    cohortDimensions: [...factSets[measure.of].dimensions],
    switches: switchNames
      .filter((name) => choicesOf(measure, name).length > 0)
      .map((name) => ({
        name,
        title: switches[name].title,
        choices: choicesOf(measure, name).map((code) => ({
          code,
          label: measure.switches?.[name]?.[code]?.label ?? code,
        })),
      })),
  }
}

export const catalogue = Object.entries(measures).map(([id, measure]) => describe(id, measure))

export const dimensionTable = dimensionNames.map((name) => ({
  name,
  title: dimensions[name].title,
  codes: Object.entries(labelsOf(name)).map(([code, label]) => ({ code, label })),
}))

function refuse(parameter: string, detail: string, code: string): never {
  throw new Problem('invalid-request', `The parameter ${parameter} is not as this measure takes it.`, [
    { pointer: `#/query/${parameter}`, detail, code },
  ])
}

/** The dimensions of `by=…`, checked against what the measure takes. */
export function dimensionsOf(measure: Measure, by: string | undefined): DimensionName[] {
  const names = by?.split(',') ?? []
  const fits: readonly string[] = measure.dimensions
  for (const name of names) {
    if (!fits.includes(name)) {
      refuse('by', `is not divided by one of those; it takes ${fits.join(', ')}`, 'unsuitable-dimension')
    }
  }
  if (new Set(names).size < names.length) refuse('by', 'names a dimension twice', 'repeated-dimension')
  if (names.length > maxDimensions) {
    refuse('by', `takes at most ${maxDimensions} dimensions at once`, 'too-many-dimensions')
  }
  return names as DimensionName[]
}

/** The cohort of `dimension=code,code` parameters, checked against the facts that the measure counts. */
export function cohortOf(
  measure: Measure,
  filters: Partial<Record<DimensionName, string>>,
): Record<string, string[]> {
  const fits: readonly DimensionName[] = factSets[measure.of].dimensions
  const asked = dimensionNames.filter((name) => filters[name] !== undefined)
  return Object.fromEntries(
    asked.map((name) => {
      if (!fits.includes(name)) {
        refuse(name, `is nothing that these facts have; they have ${fits.join(', ')}`, 'unsuitable-dimension')
      }
      // A plus sign that was not encoded arrives as a space; no code has one.
      const codes = (filters[name] ?? '').split(',').map((code) => code.replace(' ', '+'))
      const labels = labelsOf(name)
      const ofRecord = recordsOf(name) === null ? /(?!)/ : /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/
      if (
        !codes.every(
          (code) => Object.hasOwn(labels, code) || ofRecord.test(code) || othersOf(name)?.test(code),
        )
      ) {
        const spelled = othersOf(name) ? ` and what is spelled ${String(othersOf(name))}` : ''
        const also = recordsOf(name) === null ? spelled : ' and identifiers in small letters'
        refuse(name, `takes ${Object.keys(labels).join(', ')}${also}`, 'unknown-code')
      }
      return [name, codes]
    }),
  )
}

/** How the switches of a measure stand, those chosen checked against the choices that it has. */
export function switchesOf(
  measure: Measure,
  chosen: Partial<Record<SwitchName, string>>,
): Partial<Record<SwitchName, string>> {
  for (const name of switchNames) {
    const [code, choices] = [chosen[name], choicesOf(measure, name)]
    if (code === undefined || choices.includes(code)) continue
    if (choices.length === 0) refuse(name, 'is no switch of this measure', 'unsuitable-switch')
    refuse(name, `takes ${choices.join(' or ')}`, 'unknown-code')
  }
  return settingOf(measure, chosen)
}

/** The period that a measure is asked of; null for one that is of a day. */
export function periodOf(
  measure: Measure,
  { period, from }: { period?: Period | undefined; from?: CivilDate | undefined },
): Period | 'range' | null {
  if (measure.over === 'period') {
    if (period && from) refuse('from', 'is given in place of `period`, not beside it', 'one-or-the-other')
    return from ? 'range' : (period ?? 'year-to-date')
  }
  if (period) refuse('period', 'is for measures over a period; this one is of a day', 'not-of-a-period')
  if (from) refuse('from', 'is for measures over a period; this one is of a day', 'not-of-a-period')
  return null
}

/** The first day of the period that ends on each of some days; none where figures are of one day. */
export function startsOf(
  period: Period | 'range' | null,
  from: CivilDate | undefined,
  points: readonly CivilDate[],
): CivilDate[] {
  if (period === null) return []
  if (period !== 'range') return points.map((day) => startOf(period, day))
  return points.map((day) => {
    if (from === undefined || from > day) refuse('from', 'must not be after the day', 'wrong-order')
    return from
  })
}

/** Refuses to ask what was known of facts of which only what is recorded now is kept. */
export function checkKnownAt(measure: Measure, knownAt: string | undefined): void {
  if (knownAt !== undefined && withoutHistory.includes(measure.of)) {
    refuse('knownAt', 'can not be asked of this measure: of its facts only the latest are kept', 'no-history')
  }
}

/** The days of a series, no more than can be answered. */
export function pointsOf(from: CivilDate, to: CivilDate, every: Step): CivilDate[] {
  if (to < from) refuse('to', 'must not be before `from`', 'wrong-order')
  const points: CivilDate[] = []
  for (const day of pointsBetween(from, to, every)) {
    if (points.length === maxPoints) {
      refuse('every', `gives more than ${maxPoints} days; ask for a shorter time or longer steps`, 'too-long')
    }
    points.push(day)
  }
  return points
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
