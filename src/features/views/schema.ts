import { z } from 'zod'
import { dimensionNames, type DimensionName } from '../../domain/measures/dimensions.ts'
import { measureUnits, polarities, type MeasureUnit } from '../../domain/measures/measure.ts'
import { steps } from '../../domain/measures/points.ts'
import { switchNames } from '../../domain/measures/switches.ts'
import { views, type ViewId } from '../../domain/views/views.ts'
import { asAtQuery, freshnessView, settingFields } from '../../engines/figures/schema.ts'

export const viewParams = z.object({
  id: z
    .string()
    .max(100)
    .describe(`A view of the list: ${(Object.keys(views) as ViewId[]).join(', ')}.`)
    .meta({ examples: ['placement-mix'] }),
})

const { asAt, from, period, knownAt } = asAtQuery.shape
export const viewQuery = z.strictObject({ asAt, from, period, knownAt, ...settingFields })

const unit = z.enum(Object.keys(measureUnits) as [MeasureUnit, ...MeasureUnit[]])
const column = {
  id: z.string().describe('By which `cells` have it.'),
  title: z.string(),
  measure: z
    .object({
      id: z.string(),
      title: z.string(),
      version: z.number().int(),
      unit,
      polarity: z.enum(polarities),
      over: z.enum(['day', 'period']),
    })
    .describe('The measure whose figures these are; its definition is in the catalogue.'),
  filter: z
    .record(z.string(), z.array(z.string()))
    .describe('The part of the measure: codes of its dimensions, choices of its switches.'),
  shows: z.enum(['value', 'numerator', 'denominator']).describe('Which number of the figure is shown.'),
  unit: unit.describe('Of what is shown.'),
}
const block = {
  id: z.string(),
  title: z.string(),
  by: z
    .array(z.enum(dimensionNames as [DimensionName, ...DimensionName[]]))
    .describe('What its rows are divided by; none where it has the total alone, or a row for each day.'),
  trend: z
    .object({ years: z.number().int(), every: z.enum(steps) })
    .nullable()
    .describe('Where it has a row for each day: over how many years, and how far apart.'),
}
const viewFields = {
  id: z.string(),
  title: z.string(),
  description: z.string(),
  source: z.string().describe('Where such tables are printed.'),
  href: z.string(),
}

export const viewListView = z.object({
  items: z.array(
    z.object({
      ...viewFields,
      blocks: z.array(z.object({ ...block, columns: z.array(z.object(column)) })),
    }),
  ),
  switches: z
    .array(z.object({ name: z.enum(switchNames as [string, ...string[]]), title: z.string() }))
    .describe('What may be sent with a view some of whose measures take it; the catalogue has the choices.'),
})

const cell = z.object({
  shown: z.number().nullable().describe('The number to print, in the unit of the column.'),
  numerator: z.number().nullable().describe('Null where it is a sum of which no amount is known.'),
  denominator: z.number().nullable(),
  value: z.number().nullable(),
  unknown: z
    .number()
    .describe(
      'Of how many what must be known is not: left out, unless the measure has them in its denominator.',
    ),
})
const row = z.object({
  asAt: z.string(),
  group: z.record(z.string(), z.string()).describe('The code of each dimension.'),
  labels: z.record(z.string(), z.string()),
  cells: z.record(z.string(), cell).describe('By column.'),
})

export const viewView = z.object({
  view: z.object(viewFields),
  asAt: z.string(),
  knownAt: z.string().nullable(),
  blocks: z.array(
    z.object({
      ...block,
      columns: z.array(
        z.object({
          ...column,
          from: z
            .string()
            .nullable()
            .describe('The first day of the period of the last row; null where the measure is of a day.'),
          href: z.string().describe('Asks the measure itself the same: its figures are those of the column.'),
        }),
      ),
      rows: z
        .array(row)
        .describe('In order of the codes, or of the days. Rows of nothing but 0 are left out.'),
      total: row.describe('The whole, asked as such: not the sum of what is shown.'),
    }),
  ),
  freshness: freshnessView,
})
