import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import { overridableMusts } from '../../domain/gates/musts-at-the-door.ts'
import { office } from '../../engines/gates/schema.ts'
import { civilDate, id, recordFields, words } from '../../platform/http/fields.ts'
import { carerApprovalKinds, libertyOrderKinds } from './kinds.ts'

const decider = {
  office: z.string().describe('In what office it was decided.'),
  decidedBy: z.string().describe('Who decided: the subject of the token.'),
}

export const officer = z.object({
  subject: words(200).describe('The subject of the user’s tokens.'),
  office,
  fromOn: civilDate,
  toOn: civilDate.nullish().describe('The day on which the office is given up.'),
})
export const officerView = z.object({
  ...recordFields,
  subject: z.string(),
  office: z.string(),
  fromOn: z.string(),
  toOn: z.string().nullable(),
})

export const carerApproval = z.object({
  homeId: id.describe("The carer's household. The approval serves every child placed there."),
  kind: z.enum(codesOf(carerApprovalKinds)).describe(
    Object.entries(carerApprovalKinds)
      .map(([code, { label }]) => `${code}: ${label}.`)
      .join(' '),
  ),
  childId: id.nullish().describe('Of early permanence alone: the child whom it names.'),
  fromOn: civilDate.describe(
    'The first day that it covers; of an extension, the day on which the temporary approval ends.',
  ),
  untilOn: civilDate
    .nullish()
    .describe(
      'The day on which it ends. Left out: 16 weeks after the first of a temporary approval, 8 after that of an extension; no end of a full one.',
    ),
  assessed: z
    .literal(true)
    .describe(
      'That the carer has been assessed: by Schedule 4 for a temporary approval, by the fostering panel for a full one.',
    ),
  pendingReview: z
    .boolean()
    .optional()
    .describe(
      'Of an extension that lasts until the review of a refusal has ended (reg. 25): it may be longer than 8 weeks.',
    ),
  note: words(1000).nullish(),
})
export const carerApprovalView = z.object({
  ...recordFields,
  homeId: z.string(),
  kind: z.string(),
  childId: z.string().nullable(),
  fromOn: z.string(),
  untilOn: z.string().nullable(),
  assessed: z.boolean(),
  pendingReview: z.boolean(),
  ...decider,
  note: z.string().nullable(),
})

export const termsExemption = z.object({
  homeId: id.describe("The carer's household."),
  childId: id.describe('The child whom it names.'),
  fromOn: civilDate,
  toOn: civilDate.describe('The day on which it ends: by then the terms are varied, or the child has moved.'),
  reason: words(500),
})
export const termsExemptionView = z.object({
  ...recordFields,
  homeId: z.string(),
  childId: z.string(),
  fromOn: z.string(),
  toOn: z.string(),
  reason: z.string(),
  decidedBy: decider.decidedBy,
})

export const libertyOrder = z.object({
  childId: id,
  kind: z.enum(codesOf(libertyOrderKinds)),
  fromOn: civilDate,
  untilOn: civilDate.describe('The day on which it ends.'),
})
export const libertyOrderView = z.object({
  ...recordFields,
  childId: z.string(),
  kind: z.string(),
  fromOn: z.string(),
  untilOn: z.string(),
})

export const override = z.object({
  childId: id,
  homeId: id.describe('The home in which the must may be broken.'),
  must: z.enum(overridableMusts).describe('Of the musts that somebody may override, which.'),
  decidedOn: civilDate.describe('When it was decided; in force from that day.'),
  untilOn: civilDate.describe('The day on which it ends, and is looked at again.'),
  reason: words(1000).describe('Why, in words that name no one.'),
})
export const overrideView = z.object({
  ...recordFields,
  childId: z.string(),
  homeId: z.string(),
  must: z.string(),
  ...decider,
  decidedOn: z.string(),
  untilOn: z.string(),
  reason: z.string(),
})
