import { z } from 'zod'
import { unitNames } from '../../../domain/scorecards/units.ts'
import { seriesKey } from '../../../engines/figures/subject.ts'
import { polarity } from '../../../engines/scorecards/schema.ts'
import { civilDate, recordFields, words } from '../../../platform/http/fields.ts'
import { figureValue } from '../targets/schema.ts'

export const observationSeriesFields = z.object({
  key: seriesKey.describe("By which observations, targets and scorecards name it; the authority's own."),
  title: words(200),
  definition: words(2000).nullish().describe('What it counts, of what.'),
  source: words(200).describe('The system or return that its figures are from.'),
  unit: z.enum(unitNames),
  polarity,
})

export const observationSeriesView = z.object({
  ...recordFields,
  key: z.string(),
  title: z.string(),
  definition: z.string().nullable(),
  source: z.string(),
  unit: z.string(),
  polarity: z.string(),
})

export const observation = z.object({
  series: seriesKey.describe('The key of its series.'),
  asAt: civilDate.describe('The day that it is the figure of, or the last of the period that it is of.'),
  periodFrom: civilDate.nullish().describe('The first day of the period, where it is of one.'),
  value: figureValue.describe('In the unit of the series.'),
  numerator: figureValue.nullish().describe('What the value was made of, where known.'),
  denominator: figureValue.nullish(),
  source: words(200).nullish().describe('Where it is from, where that is not the source of the series.'),
  note: words(1000).nullish(),
})

export const observationView = z.object({
  ...recordFields,
  series: z.string(),
  asAt: z.string(),
  periodFrom: z.string().nullable(),
  value: z.number(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  source: z.string().nullable(),
  note: z.string().nullable(),
  recordedBy: z.string().describe('The subject of the token that recorded it.'),
})
