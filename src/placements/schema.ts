import { z } from 'zod'
import { codesOf, placementEndReasons, providerCodes } from '../domain/codes.ts'
import { placementTypeCodes } from '../domain/placement-types.ts'
import { civilDate, id, postcode, recordFields, weeklyMoney } from '../http/fields.ts'

export const placement = z.object({
  childId: id,
  bedId: id.nullish().describe('The bed; null for a placement without one, such as with parents.'),
  homeId: id.nullish().describe('The home, where no bed is known; a bed brings its home.'),
  placementType: z.enum(placementTypeCodes),
  placeCode: z
    .string()
    .regex(/^[A-Z]\d{1,2}$/, 'is an SSDA903 placement code such as U4')
    .meta({ examples: ['U4'] })
    .nullish()
    .describe('SSDA903 PLACE.'),
  providerCode: z
    .enum(codesOf(providerCodes))
    .nullish()
    .describe("SSDA903 PLACE_PROVIDER; follows from the home's provider when left out."),
  plannedFrom: civilDate.nullish(),
  plannedTo: civilDate
    .nullish()
    .describe('The bed is kept until this day; someone still there then is overdue.'),
  startedOn: civilDate.nullish().describe('When the child arrived.'),
  endedOn: civilDate.nullish().describe('When the child left.'),
  withdrawnOn: civilDate.nullish().describe('When it was called off before it started.'),
  endReason: z.enum(codesOf(placementEndReasons)).nullish().describe('SSDA903 REASON_PLACE_CHANGE.'),
  endPlanned: z.boolean().nullish(),
  sameCarer: z
    .boolean()
    .optional()
    .describe('Whether the carer of the placement before goes on (RNE T or U).'),
  postcode: postcode.nullish().describe("Where it is, when that is not the home's postcode."),
  homePostcode: postcode
    .nullish()
    .describe("The child's home when it started, when that is not the child's."),
  weeklyCost: weeklyMoney.nullish().describe("Pounds a week, when that is not the home's fee."),
})

export const placementView = z.object({
  ...recordFields,
  childId: z.string(),
  bedId: z.string().nullable(),
  homeId: z.string().nullable(),
  placementType: z.string(),
  placeCode: z.string().nullable(),
  providerCode: z.string().nullable(),
  status: z
    .enum(['planned', 'current', 'overdue', 'ended', 'withdrawn'])
    .describe('Derived from the dates: overdue is still there after the planned end.'),
  plannedFrom: z.string().nullable(),
  plannedTo: z.string().nullable(),
  startedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  withdrawnOn: z.string().nullable(),
  endReason: z.string().nullable(),
  endPlanned: z.boolean().nullable(),
  sameCarer: z.boolean(),
  postcode: z
    .string()
    .nullable()
    .describe('Null for a foster placement where the token lacks `addresses:read`.'),
  homePostcode: z.string().nullable(),
  weeklyCost: z.number().nullable(),
  distanceMiles: z
    .number()
    .nullable()
    .describe('Straight line from home, one decimal place; null when unknown.'),
  location: z.enum(['in', 'out', 'unknown']).describe('In or out of the responsible authority.'),
})
