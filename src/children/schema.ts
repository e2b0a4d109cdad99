import { z } from 'zod'
import { careEndReasons, codesOf, ethnicities, legalStatuses, needs, sexes } from '../domain/codes.ts'
import { civilDate, id, postcode, recordFields, reference } from '../http/fields.ts'

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
})
export const carePeriodView = z.object({
  ...recordFields,
  childId: z.string(),
  startedOn: z.string(),
  endedOn: z.string().nullable(),
  need: z.string().nullable(),
  endReason: z.string().nullable(),
})

export const legalStatus = z.object({
  childId: id,
  status: z.enum(codesOf(legalStatuses)).describe('SSDA903 LS.'),
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
