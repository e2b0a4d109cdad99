import { z } from 'zod'
import { dimensionNames, type DimensionName } from '../../domain/measures/dimensions.ts'
import { steps } from '../../domain/measures/points.ts'
import { switchNames, type SwitchName } from '../../domain/measures/switches.ts'
import {
  asAtQuery,
  catalogueView,
  freshnessView,
  measureView,
  questionView,
} from '../../engines/figures/schema.ts'
import { civilDate, knownAt } from '../../platform/http/fields.ts'
import { maxDivisions, maxMeasures } from './question.ts'

const dimension = z.enum(dimensionNames as [DimensionName, ...DimensionName[]])
const division = z.array(dimension).max(3)

export const figuresBody = z.strictObject({
  measures: z
    .union([z.literal('all'), z.array(z.string().max(100)).min(1).max(maxMeasures)])
    .describe('Measures of the catalogue; `all` for every one, as far as it fits what else is asked.')
    .meta({ examples: [['children-looked-after', 'placed-in-authority']] }),
  by: z
    .union([division, z.array(division).min(1).max(maxDivisions)])
    .default([])
    .describe(
      'What each measure is divided by: up to three dimensions together, such as `["placementType", "ageBand"]`; or a list of such lists, for a table of each: `[[], ["placementType"], ["ageBand"]]`. The whole where left out.',
    )
    .meta({ examples: [[[], ['placementType']]] }),
  cohort: z
    .partialRecord(dimension, z.array(z.string().max(60)).min(1).max(50))
    .default({})
    .describe('Codes of dimensions: only what has one of the codes of each is counted.')
    .meta({ examples: [{ ageBand: ['11-15', '16+'] }] }),
  points: z
    .array(civilDate)
    .min(1)
    .max(4000)
    .optional()
    .describe('The days, in any order; today where neither they nor `from` and `to` are given.')
    .meta({ examples: [['2022-03-31', '2023-03-31']] }),
  from: civilDate
    .optional()
    .describe('In place of `points`: no figure is of a day before it.')
    .meta({ examples: [] }),
  to: civilDate.optional().describe('No figure is of a day after it.').meta({ examples: [] }),
  every: z
    .enum(steps)
    .optional()
    .describe(
      'Between `from` and `to`: each day, or the last day of each month, financial quarter or financial year; month where left out.',
    )
    .meta({ examples: [] }),
  period: asAtQuery.shape.period,
  switches: z
    .partialRecord(z.enum(switchNames as [SwitchName, ...SwitchName[]]), z.string().max(40))
    .default({})
    .describe('Choices of switches, for those of the measures that have them.')
    .meta({ examples: [{ temporaryStays: 'counted' }] }),
  ...knownAt.shape,
})

const numbers = z.array(z.number().nullable())

export const figuresView = z.object({
  measures: z.array(measureView).describe('The definition of each measure that has a table, once.'),
  dimensions: catalogueView.shape.dimensions.describe(
    'Of each dimension of the tables, what its codes mean; of homes and providers, of those that occur.',
  ),
  cohort: questionView.cohort,
  knownAt: questionView.knownAt,
  tables: z
    .array(
      z.object({
        measure: z.string(),
        by: questionView.by,
        period: questionView.period,
        switches: questionView.switches,
        columns: z
          .object({
            from: z
              .array(z.string())
              .optional()
              .describe('The first day of each period; absent of a measure of a day.'),
            asAt: z.array(z.string()).describe('The day, or the last of the period.'),
            numerator: numbers,
            denominator: numbers.describe('Null where the numerator is itself the figure.'),
            value: numbers.describe('In the unit of the measure.'),
            lowerQuartile: numbers
              .optional()
              .describe('Of a measure of lengths alone, whose value is the median.'),
            upperQuartile: numbers.optional().describe('Of a measure of lengths alone.'),
            unknown: numbers.describe('Of how many something needed is not known.'),
          })
          .catchall(z.array(z.string()))
          .describe(
            'Columns of one length: the codes of each dimension stand under its name, and the nth of each column belong together.',
          ),
      }),
    )
    .describe('One for each measure and each of `by`, in the order in which they were asked for.'),
  leftOut: z
    .array(z.object({ measure: z.string(), by: questionView.by, why: z.string() }))
    .describe('Of `all` measures, what does not fit the question.'),
  freshness: freshnessView,
})
