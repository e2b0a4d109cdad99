import { z } from 'zod'
import { scopes } from '../../domain/access.ts'
import { noticeGivers } from '../../domain/checklist/items.ts'
import { codesOf, placementEndReasons, providerCodes } from '../../domain/codes.ts'
import { HOLD_CEILING_HOURS } from '../../domain/lifecycle/settings.ts'
import { placementStatuses } from '../../domain/placement-status.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { placementSurroundings } from '../../engines/care-record/circumstances-schema.ts'
import { brokenMustView, gateView } from '../../engines/gates/schema.ts'
import { actionsView } from '../../platform/http/action.ts'
import { civilDate, id, postcode, recordFields, weeklyMoney, words } from '../../platform/http/fields.ts'

/** The area of a placement, where no postcode says it. */
export const statedArea = z
  .string()
  .regex(/^(E\d{8}|outside-england)$/, 'is the code of an authority, or outside-england')
  .describe('Where it is, where no postcode says so: the code of an authority, or outside-england.')
  .meta({ examples: ['E08000007'] })

/** The fields that a caller may send. */
export const placementFields = z.object({
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
  startedBefore: z
    .boolean()
    .optional()
    .describe(
      'The placement, or one before it with the same carer, began before startedOn, and nobody knows when: startedOn is the first day known of.',
    ),
  postcode: postcode.nullish().describe("Where it is, when that is not the home's postcode."),
  homePostcode: postcode
    .nullish()
    .describe("The child's home when it started, when that is not the child's."),
  weeklyCost: weeklyMoney.nullish().describe("Pounds a week, when that is not the home's fee."),
  requestId: id.nullish().describe('The placement request that it answers.'),
  emergency: z
    .boolean()
    .optional()
    .describe(
      'Made in an emergency: some gates may be opened after the start. Set when it is recorded, and not changed; that of the request, where it is left out.',
    ),
  statedArea: statedArea.nullish(),
  keepsSchool: z
    .boolean()
    .nullish()
    .describe('Whether the child stays at the same school with the move: asked of years 10 and 11.'),
  recordedAsHappened: words(500)
    .nullish()
    .describe(
      'With `startedOn`: why what happened is recorded although something stood against it. It is no approval: the placement shows it, and it is listed for attention.',
    ),
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
    .enum(placementStatuses)
    .describe(
      'Derived from the dates: planned is agreed and not started, overdue is still there after the planned end.',
    ),
  plannedFrom: z.string().nullable(),
  plannedTo: z.string().nullable(),
  startedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  withdrawnOn: z.string().nullable(),
  endReason: z.string().nullable(),
  endPlanned: z.boolean().nullable(),
  sameCarer: z.boolean(),
  startedBefore: z.boolean(),
  postcode: z
    .string()
    .nullable()
    .describe(
      "Without `addresses:read`, shown of establishments alone (children's homes, schools, hospitals and the like), and null of wherever people live.",
    ),
  homePostcode: z.string().nullable(),
  weeklyCost: z.number().nullable(),
  distanceMiles: z
    .number()
    .nullable()
    .describe(
      "Straight line from home, to one decimal place; null when unknown. In whole miles from the middle of a 2 km square of the national grid where the address may not be known: another authority's confidential home or, without `addresses:read`, wherever people live.",
    ),
  location: z.enum(['in', 'out', 'unknown']).describe('In or out of the responsible authority.'),
  locatedIn: z
    .string()
    .nullable()
    .describe(
      'The code of the upper-tier authority in which it lies, or outside-england; null when unknown.',
    ),
  agreedAt: z.string().nullable().describe('When it was agreed here; null for what an import brought.'),
  emergency: z.boolean(),
  requestId: z.string().nullable(),
  holdId: z.string().nullable().describe('The hold that it was agreed from.'),
  movedFromId: z.string().nullable().describe('The placement that the child moved here from.'),
  movedToId: z.string().nullable().describe('The placement that the child moved on to.'),
  absenceFromId: z
    .string()
    .nullable()
    .describe('The usual placement, of a temporary stay or short break over it.'),
  withdrawalReason: z.string().nullable(),
  statedArea: z.string().nullable(),
  keepsSchool: z.boolean().nullable(),
  recordedAsHappened: z
    .string()
    .nullable()
    .describe('Why it is on record although something stood against it.'),
})

/** What the answer about a single placement adds. */
export const placementDetail = actionsView.extend({
  corrections: actionsView.shape.actions.describe(
    'How what is recorded can be put right now and, for the rest, why not. Empty with `knownAt`: a correction is of what is recorded now.',
  ),
  gates: z
    .array(
      gateView.extend({
        decidedBy: z.string().nullable().describe('Who decided it: the subject of the token.'),
        decidedOn: z.string().nullable(),
        confirmed: z.array(z.string()),
        note: z.string().nullable(),
      }),
    )
    .describe('Every gate of the law, or of the authority, before it, and what became of it.'),
  brokenMusts: z
    .array(brokenMustView)
    .describe('Musts of the child that it breaks, each with the override that allows it, if any.'),
  notice: z
    .object({ givenBy: z.enum(codesOf(noticeGivers)), givenOn: z.string(), endsOn: z.string() })
    .nullable()
    .describe('The notice in force; null where none is given.'),
  surroundings: placementSurroundings
    .nullable()
    .describe(
      'What the child wishes, who was consulted, visits before it and lessons after it; null with `knownAt`.',
    ),
})

export const settingsView = z.object({
  distantOverMiles: z
    .number()
    .positive()
    .max(999)
    .multipleOf(0.1)
    .nullable()
    .describe(
      "The authority's own rule: a placement further from home than this needs approval. Null for none: miles are no test of the law.",
    ),
  emergencyApprovalWorkingDays: z
    .number()
    .int()
    .min(0)
    .max(30)
    .describe('Working days after an emergency start by which its approvals are recorded.'),
  warningDays: z
    .number()
    .int()
    .min(0)
    .max(90)
    .describe('How many days ahead what runs out is shown as needing attention.'),
  longestHoldHours: z
    .number()
    .int()
    .min(1)
    .max(HOLD_CEILING_HOURS)
    .describe(
      "Hours for which the authority's beds may be held, by itself or another authority, counted from when the hold was placed: 168 unless set.",
    ),
  purposeRequiredFor: z
    .array(
      z
        .string()
        .refine((name) => Object.hasOwn(scopes, name), { error: 'must be a scope, such as children:read' }),
    )
    .max(60)
    .describe(
      'Scopes whose operations tell nothing of a child, and no set of a feed, without the header `Access-Purpose`. None unless set.',
    ),
  sharesForecastSpreads: z
    .boolean()
    .optional()
    .describe(
      'Whether how wide its forecasts had to be, by its back-tests, is pooled with that of at least five other authorities that agree, for all who share it. Not unless set.',
    ),
})
