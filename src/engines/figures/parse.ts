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
import type { Question } from './queries/changes.ts'

const maxDimensions = 3
const maxPoints = 4000

/** The parameters of a measure beside its days, as they are written in a URL. */
export type Divisions = {
  by?: string | undefined
  knownAt?: string | undefined
  period?: Period | undefined
  /** The first day of a period of any length. */
  first?: CivilDate | undefined
} & Partial<Record<DimensionName | SwitchName, string | undefined>>

/** A question that can be answered, and how its measure stands in it. */
export interface Asked {
  id: string
  question: Question
  switches: Partial<Record<SwitchName, string>>
  period: Period | 'range' | null
}

/**
 * What is asked of a measure on some days.
 * @throws {Problem} naming the parameter that the measure does not take
 */
export function questionOf(
  id: string,
  points: readonly CivilDate[],
  { by, knownAt, period: named, first, ...filters }: Divisions,
  today: CivilDate,
): Asked {
  const measure = findMeasure(id)
  checkKnownAt(measure, knownAt)
  const switches = switchesOf(measure, filters)
  const period = periodOf(measure, { period: named, from: first })
  const question = {
    measure: withSwitches(measure, switches),
    points,
    starts: startsOf(period, first, points),
    by: dimensionsOf(measure, by),
    cohort: cohortOf(measure, filters),
    today,
    knownAt,
  }
  return { id, question, switches, period }
}

/** Refuses a parameter that the measure does not take. */
export function refuse(parameter: string, detail: string, code: string): never {
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
