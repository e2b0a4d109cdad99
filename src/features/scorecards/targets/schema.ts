import { z } from 'zod'
import { ragBases } from '../../../domain/scorecards/rag.ts'
import { filter, measureId, seriesKey } from '../../../engines/figures/subject.ts'
import { civilDate, id, recordFields, words } from '../../../platform/http/fields.ts'

export const figureValue = z
  .number()
  .min(-1e11)
  .max(1e11)
  .refine((value) => Number(value.toFixed(4)) === value, 'has four decimal places at most')

export const ragRule = z.object({
  name: words(100),
  amberWithin: z
    .number()
    .min(0)
    .max(100_000)
    .multipleOf(0.0001)
    .describe('How far a figure may miss its target and still be amber.'),
  basis: z.enum(ragBases).describe("Of what: per cent of the target, or points of the figure's own unit."),
})

export const ragRuleView = z.object({
  ...recordFields,
  name: z.string(),
  amberWithin: z.number(),
  basis: z.string(),
})

export const target = z.object({
  measure: measureId.nullish().describe('The measure that it is of; or else give `series`.'),
  filter: filter.optional(),
  series: seriesKey.nullish().describe('The series of observations that it is of.'),
  value: figureValue.nullish().describe('The target, where it is a number; in the unit of the figure.'),
  low: figureValue.nullish().describe('The lower end of a range, which is met inside it.'),
  high: figureValue.nullish().describe('The upper end of a range.'),
  startsOn: civilDate.describe('From when figures are judged by it.'),
  endsOn: civilDate.nullish().describe('From when they no longer are; null while they are.'),
  dueOn: civilDate.nullish().describe('By when it is to be met.'),
  ownerRole: words(100).nullish().describe('Who answers for it, by role.'),
  note: words(1000).nullish(),
  ragRuleId: id.nullish().describe('How far from it is amber; the standard rule where left out.'),
})

export const targetView = z.object({
  ...recordFields,
  measure: z.string().nullable(),
  filter: z.record(z.string(), z.array(z.string())),
  series: z.string().nullable(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  startsOn: z.string(),
  endsOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  ownerRole: z.string().nullable(),
  note: z.string().nullable(),
  ragRuleId: z.string().nullable(),
})

export const targetFilters = z.object({ measure: measureId.optional(), series: seriesKey.optional() })
