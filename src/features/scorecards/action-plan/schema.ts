import { z } from 'zod'
import { actionStatuses, declaredStatuses } from '../../../domain/scorecards/action-status.ts'
import { verdicts, arrows } from '../../../domain/scorecards/direction.ts'
import { filter, measureId } from '../../../engines/figures/subject.ts'
import { rowRef } from '../../../engines/scorecards/schema.ts'
import { civilDate, id, recordFields, words } from '../../../platform/http/fields.ts'

export const action = z.object({
  ref: rowRef.describe("Its reference in the strategy, such as '4.4'."),
  strategy: words(200).nullish().describe('The strategy that it is of.'),
  priority: words(100).nullish().describe('The priority that it serves.'),
  what: words(1000).describe('What will be done.'),
  ownerRole: words(100).describe('Who answers for it, by role.'),
  startsOn: civilDate.describe('The day from which its measures are followed.'),
  dueOn: civilDate,
  completedOn: civilDate.nullish(),
  measures: z
    .array(z.strictObject({ measure: measureId, filter: filter.optional() }))
    .max(20)
    .optional()
    .describe('The measures that it is meant to move.'),
})

export const actionView = z.object({
  ...recordFields,
  ref: z.string(),
  strategy: z.string().nullable(),
  priority: z.string().nullable(),
  what: z.string(),
  ownerRole: z.string(),
  startsOn: z.string(),
  dueOn: z.string(),
  completedOn: z.string().nullable(),
  measures: z.array(
    z.object({ measure: z.string(), filter: z.record(z.string(), z.array(z.string())).optional() }),
  ),
})

const figure = z.object({ asAt: z.string(), value: z.number().nullable() })

export const actionDetail = z.object({
  status: z
    .enum(actionStatuses)
    .describe('Derived from its dates and, while it is under way, declared by its last update.'),
  updates: z.array(
    z.object({
      id: z.string(),
      asAt: z.string(),
      status: z.string(),
      words: z.string(),
      recordedBy: z.string(),
    }),
  ),
  moved: z
    .array(
      z.object({
        measure: z.string(),
        filter: z.record(z.string(), z.array(z.string())),
        title: z.string(),
        unit: z.string(),
        polarity: z.string(),
        then: figure.nullable().describe('As at the day that it began; null before.'),
        now: figure.nullable().describe('Today or, once it is completed, as at that day.'),
        arrow: z.enum(arrows),
        verdict: z
          .enum(verdicts)
          .describe('Whether the measure moved for the better since the action began.'),
      }),
    )
    .describe('Each of its measures, then and now. That it moved does not show that the action moved it.'),
})

export const actionUpdate = z.object({
  actionId: id,
  asAt: civilDate,
  status: z.enum(declaredStatuses),
  words: words(2000).describe('What has been done. No names.'),
})

export const actionUpdateView = z.object({
  ...recordFields,
  actionId: z.string(),
  asAt: z.string(),
  status: z.string(),
  words: z.string(),
  recordedBy: z.string(),
})
