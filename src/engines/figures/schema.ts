import { z } from 'zod'
import {
  dimensionNames,
  dimensions,
  labelsOf,
  recordsOf,
  type DimensionName,
} from '../../domain/measures/dimensions.ts'
import { measureUnits, polarities, type MeasureUnit } from '../../domain/measures/measure.ts'
import { periodNames, periods, type Period } from '../../domain/measures/periods.ts'
import { steps } from '../../domain/measures/points.ts'
import { switchNames, switches, type SwitchName } from '../../domain/measures/switches.ts'
import { civilDate, knownAt } from '../../platform/http/fields.ts'

const dimensionName = z.enum(dimensionNames as [DimensionName, ...DimensionName[]])

export const measureParams = z.object({
  id: z
    .string()
    .max(100)
    .describe('A measure of the catalogue.')
    .meta({ examples: ['occupancy'] }),
})

const dimensionList = z
  .string()
  .max(100)
  .optional()
  .describe('Up to three of the dimensions that the measure takes, with commas between.')
  .meta({ examples: ['placementType,ageBand'] })

const codesIn = (name: DimensionName) =>
  recordsOf(name) === null ? Object.keys(labelsOf(name)).join(' ') : 'identifiers, or unknown'

/** A query parameter for each dimension, which filters the facts that are counted. */
const cohort = Object.fromEntries(
  dimensionNames.map((name) => [
    name,
    z
      .string()
      .max(400)
      .optional()
      .describe(`${dimensions[name].title}: count these alone, with commas between: ${codesIn(name)}`),
  ]),
) as Record<DimensionName, z.ZodOptional<z.ZodString>>

/** A query parameter for each switch. */
export const settingFields = Object.fromEntries(
  switchNames.map((name) => [
    name,
    z
      .string()
      .max(40)
      .optional()
      .describe(`${switches[name].title}: a choice of those that the measure has in the catalogue.`),
  ]),
) as Record<SwitchName, z.ZodOptional<z.ZodString>>

const period = z
  .enum(periodNames as [Period, ...Period[]])
  .optional()
  .describe(
    `Of a measure over a period, the one that ends on the day; year-to-date when left out. ${Object.entries(
      periods,
    )
      .map(([code, words]) => `${code}: ${words}.`)
      .join(' ')}`,
  )

export const asAtQuery = z.strictObject({
  asAt: civilDate.optional().describe('The day; today in the United Kingdom when left out.'),
  from: civilDate
    .optional()
    .describe('Of a measure over a period, in place of `period`: the first day of one that ends on `asAt`.'),
  period,
  ...knownAt.shape,
  by: dimensionList,
  ...settingFields,
  ...cohort,
})

export const seriesQuery = z.strictObject({
  from: civilDate.describe('No figure is of a day before it.'),
  to: civilDate.describe('No figure is of a day after it.'),
  every: z
    .enum(steps)
    .default('month')
    .describe(
      'The days of the series: every day; the last of each calendar month; of each financial quarter (30 June, 30 September, 31 December, 31 March); of each financial year (31 March).',
    ),
  period,
  ...knownAt.shape,
  by: dimensionList,
  ...settingFields,
  ...cohort,
})

