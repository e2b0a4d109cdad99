import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import { decisions, gateIds } from '../../domain/gates/gates.ts'
import { offices } from '../../domain/gates/offices.ts'
import { musts } from '../../domain/matching/criteria.ts'

export const office = z.enum(codesOf(offices))

/** A gate that stands before a placement. */
export const gateView = z.object({
  gate: z.enum(gateIds),
  title: z.string(),
  regulation: z.string().describe('What it rests on.'),
  why: z.string().describe('Why it stands before this placement.'),
  state: z
    .enum(['awaited', ...decisions, 'unmet', 'unlawful'])
    .describe('unmet: a record must be put right first. unlawful: nothing opens it.'),
  office: office.nullable().describe('Who decides; null where nobody does.'),
  toDo: z.string().describe('What opens it.'),
  confirms: z.record(z.string(), z.string()).describe('What whoever approves confirms, by code.'),
  mayStartFirst: z
    .boolean()
    .describe('Whether the placement may start before it is open: it is an emergency.'),
  mayStartFirstInEmergency: z.boolean().describe('Whether it might, were it an emergency.'),
  dueOn: z.string().describe('The day by which it is to be opened.'),
})

/** A gate that would stand before a place that is looked at, before anything is agreed. */
export const gateAhead = gateView.omit({ confirms: true, dueOn: true }).extend({
  children: z
    .array(z.number().int())
    .describe('For which of the children, by their position in the question, from 0.'),
})
export type GateAhead = z.output<typeof gateAhead>

/** A must of the search that a placement breaks. */
export const brokenMustView = z.object({
  must: z.enum(musts.map(({ id }) => id)),
  title: z.string(),
  why: z.string(),
  toDo: z.string(),
  office: office.nullable().describe('Who may override it; null where nobody may.'),
  overridden: z
    .object({ id: z.string(), until: z.string() })
    .nullable()
    .describe('The override in force on the first night.'),
})
