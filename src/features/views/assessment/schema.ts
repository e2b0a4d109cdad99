import { z } from 'zod'
import { actionStatuses } from '../../../domain/scorecards/action-status.ts'
import { arrows, verdicts } from '../../../domain/scorecards/direction.ts'
import { viewQuery, viewView } from '../schema.ts'

const { asAt, from, period, knownAt } = viewQuery.shape
export const assessmentQuery = z.strictObject({ asAt, from, period, knownAt })

const { view, blocks, freshness } = viewView.shape
const figure = z.object({ asAt: z.string(), value: z.number().nullable() })
const interval = z.object({
  p10: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p90: z.number(),
})

const gap = z.object({
  asAt: z.string(),
  placementType: z.string(),
  area: z.string().nullable(),
  beds: z.number(),
  children: z.number().describe('Mean of the children in such homes: the denominator of the chance.'),
  short: z.object({ p10: z.number(), p50: z.number(), p90: z.number() }),
  chanceUnmet: z.number().describe('`childrenBeyond` ÷ `children`.'),
  childrenBeyond: z.number().describe('Mean of the children beyond the beds: the numerator of the chance.'),
  bedsForTarget: z.number(),
  occupancyAtTarget: z.number(),
})

const outturn = z.object({
  financialYear: z.string(),
  title: z.string().nullable(),
  spent: z.number(),
  projected: z.object({ mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number() }),
  budget: z.number().nullable(),
  chanceOver: z.number().nullable(),
})

const forecastNumber = z.object({
  asAt: z.string(),
  by: z.string(),
  placementType: z.string().nullable(),
  ageBand: z.string().nullable(),
  mean: z.number(),
  interval: interval.nullable(),
  few: z.object({ none: z.number(), oneOrMore: z.number(), twoOrMore: z.number() }).nullable(),
})

const action = z.object({
  id: z.string(),
  ref: z.string(),
  strategy: z.string().nullable(),
  priority: z.string().nullable(),
  what: z.string(),
  ownerRole: z.string(),
  startsOn: z.string(),
  dueOn: z.string(),
  completedOn: z.string().nullable(),
  status: z.enum(actionStatuses),
  words: z.string().nullable().describe('What was last said of it.'),
  moved: z
    .array(
      z.object({
        measure: z.string(),
        title: z.string(),
        unit: z.string(),
        filter: z.record(z.string(), z.array(z.string())),
        then: figure.nullable(),
        now: figure.nullable(),
        arrow: z.enum(arrows),
        verdict: z.enum(verdicts),
      }),
    )
    .describe('Its measures, on the day that it began and on the day of the assessment.'),
})

const section = z.object({
  id: z.string(),
  title: z.string(),
  blocks,
  gap: z.array(gap).optional().describe('Section `gap`: children against beds at a year, two and three.'),
  outturns: z.array(outturn).optional().describe('Section `cost`.'),
  sentences: z.array(z.string()).optional().describe('Section `forecast`, to read out.'),
  history: z.array(z.object({ asAt: z.string(), children: z.number() })).optional(),
  fan: z
    .array(interval.extend({ asAt: z.string(), mean: z.number() }))
    .optional()
    .describe('All children in care, month by month.'),
  numbers: z.array(forecastNumber).optional().describe('By type and by age at a year, two and three.'),
  actions: z.array(action).optional().describe('Section `plan`.'),
  missing: z
    .array(z.string())
    .describe('What the section should have and has not, with the reason; empty where nothing is missing.'),
})

export const assessmentAnswer = z.object({
  view,
  asAt: z.string(),
  knownAt: z.string().nullable(),
  forecast: z
    .object({
      id: z.string(),
      href: z.string(),
      title: z.string().nullable(),
      asAt: z.string(),
      children: z.number().describe('In care on the night of the origin.'),
    })
    .nullable()
    .describe('The forecast from which gap, costs and numbers to come are taken: the latest by the day.'),
  sections: z.array(section),
  definitions: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        definition: z.string(),
        source: z.string(),
        version: z.number().int(),
        unit: z.string(),
        numerator: z.string(),
        denominator: z.string().nullable(),
        unknown: z.string().nullable(),
      }),
    )
    .describe('What each number is: each measure of the tables, and each number of the forecast.'),
  freshness,
})
export type Assessment = z.output<typeof assessmentAnswer>
