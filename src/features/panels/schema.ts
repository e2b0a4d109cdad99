import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import { meetingFrequencies, panelOutcomes, purposes } from '../../domain/panels/codes.ts'
import { caseStatuses, followUpStatuses, meetingStatuses } from '../../domain/panels/lifecycle.ts'
import { circumstances } from '../../engines/care-record/circumstances-schema.ts'
import { picture } from '../../engines/care-record/schema.ts'
import { brokenMustView, gateView } from '../../engines/gates/schema.ts'
import { moveOptionsView } from '../../engines/move-options/schema.ts'
import { actionsView } from '../../platform/http/action.ts'
import { civilDate, id, recordFields, words } from '../../platform/http/fields.ts'

const role = words(100).meta({ examples: ['Fostering manager'] })
const happenedOn = civilDate.describe('When it happened; a day gone by where it is recorded late.')
const why = words(500).describe('Why, in words that name no one.')

export const panel = z.object({
  reference: z
    .string()
    .regex(/^[a-z0-9-]{2,40}$/, 'takes 2 to 40 lower-case letters, digits and hyphens')
    .meta({ examples: ['triple-s'] }),
  title: words(120),
  purpose: words(500),
  meets: z.enum(codesOf(meetingFrequencies)),
  chairRole: role,
  roles: z.array(role).max(40).optional().describe('In what offices those who attend sit on it.'),
})
export const panelView = z.object({
  ...recordFields,
  reference: z.string(),
  title: z.string(),
  purpose: z.string(),
  meets: z.string(),
  chairRole: z.string(),
  roles: z.array(z.string()),
})

const attendee = z.strictObject({
  role,
  present: z.boolean().describe('False: invited, and sent apologies.'),
})
export const meeting = z.object({
  panelId: id,
  heldOn: civilDate,
  startTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day, such as 09:30')
    .meta({ examples: ['09:30'] })
    .nullish(),
  attendees: z.array(attendee).max(60).optional().describe('By office, never by name.'),
})
export const meetingView = z.object({
  ...recordFields,
  panelId: z.string(),
  heldOn: z.string(),
  startTime: z.string().nullable(),
  attendees: z.array(attendee),
  status: z
    .enum(meetingStatuses)
    .nullable()
    .describe(
      'Derived: planned until it comes, awaiting-decisions while a case is undecided, following-up while actions are open; null in an earlier version.',
    ),
  cancelledOn: z.string().nullable(),
  cancelledReason: z.string().nullable(),
})
export const meetingDetail = actionsView.extend({
  agenda: z
    .array(
      z.object({
        id: z.string(),
        position: z.number().int(),
        purpose: z.string(),
        status: z.enum(caseStatuses),
        href: z.string(),
      }),
    )
    .describe('In order; whose case it is is said by the case.'),
  pack: z.string().describe('Where the pack is: as JSON or, with `Accept: text/html`, as a page to print.'),
})
export const cancellation = z.strictObject({ on: happenedOn, reason: why })

export const panelCase = z.object({
  meetingId: id,
  childId: id,
  requestId: id.nullish().describe('The placement request that it is about.'),
  position: z.number().int().min(1).max(200).optional().describe('Its place on the agenda.'),
  purpose: z.enum(codesOf(purposes)),
  question: words(1000).describe('What the panel is asked, in words that name no one.'),
  referredBy: role.describe('In what office it was referred.'),
})
export const caseView = z.object({
  ...recordFields,
  meetingId: z.string(),
  childId: z.string(),
  requestId: z.string().nullable(),
  position: z.number().int(),
  purpose: z.string(),
  question: z.string(),
  referredBy: z.string(),
  status: z
    .enum(caseStatuses)
    .nullable()
    .describe(
      'Derived: listed, ready once options are laid, then deferred, following-up while actions are open, closed; or withdrawn. Null in an earlier version.',
    ),
  optionsLaidAt: z.string().nullable(),
  outcome: z.enum(codesOf(panelOutcomes)).nullable().describe('Of the decision that stands.'),
  decidedOn: z.string().nullable(),
  withdrawnOn: z.string().nullable(),
  withdrawnReason: z.string().nullable(),
})

const dissent = z.strictObject({ role, reasons: words(2000) })

export const decisionView = z.object({
  id: z.string(),
  supersedesId: z.string().nullable(),
  stands: z.boolean().describe('Whether no other has superseded it.'),
  outcome: z.enum(codesOf(panelOutcomes)),
  reasons: z.string(),
  conditions: z.string().nullable(),
  dissent: z.array(dissent),
  bedId: z.string().nullable().describe('The bed of the option that was chosen.'),
  chairRole: z.string(),
  presentRoles: z.array(z.string()).describe('The offices present at the meeting when it was recorded.'),
  decidedOn: z.string(),
  decidedBy: z.string().describe('Who recorded it: the subject of the token.'),
  recordedAt: z.string(),
  links: z
    .array(z.object({ kind: z.enum(['request', 'hold', 'placement']), id: z.string(), href: z.string() }))
    .describe('What it led to.'),
})
export type DecisionView = z.output<typeof decisionView>