export const measureView = z.object({
  id: z.string(),
  title: z.string(),
  definition: z.string(),
  source: z.string().describe('Where the definition comes from.'),
  unit: z.enum(Object.keys(measureUnits) as [MeasureUnit, ...MeasureUnit[]]),
  over: z
    .enum(['day', 'period'])
    .describe('Whether a figure is of one day, or of a period that ends on it and may be chosen.'),
  polarity: z.enum(polarities).describe('Whether a high or a low figure is good, or neither.'),
  version: z.number().int().describe('Rises when the definition changes.'),
  changes: z.array(z.string()).describe('What each version after the first changed, in order.'),
  median: z
    .boolean()
    .describe(
      'Whether the value is the median of the lengths in days of what is counted, with their quartiles.',
    ),
  extreme: z
    .enum(['lowest', 'highest'])
    .nullable()
    .describe(
      'Whether the value is the lowest or the highest that what is counted has; null of other measures.',
    ),
  numerator: z.string().describe('What is counted.'),
  denominator: z.string().nullable().describe('Of what; null where the numerator is itself the figure.'),
  unknown: z
    .string()
    .nullable()
    .describe(
      'What is counted apart because something needed is not known: left out, unless the definition or the switch `notKnown` has it in the denominator.',
    ),
  groupsAddUp: z
    .boolean()
    .describe(
      'Whether the groups of `by` add up to the whole. They do not where a child counts in every group in which it had a night.',
    ),
  dimensions: z.array(dimensionName).describe('What `by` takes.'),
  cohortDimensions: z.array(dimensionName).describe('What it can be filtered by.'),
  switches: z
    .array(
      z.object({
        name: z.enum(switchNames as [SwitchName, ...SwitchName[]]),
        title: z.string(),
        choices: z
          .array(z.object({ code: z.string(), label: z.string() }))
          .describe('The first is the default.'),
      }),
    )
    .describe('What the source of the definition leaves open.'),
})

export const catalogueView = z.object({
  items: z.array(measureView),
  dimensions: z.array(
    z.object({
      name: dimensionName,
      title: z.string(),
      codes: z.array(z.object({ code: z.string(), label: z.string() })),
    }),
  ),
})

export const itemView = z.object({
  from: z.string().optional().describe('The first day of the period; absent where a figure is of one day.'),
  asAt: z.string().describe('The day that it is the figure of, or the last of its period.'),
  group: z.record(z.string(), z.string()).describe('The code of each dimension asked for.'),
  labels: z.record(z.string(), z.string()).describe('What each code means.'),
  numerator: z
    .number()
    .nullable()
    .describe('Null where it is a sum, as of pounds, of which no amount is known: unknown is not 0.'),
  denominator: z.number().nullable().describe('Null where the numerator is itself the figure.'),
  value: z
    .number()
    .nullable()
    .describe(
      'From unrounded counts, to four decimal places; null where the denominator is 0, so that nothing can be said.',
    ),
  lowerQuartile: z
    .number()
    .nullable()
    .optional()
    .describe(
      'Of a measure of lengths alone: a quarter of them are shorter, in days; null where there are none.',
    ),
  upperQuartile: z
    .number()
    .nullable()
    .optional()
    .describe(
      'Of a measure of lengths alone: a quarter of them are longer, in days; null where there are none.',
    ),
  unknown: z
    .number()
    .describe(
      'Of how many what must be known is not: left out, unless the measure has them in its denominator.',
    ),
})

export const freshnessView = z.object({
  readAt: z.string().describe('Everything recorded before this instant is in the figures (ISO 8601).'),
  lastChangeAt: z
    .string()
    .nullable()
    .describe('When what the figures are made of was last changed; null if never.'),
  lastImportAt: z.string().nullable().describe('When files were last imported; null if never.'),
})

/** Fields of an answer that say how the query was understood. */
export const questionView = {
  measure: measureView,
  by: z.array(dimensionName),
  period: z
    .string()
    .nullable()
    .describe(
      'The kind of period; `range` where its first day was given; null where a figure is of one day.',
    ),
  knownAt: z.string().nullable().describe('As recorded at this instant; null for as recorded now.'),
  cohort: z.record(z.string(), z.array(z.string())).describe('The filters.'),
  switches: z.record(z.string(), z.string()).describe("How the measure's switches stood."),
}

const answer = {
  ...questionView,
  items: z
    .array(itemView)
    .describe(
      'A figure for each group that there is; the groups add up to the whole if `groupsAddUp`. Absent groups are 0.',
    ),
  freshness: freshnessView,
}

export const asAtView = z.object({ asAt: z.string(), ...answer })
export const measureSeriesView = z.object({
  from: z.string(),
  to: z.string(),
  every: z.enum(steps),
  ...answer,
})
