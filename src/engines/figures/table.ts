import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Item } from './arithmetic.ts'

interface Figures {
  measure: { id: string; version: number; unit: string }
  by: readonly DimensionName[]
  period: string | null
  cohort: Readonly<Record<string, readonly string[]>>
  switches: Readonly<Record<string, string>>
  knownAt: string | null
  /** Each with its day and numbers, or with symbols in the place of numbers. */
  items: readonly (Pick<Item, 'group' | 'labels'> & object)[]
}

/** `ageBand=0-4,5-10; uasc=no` */
export const inWords = (choices: Readonly<Record<string, readonly string[] | string>>): string =>
  Object.entries(choices)
    .map(([name, codes]) => `${name}=${[codes].flat().join()}`)
    .join('; ')

/** The columns of figures in CSV, of a measure divided by some dimensions. */
export const figureColumns = (dimensions: readonly DimensionName[]): string[] => [
  'measure',
  'version',
  'unit',
  'period',
  'from',
  'asAt',
  'cohort',
  'switches',
  'knownAt',
  ...dimensions.flatMap((name) => [name, `${name}Label`]),
  'numerator',
  'denominator',
  'value',
  'unknown',
  'lowerQuartile',
  'upperQuartile',
]

/**
 * Figures as CSV rows, one for each figure, each with what was asked. The columns depend on the dimensions alone, so that
 * the lines of several measures can be stacked.
 */
export function figuresTable({
  measure,
  by: dimensions,
  period,
  cohort,
  switches,
  knownAt: instant,
  items,
}: Figures) {
  const columns = figureColumns(dimensions)
  const question = {
    measure: measure.id,
    version: measure.version,
    unit: measure.unit,
    period,
    cohort: inWords(cohort),
    switches: inWords(switches),
    knownAt: instant,
  }
  const rows = items.map(({ group, labels, ...counts }) => {
    const divisions: Record<string, string | undefined> = Object.fromEntries(
      dimensions.flatMap((name) => [
        [name, group[name]],
        [`${name}Label`, labels[name]],
      ]),
    )
    return { ...question, ...divisions, ...counts }
  })
  return { columns, rows }
}
