import { dimensionNames, dimensions, labelsOf } from '../../domain/measures/dimensions.ts'
import { factSets } from '../../domain/measures/fact-sets.ts'
import type { Measure } from '../../domain/measures/measure.ts'
import { measureOf, measures } from '../../domain/measures/measures.ts'
import { choicesOf } from '../../domain/measures/setting.ts'
import { switchNames, switches } from '../../domain/measures/switches.ts'
import { notFound } from '../../platform/http/problem.ts'

/**
 * The measure with an id.
 * @throws {Problem} not-found where there is none
 */
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
    changes: [...(measure.changes ?? [])],
    median: measure.median !== undefined,
    extreme: measure.extreme?.which ?? null,
    numerator: measure.numerator.words,
    denominator: measure.denominator?.words ?? null,
    unknown: measure.unknown?.words ?? null,
    groupsAddUp: measure.distinct === undefined,
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

/** Every measure as the catalogue shows it. */
export const catalogue = Object.entries(measures).map(([id, measure]) => describe(id, measure))

/** Every dimension with its codes and their labels. */
export const dimensionTable = dimensionNames.map((name) => ({
  name,
  title: dimensions[name].title,
  codes: Object.entries(labelsOf(name)).map(([code, label]) => ({ code, label })),
}))
