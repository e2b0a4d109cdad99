import { z } from 'zod'
import { dimensionNames, labelsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import { factSets } from '../../domain/measures/fact-sets.ts'
import { measureOf, measures, type MeasureId } from '../../domain/measures/measures.ts'
import { choicesOf } from '../../domain/measures/setting.ts'
import { switchNames, type SwitchName } from '../../domain/measures/switches.ts'
import { Problem } from '../../platform/http/problem.ts'

/** A part of a measure: codes by dimension, as `cohort` in the measure's answers, and the choice of each switch named. */
export type Filter = Record<string, string[]>

export const measureId = z.enum(Object.keys(measures) as [MeasureId, ...MeasureId[]])

export const filter = z
  .partialRecord(
    z.enum([...dimensionNames, ...switchNames] as [string, ...string[]]),
    z.array(z.string()).min(1).max(50),
  )
  .describe(
    'The part of the measure that is meant: codes of its dimensions, and choices of its switches. The whole where left out.',
  )
  .meta({ examples: [{ ageBand: ['16+'] }] })

/** The key of a series of observations: words in small letters and digits, with hyphens between. */
export const seriesKey = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes small letters and digits, with single hyphens between words')
  .meta({ examples: ['health-assessments-in-time'] })

/**
 * Checks that a measure has the dimensions, switches and codes of a filter; an unknown measure is not checked.
 * @param pointer JSON pointer of the filter in the request's body
 * @throws {Problem} rule-broken, pointing at the first that it does not have
 */
export function checkFilter(id: string, choices: Filter, pointer = '#/filter'): void {
  const measure = measureOf(id)
  if (measure === undefined) return
  const fits: readonly string[] = factSets[measure.of].dimensions
  for (const [name, codes] of Object.entries(choices)) {
    const takes = fits.includes(name)
      ? Object.keys(labelsOf(name as DimensionName))
      : choicesOf(measure, name as SwitchName)
    const most = fits.includes(name) ? codes.length : 1 // a switch takes one choice
    if (takes.length > 0 && codes.length <= most && codes.every((code) => takes.includes(code))) continue
    const detail =
      takes.length > 0 ? `${name} takes ${takes.join(', ')}` : `${id} is filtered by ${fits.join(', ')}`
    throw new Problem('rule-broken', detail, [
      { pointer: `${pointer}/${name}`, detail, code: 'unsuitable-filter' },
    ])
  }
}

/** The same filter with the codes of each dimension sorted and without repeats. */
export function normaliseFilter(choices: Filter): Filter {
  return Object.fromEntries(
    Object.entries(choices).map(([name, codes]) => [name, [...new Set(codes)].sort()]),
  )
}

/** A key for a part of a measure, the same for any order of its filter. Scorecard rows find their target and comparator by it. */
export function subjectKey(
  id: string,
  codesByName: Readonly<Record<string, readonly string[] | string>>,
): string {
  const parts = Object.entries(codesByName).map(
    ([name, codes]) => [name, [...new Set([codes].flat())].sort()] as const,
  )
  return JSON.stringify([id, parts.sort(([a], [b]) => (a < b ? -1 : 1))])
}
