import { z } from 'zod'
import { dimensionNames, labelsOf, type DimensionName } from '../../domain/measures/dimensions.ts'
import { factSets } from '../../domain/measures/fact-sets.ts'
import { measureOf, measures, type MeasureId } from '../../domain/measures/measures.ts'
import { choicesOf } from '../../domain/measures/setting.ts'
import { switchNames, type SwitchName } from '../../domain/measures/switches.ts'
import { Problem } from '../../platform/http/problem.ts'

/** The part of a measure that is meant: the codes of each dimension, as `cohort` has them in the measure's answers. */
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

/** A key of a series of observations, made of words with hyphens between. */
export const seriesKey = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes small letters and digits, with single hyphens between words')
  .meta({ examples: ['health-assessments-in-time'] })

/**
 * Sees that a measure can be filtered so.
 * @param pointer of the filter in the body
 * @throws {Problem} naming the dimension or code that it does not have
 */
export function checkFilter(id: string, asked: Filter, pointer = '#/filter'): void {
  const measure = measureOf(id)
  if (measure === undefined) return
  const fits: readonly string[] = factSets[measure.of].dimensions
  for (const [name, codes] of Object.entries(asked)) {
    const takes = fits.includes(name)
      ? Object.keys(labelsOf(name as DimensionName))
      : choicesOf(measure, name as SwitchName)
    const most = fits.includes(name) ? codes.length : 1 // a switch stands one way
    if (takes.length > 0 && codes.length <= most && codes.every((code) => takes.includes(code))) continue
    const detail =
      takes.length > 0 ? `${name} takes ${takes.join(', ')}` : `${id} is filtered by ${fits.join(', ')}`
    throw new Problem('rule-broken', detail, [
      { pointer: `${pointer}/${name}`, detail, code: 'unsuitable-filter' },
    ])
  }
}

/** A filter with the codes of each dimension in order, once each. */
export function inOrder(asked: Filter): Filter {
  return Object.fromEntries(Object.entries(asked).map(([name, codes]) => [name, [...new Set(codes)].sort()]))
}

/** One text for each part of a measure, however its filter is written; targets and comparators are found by it. */
export function subjectKey(id: string, of: Readonly<Record<string, readonly string[] | string>>): string {
  const parts = Object.entries(of).map(
    ([name, codes]) => [name, [...new Set([codes].flat())].sort()] as const,
  )
  return JSON.stringify([id, parts.sort(([a], [b]) => (a < b ? -1 : 1))])
}
