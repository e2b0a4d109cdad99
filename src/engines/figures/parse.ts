import type { CivilDate } from '../../domain/dates.ts'
import {
  dimensionNames,
  labelsOf,
  othersOf,
  recordsOf,
  type DimensionName,
} from '../../domain/measures/dimensions.ts'
import { factSets, withoutHistory } from '../../domain/measures/fact-sets.ts'
import type { Measure } from '../../domain/measures/measure.ts'
import { startOf, type Period } from '../../domain/measures/periods.ts'
import { pointsBetween, type Step } from '../../domain/measures/points.ts'
import { choicesOf, settingOf, withSwitches } from '../../domain/measures/setting.ts'
import { switchNames, type SwitchName } from '../../domain/measures/switches.ts'
import { Problem } from '../../platform/http/problem.ts'
import { findMeasure } from './catalogue.ts'
import type { Question } from './question.ts'

const maxDimensions = 3
const maxPoints = 4000

/** The query parameters of a measure apart from its days, as texts: dimensions, filters, switches and period. */
export type Divisions = {
  /** Dimensions with commas between. */
  by?: string | undefined
  knownAt?: string | undefined
  period?: Period | undefined
  /** The first day of the period, in place of `period`. */
  first?: CivilDate | undefined
} & Partial<Record<DimensionName | SwitchName, string | undefined>>

/** A valid question about a measure, with how its switches are set and the kind of its period (null for a measure of a day). */
export interface MeasureQuery {
  id: string
  question: Question
  switches: Partial<Record<SwitchName, string>>
  period: Period | 'range' | null
}

/**
 * Checks the parameters of a measure and makes a question of them.
 * @param points the days to give a figure for, in ascending order
 * @throws {Problem} not-found for an unknown measure; invalid-request, pointing at the parameter, for one it does not take
 */
export function parseQuestion(
  id: string,
  points: readonly CivilDate[],
  { by: dimensionList, knownAt, period: periodName, first, ...filters }: Divisions,
  today: CivilDate,
): MeasureQuery {
  const measure = findMeasure(id)
  checkKnownAt(measure, knownAt)
  const switches = switchesOf(measure, filters)
  const period = periodOf(measure, { period: periodName, from: first })
  const question = {
    measure: withSwitches(measure, switches),
    points,
    starts: startsOf(period, first, points),
    dimensions: dimensionsOf(measure, dimensionList),
    cohort: cohortOf(measure, filters),
    today,
    knownAt,
  }
  return { id, question, switches, period }
}

/** Throws an invalid-request problem that points at a query parameter. */
export function refuse(parameter: string, detail: string, code: string): never {
  throw new Problem('invalid-request', `The parameter ${parameter} is not as this measure takes it.`, [
    { pointer: `#/query/${parameter}`, detail, code },
  ])
}

/** The dimensions named by the `by` parameter. Throws where the measure can't be grouped by one of them. */
export function dimensionsOf(measure: Measure, dimensionList: string | undefined): DimensionName[] {
  const names = dimensionList?.split(',') ?? []
  const fits: readonly string[] = measure.dimensions
  for (const name of names) {
    if (!fits.includes(name)) {
      refuse(
        'by',
        `this measure is not divided by ${name}; it takes ${fits.join(', ')}`,
        'unsuitable-dimension',
      )
    }
  }
  if (new Set(names).size < names.length) refuse('by', 'names a dimension twice', 'repeated-dimension')
  if (names.length > maxDimensions) {
    refuse('by', `takes at most ${maxDimensions} dimensions at once`, 'too-many-dimensions')
  }
  return names as DimensionName[]
}

/** The codes of each `dimension=code,code` parameter. Throws for a dimension that the measure's facts lack, or an unknown code. */
export function cohortOf(
  measure: Measure,
  filters: Partial<Record<DimensionName, string>>,
): Record<string, string[]> {
  const fits: readonly DimensionName[] = factSets[measure.of].dimensions
  const names = dimensionNames.filter((name) => filters[name] !== undefined)
  return Object.fromEntries(
    names.map((name) => {
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
        const spelling = othersOf(name) ? ` and what is spelled ${String(othersOf(name))}` : ''
        const extra = recordsOf(name) === null ? spelling : ' and identifiers in small letters'
        refuse(name, `takes ${Object.keys(labels).join(', ')}${extra}`, 'unknown-code')
      }
      return [name, codes]
    }),
  )
}

/** Each switch of a measure with the choice made, or its default. Throws for a switch or a choice that the measure lacks. */
export function switchesOf(
  measure: Measure,
  selection: Partial<Record<SwitchName, string>>,
): Partial<Record<SwitchName, string>> {
  for (const name of switchNames) {
    const [code, choices] = [selection[name], choicesOf(measure, name)]
    if (code === undefined || choices.includes(code)) continue
    if (choices.length === 0) refuse(name, 'is no switch of this measure', 'unsuitable-switch')
    refuse(name, `takes ${choices.join(' or ')}`, 'unknown-code')
  }
  return settingOf(measure, selection)
}

/** The kind of period, year-to-date by default; null for a measure of a day. Throws where the parameters don't fit. */
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

/** The first day of the period that ends on each point; empty for a measure of a day. */
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

/** Throws where `knownAt` is asked of facts whose earlier versions are not kept. */
export function checkKnownAt(measure: Measure, knownAt: string | undefined): void {
  if (knownAt !== undefined && withoutHistory.includes(measure.of)) {
    refuse('knownAt', 'can not be asked of this measure: of its facts only the latest are kept', 'no-history')
  }
}

/** The days of a series: the last day of each step from one day to another. Throws for more than 4,000. */
export function seriesPoints(from: CivilDate, to: CivilDate, step: Step): CivilDate[] {
  if (to < from) refuse('to', 'must not be before `from`', 'wrong-order')
  const points: CivilDate[] = []
  for (const day of pointsBetween(from, to, step)) {
    if (points.length === maxPoints) {
      refuse('every', `gives more than ${maxPoints} days; ask for a shorter time or longer steps`, 'too-long')
    }
    points.push(day)
  }
  return points
}
