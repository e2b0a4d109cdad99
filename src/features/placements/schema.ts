import { z } from 'zod'
import { codesOf, placementEndReasons, providerCodes } from '../../domain/codes.ts'
import { approvalDecisions, approvalKinds } from '../../domain/lifecycle/approvals.ts'
import { placementStatuses } from '../../domain/placement-status.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { actionsView } from '../../platform/http/action.ts'
import { civilDate, id, postcode, recordFields, weeklyMoney } from '../../platform/http/fields.ts'

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
  postcode: postcode.nullish().describe("Where it is, when that is not the home's postcode."),
  homePostcode: postcode
    .nullish()
    .describe("The child's home when it started, when that is not the child's."),
  weeklyCost: weeklyMoney.nullish().describe("Pounds a week, when that is not the home's fee."),
  requestId: id.nullish().describe('The placement request that it answers.'),
  emergency: z.boolean().optional().describe('Made in an emergency: some approvals may follow the start.'),
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
  temporaryApprovalUntil: z
    .string()
    .nullable()
    .describe("When the connected carer's temporary approval ends."),
  temporaryApprovalExtendedOn: z.string().nullable(),
  carerApprovedOn: z.string().nullable().describe('When the panel approved the connected carer.'),
})

/** What the answer about a single placement adds to `placementView`. */
export const placementDetail = actionsView.extend({
  approvals: z
    .array(
      z.object({
        kind: z.enum(approvalKinds),
        title: z.string(),
        approver: z.string().describe('Who decides.'),
        state: z.enum(['awaited', ...approvalDecisions]),
        dueOn: z.string().describe('The day by which the decision is to be recorded.'),
        approverRole: z.string().nullable().describe('In what office it was decided.'),
        decidedBy: z.string().nullable().describe('Who recorded it: the subject of the token.'),
        decidedOn: z.string().nullable(),
        note: z.string().nullable(),
      }),
    )
    .describe('Every approval that it needs, and what became of it.'),
})

export const attentionItem = z.object({
  kind: z
    .enum([
      'approval-awaited',
      'approval-overdue',
      'hold-lapsing',
      'past-planned-end',
      'temporary-approval-ending',
      'temporary-approval-ended',
    ])
    .describe('What must be acted on.'),
  due: z.string().describe('The day, or for a hold the instant, by which or since which.'),
  detail: z.string(),
  childIds: z.array(z.string()),
  href: z.string().describe('The record to act on.'),
})

export const settingsView = z.object({
  distantOverMiles: z
    .number()
    .positive()
    .max(999)
    .multipleOf(0.1)
    .describe('A placement further from home than this needs approval.'),
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
})
