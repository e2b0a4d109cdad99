import { z } from 'zod'
import {
  accessFindingNames,
  accessFindings,
  accessRuleNames,
  accessRules,
} from '../../domain/access-review/rules.ts'
import { page } from '../../platform/http/cursor.ts'
import { civilDate, id, words } from '../../platform/http/fields.ts'

export const accessQuery = page.extend({
  childId: id.optional().describe('Only what was read of this child.'),
  actor: z
    .string()
    .max(300)
    .optional()
    .describe('Only what this user, or `key:` and a name, read: the subject.'),
  from: civilDate.optional().describe('From this day on.'),
  to: civilDate.optional().describe('To this day, included.'),
})

export const accessEntry = z.object({
  id: z.number().int(),
  at: z.string(),
  actor: z
    .string()
    .describe(
      'The subject of the token; `key:` and the name of a service key; `authority` and the code of another.',
    ),
  role: z.string(),
  action: z.string().describe('The operation that told it.'),
  purpose: z.string().nullable().describe('The `Access-Purpose` that was given.'),
  requestId: z.string(),
  breakGlassId: z
    .string()
    .nullable()
    .describe('The breaking of glass by which more was seen than the role shows.'),
  childIds: z.array(z.string()),
})

export const unusualQuery = z.strictObject({
  from: civilDate.optional().describe('Seven days back unless said; at most 92 days before `to`.'),
  to: civilDate.optional().describe('Today unless said.'),
})

export const unusualAccess = z.object({
  id: z.string(),
  rule: z.enum(accessRuleNames).describe(
    Object.entries(accessRules)
      .map(([rule, { words: meaning }]) => `${rule}: ${meaning}`)
      .join(' '),
  ),
  actor: z.string(),
  role: z.string(),
  from: z.string().describe('The first entry, or when glass was broken.'),
  to: z.string().describe('The last entry, or until when glass was broken.'),
  children: z.number().int().describe('How many different children.'),
  entries: z.number().int().describe('How many entries of the access log.'),
  reason: z.string().nullable().describe('Why glass was broken.'),
  review: z
    .object({
      finding: z.string(),
      note: z.string(),
      reviewedBy: z.string(),
      reviewedAt: z.string(),
    })
    .nullable()
    .describe('What whoever looked into it found; null until then.'),
})

export const reviewBody = z.strictObject({
  finding: z.enum(accessFindingNames).describe(
    Object.entries(accessFindings)
      .map(([finding, meaning]) => `${finding}: ${meaning}.`)
      .join(' '),
  ),
  note: words(500).describe('What was found, in words that name no child.'),
})