export const followUp = z.object({
  caseId: id,
  what: words(1000).describe('What is to be done, in words that name no one.'),
  ownerRole: role.describe('Who does it: an office, not a person.'),
  dueOn: civilDate,
})
export const followUpView = z.object({
  ...recordFields,
  caseId: z.string(),
  what: z.string(),
  ownerRole: z.string(),
  dueOn: z.string(),
  status: z.enum(followUpStatuses).describe('Derived: overdue from the day after it was due.'),
  doneOn: z.string().nullable(),
  doneNote: z.string().nullable(),
  droppedOn: z.string().nullable(),
  droppedReason: z.string().nullable(),
})
export const completion = z.strictObject({ on: happenedOn, note: words(1000).nullish() })
export const dropping = z.strictObject({ on: happenedOn, reason: why })

export const caseDetail = actionsView.extend({
  options: moveOptionsView
    .nullable()
    .describe('What was laid before the panel, as it was then, whatever has changed since.'),
  decisions: z.array(decisionView).describe('Latest first; at most one stands.'),
  followUp: z.array(followUpView).describe('The actions that the panel set, first due first.'),
})
export const caseWithdrawal = z.strictObject({ on: happenedOn, reason: why })

export const decision = z.strictObject({
  outcome: z.enum(codesOf(panelOutcomes)),
  reasons: words(4000).describe('Why, so that a court could read it; in words that name no one.'),
  conditions: words(2000).nullish().describe('Given with agreed-with-conditions, and there alone.'),
  dissent: z.array(dissent).max(20).default([]).describe('Who did not agree, by office, and why.'),
  bedId: id.nullish().describe('The bed of the option chosen, one of those that were laid.'),
  chairRole: role,
  on: civilDate.describe('When it was decided: on the day of the meeting or after.'),
})
export type Decision = z.output<typeof decision>

export const link = z
  .strictObject({ requestId: id.optional(), holdId: id.optional(), placementId: id.optional() })
  .refine((to) => Object.values(to).filter(Boolean).length === 1, {
    error: 'give one of requestId, holdId and placementId',
    path: ['requestId'],
  })

export const followUpItem = z.object({
  id: z.string(),
  what: z.string(),
  ownerRole: z.string(),
  dueOn: z.string(),
  status: z.enum(['open', 'overdue']),
  caseId: z.string(),
  childId: z.string(),
  childReference: z.string(),
  outcome: z.string().nullable().describe('Of the decision that stands.'),
  panelId: z.string(),
  panelTitle: z.string(),
  heldOn: z.string(),
  href: z.string().describe('The action, where it is completed.'),
})

const packAction = followUpView.pick({ id: true, what: true, ownerRole: true, dueOn: true, status: true })

export const pack = z.object({
  meeting: meetingView.pick({ id: true, heldOn: true, startTime: true, attendees: true, status: true }),
  panel: panelView.pick({ id: true, title: true, purpose: true, chairRole: true }),
  preparedAt: z.string().describe('When this pack was made (ISO 8601, UTC).'),
  cases: z.array(
    caseView
      .pick({ id: true, position: true, purpose: true, question: true, referredBy: true, status: true })
      .extend({
        picture: picture.describe('As frozen with the options where they are laid; else as of today.'),
        circumstances: circumstances.describe(
          'What the panel must know of the child: needs, dangers, wishes, the care plan, who was consulted, overrides. As of the same day.',
        ),
        gates: z
          .array(gateView)
          .describe(
            'Of the placement where the child lives: the gates of the law before it, as they stand now.',
          ),
        brokenMusts: z
          .array(brokenMustView)
          .describe(
            'The musts of the child that the placement breaks now, each with the override that allows it.',
          ),
        options: moveOptionsView
          .omit({ asAt: true, child: true, current: true, history: true, facts: true })
          .nullable()
          .describe('As laid before the panel; null where none are.'),
        optionsLaidAt: z.string().nullable(),
        decisions: z.array(decisionView).describe('Of this case, latest first.'),
        earlierDecisions: z
          .array(
            decisionView
              .pick({ outcome: true, reasons: true, conditions: true, decidedOn: true })
              .extend({ panelTitle: z.string() }),
          )
          .describe('Of this child, by any panel, at other meetings; latest first.'),
        openActions: z
          .array(packAction.extend({ panelTitle: z.string() }))
          .describe('Of this child, set by any panel and not yet done.'),
      }),
  ),
})
export type Pack = z.output<typeof pack>
