import { z } from 'zod'
import { polarities } from '../../domain/measures/measure.ts'
import { arrows, verdicts } from '../../domain/scorecards/direction.ts'
import { publishedSeries } from '../../domain/scorecards/published-files.ts'
import { ragBases, ragNames } from '../../domain/scorecards/rag.ts'
import { frequencies } from '../../domain/scorecards/row.ts'
import { spanNames } from '../../domain/scorecards/spans.ts'
import { unitNames } from '../../domain/scorecards/units.ts'
import { recordFields, words } from '../../platform/http/fields.ts'
import { filter, measureId, seriesKey } from '../figures/subject.ts'

export const polarity = z.enum(polarities).describe('Whether a high or a low figure is good, or neither.')

const whole = z.number().int()
const mostRows = 200

export const rowRef = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/, 'takes up to 20 letters, digits, dots and hyphens')
  .describe('Its reference in the table.')
  .meta({ examples: ['2.4'] })

const row = z
  .strictObject({
    ref: rowRef,
    measure: measureId.optional().describe('The measure that it shows; or else give `series`.'),
    filter: filter.optional(),
    series: seriesKey.optional().describe('The series of observations that it shows.'),
    title: words(200).optional().describe('In place of the title of the measure or series.'),
    polarity: polarity.optional().describe('In place of the polarity of the measure or series.'),
    frequency: z
      .enum(frequencies)
      .optional()
      .describe('Whether there is a figure each quarter, or each year alone.'),
    published: z
      .enum(publishedSeries.map(({ id }) => id) as [string, ...string[]])
      .optional()
      .describe("The published indicator that it compares with; the measure's own where left out."),
    span: z
      .enum(spanNames)
      .optional()
      .describe(
        'Of a measure over a period, what its figures are of: the financial year to date (when left out), or the quarter alone.',
      ),
    priority: words(100).optional().describe("The priority of the authority's plan that it serves."),
  })
  .refine(({ measure, series }) => (measure === undefined) !== (series === undefined), {
    error: 'shows a measure or a series of observations: give one of them',
  })

const rows = z
  .array(row)
  .min(1)
  .max(mostRows)
  .refine((all) => new Set(all.map(({ ref }) => ref)).size === all.length, { error: 'names a ref twice' })
  .describe('In the order of the table.')

export const definition = z.object({ title: words(200), description: words(2000).nullish(), rows })

const openRow = z.object({
  ref: z.string(),
  measure: z.string().optional(),
  filter: z.record(z.string(), z.array(z.string())).optional(),
  series: z.string().optional(),
  title: z.string().optional(),
  polarity: z.string().optional(),
  frequency: z.string().optional(),
  span: z.string().optional(),
  published: z.string().optional(),
  priority: z.string().optional(),
})

export const definitionView = z.object({
  ...recordFields,
  title: z.string(),
  description: z.string().nullable(),
  rows: z.array(openRow),
})

export const scorecardId = z
  .string()
  .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]+(-[a-z]+)*)$/, 'is not the id of a scorecard')
  .describe('Of a scorecard definition, or the name of one that is built in.')
  .meta({ examples: ['corporate-parenting'] })

export const period = z
  .string()
  .regex(/^(19[1-9]\d|20\d\d|21[0-8]\d)-Q[1-4]$/, 'is not a quarter of a financial year, such as 2023-Q3')
  .describe('A quarter of a financial year: 2023-Q3 is October to December 2023.')
  .meta({ examples: ['2023-Q3'] })

export const comment = z.object({
  scorecard: scorecardId,
  rowRef,
  period,
  comment: words(2000).describe('What is said of the row. No names.'),
})

export const commentView = z.object({
  ...recordFields,
  scorecard: z.string(),
  rowRef: z.string(),
  period: z.string(),
  comment: z.string(),
  writtenBy: z.string().describe('Who wrote it as it now is: the subject of the token.'),
})

export const scorecardListView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string().nullable(),
      builtIn: z.boolean(),
      href: z.string().describe('Where it is laid out.'),
    }),
  ),
})

const figure = z.object({
  period: z.string(),
  from: z.string().nullable().describe('The first day of its span; null for a figure of one day.'),
  asAt: z.string().describe('The day that it is the figure of, or the last of its span.'),
  value: z.number().nullable().describe('Unrounded; null where there is nothing to divide by.'),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  unknown: z.number().nullable().describe('How many a measure leaves out because it is not known.'),
  recorded: z
    .object({ source: z.string(), by: z.string(), at: z.string() })
    .nullable()
    .describe(
      'Of an observation: where it is from, and who recorded it when; null for what is computed here.',
    ),
})

