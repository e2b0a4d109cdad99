import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import { requestStatuses, urgencies } from '../../domain/lifecycle/request.ts'
import * as referralCodes from '../../domain/referral.ts'
import { actionsView } from '../../platform/http/action.ts'
import { civilDate, dateRanges, id, recordFields, words } from '../../platform/http/fields.ts'
import { needAnswers } from '../../platform/http/needs-of-child.ts'

const sector = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{1,2}\d[A-Z\d]?(\s?\d)?$/, 'is not a postcode district or sector, such as CW1 or CW1 2')
  .meta({ examples: ['CW1 2'] })
const yesNo = z.boolean().nullish()
const { livingWith, suitability } = needAnswers

/** A referral: facts of the child and of the home needed. A field left out is unknown. With every answer of the Placements Data Standard (version 2). */
export const referral = z.strictObject({
  siblings: z
    .int()
    .min(0)
    .max(20)
    .nullish()
    .describe(
      'With how many brothers and sisters the child is to be placed, where the request does not name them.',
    ),
  preferredArea: words(200).nullish(),
  familySector: sector.nullish().describe('Postcode sector of the primary family.'),
  nearFamily: yesNo.describe('Whether the home should be near the family.'),
  schoolSector: sector.nullish().describe('Postcode sector of the school.'),
  keepSchool: yesNo.describe('Whether the child must go on at that school.'),
  placesThatMatter: z
    .array(
      z.strictObject({
        sector: sector.nullish(),
        what: words(200),
        often: z.enum(codesOf(referralCodes.visitFrequencies)).nullish(),
      }),
    )
    .max(20)
    .optional(),
  sectorsToAvoid: z.array(sector).max(50).optional(),
  communicationNeeds: yesNo.describe('Whether there are communication, language or learning needs.'),
  communication: z
    .array(z.enum(codesOf(referralCodes.communication)))
    .max(4)
    .optional(),
  homeAdaptation: yesNo.describe('Whether the home must be adapted.'),
  culture: z.enum(codesOf(referralCodes.cultures)).nullish().describe('Whether there are cultural needs.'),
  culturalNeeds: words(500).nullish(),
  livingWith,
  pets: yesNo.describe('Whether the child can live with animals.'),
  petsNeeded: yesNo.describe('Whether there must be animals.'),
  libertyOrder: yesNo.describe(
    'Whether there is an order that deprives the child of liberty. It is recorded under `/v1/liberty-orders`.',
  ),
  fostering: suitability,
  residential: suitability,
  supported: suitability,
  adultRatio: z.enum(codesOf(referralCodes.adultRatios)).nullish(),
  risks: z
    .partialRecord(z.enum(codesOf(referralCodes.risks)), z.enum(codesOf(referralCodes.riskLevels)))
    .optional(),
  otherRiskToChild: words(500).nullish(),
  otherRiskToOthers: words(500).nullish(),
  additionalSupport: z
    .array(z.enum(codesOf(referralCodes.additionalSupport)))
    .max(5)
    .optional(),
})

const dates = {
  receivedOn: civilDate.describe('When the request came; a day gone by where it is recorded late.'),
  neededFrom: civilDate,
  latestStart: civilDate.nullish().describe('The last day on which the placement may start.'),
  neededTo: civilDate.nullish(),
}

export const request = z.object({
  childIds: z
    .array(id)
    .min(1)
    .max(20)
    .refine((ids) => new Set(ids.map((childId) => childId.toLowerCase())).size === ids.length, {
      error: 'names a child twice',
    })
    .describe('One child, or siblings to be placed together.'),
  urgency: z.enum(urgencies),
  ...dates,
  referral: referral.optional(),
})

export const requestView = z.object({
  ...recordFields,
  childIds: z.array(z.string()),
  children: z
    .array(z.object({ id: z.string(), reference: z.string(), dateOfBirth: z.string() }))
    .nullable()
    .describe('The children of `childIds`, in their order; null for callers without `children:read`.'),
  status: z.enum(requestStatuses).describe('Derived, and that of the child who is least far.'),
  urgency: z.string(),
  receivedOn: z.string(),
  neededFrom: z.string(),
  latestStart: z.string().nullable(),
  neededTo: z.string().nullable(),
  referral,
  withdrawnOn: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
})

export const requestDetail = actionsView.extend({
  searches: z
    .array(
      z.object({
        id: z.string(),
        searchedAt: z.string(),
        found: z.number().int().describe('How many options there were.'),
        href: z.string(),
      }),
    )
    .describe('The searches for beds made for it, latest first.'),
  holds: z.array(z.object({ id: z.string(), status: z.string(), href: z.string() })),
  placements: z.array(z.object({ id: z.string(), childId: z.string(), href: z.string() })),
})

export const requestWithdrawal = z.strictObject({
  on: civilDate.describe('When it was withdrawn.'),
  reason: words(500).describe('Why, in words that name no one.'),
})

export const filters = z.object({
  childId: id.optional().describe('Only those for this child.'),
  status: z.enum(requestStatuses).optional(),
  urgency: request.shape.urgency.optional(),
  ...dateRanges('receivedOn', 'neededFrom', 'latestStart'),
})
