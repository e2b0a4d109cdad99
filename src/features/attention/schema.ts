import { z } from 'zod'
import { attentionKind, severity, team } from '../../engines/attention/schema.ts'
import { page } from '../../platform/http/cursor.ts'
import { civilDate, id } from '../../platform/http/fields.ts'

/** Codes separated by commas. */
function several<T extends z.ZodType<string>>(code: T) {
  return z
    .string()
    .max(2000)
    .transform((text, context): z.output<T>[] => {
      const read = z.array(code).safeParse(text.split(','))
      if (read.success) return read.data
      context.addIssue({ code: 'custom', message: 'names a code that there is not' })
      return z.NEVER
    })
}

export const attentionQuery = z.strictObject({
  kind: several(attentionKind).optional().describe('Only these kinds, separated by commas.'),
  team: several(team).optional().describe('Only what these teams act on, separated by commas.'),
  severity: several(severity).optional().describe('Only what is so grave, separated by commas.'),
  childId: id.optional().describe('Only what concerns the child.'),
  homeId: id.optional().describe('Only what concerns the home.'),
  dueBefore: civilDate.optional().describe('Only what is due before the day.'),
  ...page.shape,
})

export const attentionKindList = z.object({
  items: z.array(
    z.object({
      kind: attentionKind,
      title: z.string(),
      raisedWhen: z.string().describe('When a row is raised.'),
      severity,
      team,
      teamTitle: z.string(),
      settledBy: z.string(),
      regulation: z.string().nullable(),
    }),
  ),
})

const counts = z.object({ rows: z.number().int(), overdue: z.number().int() })
export const attentionSummary = z.object({
  asAt: z.string(),
  rows: z.number().int(),
  overdue: z.number().int().describe('Rows whose day has gone by.'),
  severities: z.array(counts.extend({ severity })),
  kinds: z.array(counts.extend({ kind: attentionKind, title: z.string(), severity, team })),
})

export const attentionSweep = z.object({
  raised: z.number().int().describe('Rows that are new, each with an event `attention.raised`.'),
  settled: z.number().int().describe('Rows that are gone, each with an event `attention.settled`.'),
})

/** The columns of a row in a spreadsheet. */
export const attentionColumns = [
  'severity',
  'title',
  'due',
  'children',
  'home',
  'team',
  'office',
  'detail',
  'action',
  'method',
  'href',
  'regulation',
  'record',
  'kind',
  'id',
] as const