const rag = z.enum(ragNames)
const counts = z.object({ red: whole, amber: whole, green: whole, 'n-a': whole })

export const rowView = z.object({
  ref: z.string(),
  kind: z.enum(['measure', 'observation']).describe('Computed here, or recorded from another system.'),
  measure: z.string().nullable(),
  filter: z.record(z.string(), z.array(z.string())),
  series: z.string().nullable(),
  title: z.string(),
  definition: z.string().nullable(),
  source: z.string(),
  unit: z.enum(unitNames),
  polarity,
  frequency: z.enum(frequencies),
  span: z
    .enum(spanNames)
    .nullable()
    .describe('What the figures of a measure over a period are of; null for figures of one day.'),
  neighbours: z
    .object({
      mean: z.number().nullable(),
      median: z.number().nullable(),
      valued: whole.describe('Of how many there was a figure.'),
      of: whole,
      year: whole,
    })
    .nullable()
    .describe(
      'The average of the statistical neighbours in the latest year ended; null where nothing is published.',
    ),
  national: z
    .object({
      value: z.number().nullable(),
      symbol: z.string().nullable(),
      meaning: z.string().nullable(),
      year: whole,
    })
    .nullable(),
  target: z
    .object({
      value: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      id: z.string(),
      version: whole,
      dueOn: z.string().nullable(),
      ownerRole: z.string().nullable(),
      partOfYear: z
        .number()
        .describe(
          'The part of a year that the figure judged is of. A target of a count over a period is of a whole year.',
        ),
      due: z
        .object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
        .describe('What the figure is judged by: the target, pro rata for a part of a year.'),
      rule: z.object({
        id: z.string().nullable().describe('Null for the standard rule.'),
        name: z.string(),
        amberWithin: z.number(),
        basis: z.enum(ragBases),
        version: whole,
      }),
    })
    .nullable()
    .describe('The target in force on the day.'),
  lastYearEnd: figure.nullable(),
  quarters: z.array(figure.nullable()).describe('Of the year, in order; null where there is none.'),
  level: z.object({
    rag,
    why: z.enum(['no-figure', 'no-target', 'no-polarity']).nullable().describe('Why it is not judged.'),
    period: z.string().nullable().describe('The quarter whose figure is judged.'),
  }),
  direction: z.object({
    arrow: z.enum(arrows),
    verdict: z.enum(verdicts).describe('Whether that is good.'),
    rag: rag.describe('better: green; same: amber; worse: red; otherwise n-a.'),
    from: z.string().nullable(),
    to: z.string().nullable(),
    fromAsAt: z
      .string()
      .nullable()
      .describe(
        'The last day of the figure compared with, of a span as long: a quarter, or last year to the same day.',
      ),
    fromValue: z.number().nullable(),
  }),
  comment: z
    .object({
      id: z.string(),
      version: whole,
      comment: z.string(),
      writtenBy: z.string(),
      writtenAt: z.string(),
    })
    .nullable(),
  priority: z.string().nullable(),
  trend: z
    .array(z.object({ period: z.string(), asAt: z.string(), value: z.number().nullable() }))
    .describe('Up to nine quarters, or the years among them.'),
})

export const scorecardView = z.object({
  scorecard: z.object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    version: whole.describe('Of its definition.'),
  }),
  period: z.object({
    id: z.string(),
    title: z.string(),
    from: z.string(),
    to: z.string(),
    asAt: z.string(),
    provisional: z.boolean().describe('Whether the quarter has not ended: its figures are those so far.'),
  }),
  lastYearEnd: z.object({ period: z.string(), asAt: z.string(), title: z.string() }),
  quarters: z.array(z.object({ period: z.string(), title: z.string(), asAt: z.string() })),
  rows: z.array(rowView),
  summary: z.object({
    level: counts.describe('Rows by where they stand.'),
    direction: counts.describe('Rows by which way they go: green is better.'),
  }),
  freshness: z.object({ readAt: z.string(), lastImportAt: z.string().nullable() }),
  released: z
    .object({ financialYear: z.string(), href: z.string() })
    .nullable()
    .describe(
      'Where the scorecard is as everyone may see it, of the latest year that had ended and is released; null where none is.',
    ),
})
