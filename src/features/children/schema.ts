import { z } from 'zod'
import {
  careEndReasons,
  codesOf,
  ethnicities,
  legalStatusLabels,
  needs,
  relations,
  separationCategories,
  sexes,
} from '../../domain/codes.ts'
import { civilDate, id, postcode, recordFields, reference, words } from '../../platform/http/fields.ts'
import { needsOfChild, needViews } from '../../platform/http/needs-of-child.ts'

export const siblingGroup = z.object({ reference })
export const siblingGroupView = z.object({ ...recordFields, reference: z.string() })

export const child = z.object({
  reference: reference.describe("The authority's identifier for the child (SSDA903 CHILD); never a name."),
  upn: z
    .string()
    .regex(/^([A-Z]\d{11}[A-Z0-9]|UN[1-5])$/, 'is a unique pupil number, or UN1 to UN5 where there is none')
    .meta({ examples: ['UN4'] })
    .nullish(),
  dateOfBirth: civilDate,
  sex: z.enum(codesOf(sexes)),
  ethnicity: z.enum(codesOf(ethnicities)).optional().describe('SSDA903 ETHNIC.'),
  uasc: z.boolean().optional().describe('Unaccompanied asylum-seeking child.'),
  uascCeasedOn: civilDate.nullish().describe('When that status ceased (SSDA903 DUC).'),
  disabled: z
    .boolean()
    .nullish()
    .describe('Null while unknown. A child in care for need N2 counts as disabled in any case.'),
  homePostcode: postcode.nullish().describe('Home at entry to care; distances are measured from it.'),
  schoolPostcode: postcode.nullish(),
  siblingGroupId: id.nullish().describe('Brothers and sisters share a group.'),
  parentId: id
    .nullish()
    .describe(
      'The parent, where the parent is a child on record too. A search for both places them as one, in a home that takes parent and child.',
    ),
})
export const childView = z.object({
  ...recordFields,
  reference: z.string(),
  upn: z.string().nullable(),
  dateOfBirth: z.string(),
  sex: z.string(),
  ethnicity: z.string(),
  uasc: z.boolean(),
  uascCeasedOn: z.string().nullable(),
  disabled: z.boolean().nullable(),
  homePostcode: z.string().nullable(),
  schoolPostcode: z.string().nullable(),
  siblingGroupId: z.string().nullable(),
  parentId: z.string().nullable(),
  mergedIntoId: z.string().nullable().describe('The record that it was merged into; told in its history.'),
  mergedFromIds: z.array(z.string()).describe('Records of the same child that were merged into it.'),
})

export const distinction = z.object({
  childId: id,
  otherChildId: id.describe('The other child. Which of the two is named first means nothing.'),
  reason: words(500).describe('How it is known that they are two children; in words that name no one.'),
})
export const distinctionView = z.object({
  ...recordFields,
  childId: z.string(),
  otherChildId: z.string(),
  reason: z.string(),
})

export const carePeriod = z.object({
  childId: id,
  startedOn: civilDate,
  endedOn: civilDate.nullish(),
  need: z.enum(codesOf(needs)).nullish().describe('Category of need at the start (SSDA903 CIN).'),
  endReason: z
    .enum(codesOf(careEndReasons))
    .nullish()
    .describe('Why care ended (SSDA903 REC); given with endedOn.'),
  startedBefore: z
    .boolean()
    .optional()
    .describe('Care began before startedOn, and nobody knows when: startedOn is the first day known of.'),
  endToConfirm: z
    .boolean()
    .optional()
    .describe(
      'Care has ended, and the day is to be confirmed: endedOn is the earliest that it can have been.',
    ),
})
export const carePeriodView = z.object({
  ...recordFields,
  childId: z.string(),
  startedOn: z.string(),
  endedOn: z.string().nullable(),
  need: z.string().nullable(),
  endReason: z.string().nullable(),
  startedBefore: z.boolean(),
  endToConfirm: z.boolean(),
})

export const legalStatus = z.object({
  childId: id,
  status: z.enum(codesOf(legalStatusLabels)).describe('SSDA903 LS.'),
  startedOn: civilDate,
  endedOn: civilDate.nullish(),
})
export const legalStatusView = z.object({
  ...recordFields,
  childId: z.string(),
  status: z.string(),
  startedOn: z.string(),
  endedOn: z.string().nullable(),
})

export const childNeedsFields = z.object({ childId: id, ...needsOfChild })
export const childNeedsView = z.object({ ...recordFields, childId: z.string(), ...needViews })

export const separation = z.object({
  childId: id,
  otherChildId: id.describe('The other child. Which of the two is named first means nothing.'),
  category: z
    .enum(codesOf(separationCategories))
    .describe('The kind of reason; the story is for the case file.'),
  fromOn: civilDate.describe('First night.'),
  toOn: civilDate.nullish().describe('First night on which they may live together again.'),
})
export const separationView = z.object({
  ...recordFields,
  childId: z.string(),
  otherChildId: z.string(),
  category: z.string(),
  fromOn: z.string(),
  toOn: z.string().nullable(),
})

export const connection = z.object({
  childId: id,
  homeId: id.describe('The home of the connected person, such as a connected carer household.'),
  relation: z.enum(codesOf(relations)),
})
export const connectionView = z.object({
  ...recordFields,
  childId: z.string(),
  homeId: z.string(),
  relation: z.string(),
})
