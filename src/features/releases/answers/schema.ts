import { z } from 'zod'
import {
  answerableMeasures,
  isOfYear,
  populationOf,
  talliedDimensions,
} from '../../../domain/disclosure/answer.ts'
import { dimensionNames, type DimensionName } from '../../../domain/measures/dimensions.ts'
import { answerPopulations, type AnswerPopulation } from '../../../domain/disclosure/contents.ts'
import { measures, type MeasureId } from '../../../domain/measures/measures.ts'
import { civilDate } from '../../../platform/http/fields.ts'
import { releasedFigure, releasedFigureOrNull, symbolsView, tableView } from '../schema.ts'

const dimension = z.enum(dimensionNames as [DimensionName, ...DimensionName[]])
const populations = Object.keys(answerPopulations) as AnswerPopulation[]
const measuresIn = (list: readonly AnswerPopulation[]) =>
  answerableMeasures.filter((measure) => list.includes(populationOf(measure) as AnswerPopulation)).join(', ')
const subjects = talliedDimensions('looked-after')
  .slice(1)
  .map((names) => names.slice(1).join(' and '))
  .join('; ')
const subjectsOfYears = populations
  .filter(isOfYear)
  .map((population) => {
    const [, names = []] = talliedDimensions(population)
    return `${names.join(' and ')} for ${measuresIn([population])}`
  })
  .join('; ')

export const publicQuestion = z.strictObject({
  measures: z
    .array(z.enum(Object.keys(measures) as [MeasureId, ...MeasureId[]]))
    .min(1)
    .max(20)
    .describe(
      `Measures of children looked after on a day: ${measuresIn(['looked-after'])}. Of what happens over a financial year: ${measuresIn(populations.filter(isOfYear))}. All others are refused (422), saying why.`,
    )
    .meta({ examples: [['children-looked-after']] }),
  by: z
    .array(z.array(dimension).max(3))
    .min(1)
    .max(20)
    .default([[]])
    .describe(
      `What each measure is divided by, a table of each; the whole where left out. With the cohort and the measure's own definition, a table of a day may be about age and one more subject: ${subjects}. One of a year may be about ${subjectsOfYears}.`,
    )
    .meta({ examples: [[['placementType']]] }),
  cohort: z
    .partialRecord(dimension, z.array(z.string().max(60)).min(1).max(50))
    .default({})
    .describe('Codes of dimensions: only children who have one of the codes of each are counted.')
    .meta({ examples: [{ ageBand: ['11-15', '16+'] }] }),
  points: z
    .array(civilDate)
    .min(1)
    .max(12)
    .describe(
      'Last days of months, up to the end of the last year that is released. For what happens over a year, its last day: 31 March.',
    )
    .meta({ examples: [['2023-03-31']] }),
})
export type PublicQuestion = z.infer<typeof publicQuestion>

const summary = {
  id: z.string(),
  answeredAt: z.string(),
  question: publicQuestion.describe('As it was asked, with its days and codes in order.'),
  href: z.string(),
}
export const answerListView = z.object({ items: z.array(z.object(summary)) })

const item = tableView.shape.items.element.pick({ group: true, labels: true }).extend({
  numerator: releasedFigure,
  denominator: releasedFigureOrNull,
  percent: releasedFigureOrNull.describe(
    'The numerator of a hundred of the denominator, to a whole number, where both are shown.',
  ),
  unknown: releasedFigureOrNull.describe('Of how many what must be known is not.'),
})

/** Answers made before groups were put together have no such list. */
const mergesView = z
  .array(
    z.object({
      dimension: z.string(),
      code: z.string().describe('Which it has in `group`.'),
      label: z.string(),
      codes: z.array(z.string()).describe('What is put together, whether or not there is a child of each.'),
    }),
  )
  .default([])
  .describe(
    'Groups of the table that are put together, as one of them has 1 to 5 children. Which may be is declared and does not depend on the counts.',
  )

export const answerView = z.object({
  ...summary,
  symbols: symbolsView,
  tables: z.array(
    z.object({
      measure: tableView.shape.measure,
      by: z.array(z.string()).describe('What the table is divided by; empty where it is whole.'),
      cohort: z.record(z.string(), z.array(z.string())).describe('Who is counted: codes by dimension.'),
      from: z
        .string()
        .nullable()
        .optional()
        .describe('The first day of the year that it is of; null or left out of a table of a day.'),
      asAt: z.string().describe('The day that it is of, or the last of the year.'),
      isRefused: z
        .boolean()
        .describe(
          'Whether it could not be protected beside what was published before. Then no count of it is given that was not given before.',
        ),
      merges: mergesView,
      items: z.array(item),
    }),
  ),
})
