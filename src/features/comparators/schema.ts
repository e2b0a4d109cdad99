import { z } from 'zod'
import { unitNames } from '../../domain/scorecards/units.ts'

const whole = z.number().int()
const symbol = z
  .string()
  .nullable()
  .describe(
    'What was published in place of the figure, such as `c`; null where there is a figure or nothing.',
  )

const figure = {
  value: z.number().nullable().describe('As published, DfE rounding percentages to whole numbers.'),
  symbol,
  meaning: z.string().nullable().describe('What the symbol means.'),
  count: z
    .number()
    .nullable()
    .describe('The number of children that the figure is made of, where published.'),
  countSymbol: z.string().nullable(),
  file: z.string().describe('The file that it is from.'),
  row: whole.describe('The row of the file, whose header is row 1.'),
}

const average = {
  mean: z.number().nullable().describe('Of those with a value; null where none has.'),
  median: z.number().nullable(),
  valued: whole.describe('How many of them had a value; a symbol is none.'),
  of: whole.describe('How many there are: ten, or none where no model is loaded.'),
}

export const comparatorSeriesView = z.object({
  id: z.string(),
  title: z.string(),
  measure: z.string().nullable().describe('The measure that it compares with; null where there is none.'),
  filter: z.record(z.string(), z.string()).describe('The part of the measure that it is of.'),
  unit: z.enum(unitNames),
  source: z.string(),
})

export const declaredSeriesView = comparatorSeriesView.extend({
  kind: z.string().describe('The kind of file.'),
  columns: z
    .array(z.string())
    .describe('The columns by which the file is known, beside those of every file.'),
  rows: z.record(z.string(), z.string()).describe('Its rows: each column named holds the text named.'),
  value: z.string().describe('The column of the figure.'),
  count: z.string().nullable().describe('The column of the number of children.'),
})

export const comparisonView = z.object({
  series: comparatorSeriesView,
  year: whole.describe('In which the reporting year ends: 2023 for 2022/23.'),
  national: z.object(figure).nullable().describe('England; null where nothing was published.'),
  region: z.object({ code: z.string(), name: z.string(), ...figure }).nullable(),
  own: z.object(figure).nullable().describe('The authority itself, as published.'),
  neighbours: z.object({
    ...average,
    model: whole.nullable().describe('The year of the model of statistical neighbours.'),
    authorities: z.array(
      z.object({ code: z.string(), name: z.string(), rank: whole, value: z.number().nullable(), symbol }),
    ),
  }),
})

export const comparisonsQuery = z.strictObject({
  year: z.coerce
    .number()
    .int()
    .min(1990)
    .max(2199)
    .optional()
    .describe('In which the reporting year ends; the latest that is loaded when left out.'),
  measure: z.string().max(100).optional().describe('Only what compares with this measure.'),
})

export const importsView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      file: z.string(),
      kind: z.string(),
      sha256: z.string().describe('Of the file as it was given.'),
      loadedAt: z.string(),
      rows: z
        .array(
          z.object({
            outcome: z.string(),
            used: z.boolean(),
            reason: z.string(),
            rows: whole.describe('How many rows it became of.'),
          }),
        )
        .describe('What became of its rows.'),
    }),
  ),
})
