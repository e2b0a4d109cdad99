import { z } from 'zod'
import { carerTypes, codesOf, journeyOutcomes, transferSources } from '../../domain/codes.ts'
import { civilDate, id, recordFields, reference } from '../../platform/http/fields.ts'

const district = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{1,2}\d[A-Z\d]?$/, 'is not a postcode district, such as CW1')
  .meta({ examples: ['CW1'] })

const meanings = Object.entries(journeyOutcomes)
  .map(
    ([code, { label, from }]) =>
      `\`${code}\` ${label} (${from === 'approved' ? 'after' : 'before'} approval)`,
  )
  .join('; ')

export const journey = z.object({
  reference: reference
    .describe("The service's reference of the household; never a name. On one journey at a time.")
    .meta({ examples: ['FH-0412'] }),
  carerType: z
    .enum(codesOf(carerTypes))
    .describe(
      "Whom they would foster: any child, or one of their own family or friends' (connected carers).",
    ),
  transferredFrom: z
    .enum(codesOf(transferSources))
    .nullish()
    .describe('Where the household fostered before, if it comes from another service.'),
  district: district
    .nullish()
    .describe('Postcode district where the household lives; no more of the address.'),
  enquiredOn: civilDate.nullish().describe('The enquiry. Null where there was none, or none is known.'),
  appliedOn: civilDate.nullish().describe('The application was received.'),
  assessmentStartedOn: civilDate.nullish().describe('The assessment began.'),
  panelOn: civilDate.nullish().describe('The fostering panel recommended.'),
  approvedOn: civilDate
    .nullish()
    .describe('The decision maker approved the household; it fosters from this day.'),
  closedOn: civilDate
    .nullish()
    .describe('The journey ended, with `outcome`; an approved household fosters no longer from this day.'),
  outcome: z.enum(codesOf(journeyOutcomes)).nullish().describe(`How it ended: ${meanings}.`),
  places: z
    .number()
    .int()
    .min(1)
    .max(20)
    .nullish()
    .describe('Places that the household is approved for; needed with `approvedOn`, expected before it.'),
  homeId: id
    .nullish()
    .describe(
      'The home that the household is, once it is one: a `fostering-household` of mainstream carers, a `connected-carer-household` of family and friends.',
    ),
})

export const journeyView = z.object({
  ...recordFields,
  reference: z.string(),
  carerType: z.string(),
  transferredFrom: z.string().nullable(),
  district: z.string().nullable(),
  enquiredOn: z.string().nullable(),
  appliedOn: z.string().nullable(),
  assessmentStartedOn: z.string().nullable(),
  panelOn: z.string().nullable(),
  approvedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
  outcome: z.string().nullable(),
  places: z.number().nullable(),
  homeId: z.string().nullable(),
})
