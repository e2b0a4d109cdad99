import { z } from 'zod'
import { codesOf } from '../../domain/codes.ts'
import * as codes from '../../domain/consultation.ts'
import { civilDate, id, recordFields, words } from '../../platform/http/fields.ts'

const role = words(100).meta({ examples: ['Social worker'] })
const labels = (table: Record<string, string>) =>
  Object.entries(table)
    .map(([code, label]) => `${code}: ${label}.`)
    .join(' ')
const links = {
  requestId: id.nullish().describe('The placement request that it is about, one for the child.'),
  placementId: id.nullish().describe('The placement that it is about, one of the child.'),
}
const linkViews = { requestId: z.string().nullable(), placementId: z.string().nullable() }

const permanencePlan = z.enum(codesOf(codes.permanencePlans)).describe(labels(codes.permanencePlans))
export const carePlan = z.object({
  childId: id,
  plan: permanencePlan,
  parallelPlan: permanencePlan
    .nullish()
    .describe('The plan made at the same time, for when the first is not to be.'),
  agreedOn: civilDate.describe('When it was agreed; in force from that day.'),
  agreedBy: role.describe('By what meeting or in what office it was agreed.').meta({
    examples: ['Looked-after child review'],
  }),
  achieveBy: civilDate.nullish().describe('By when it is to be achieved.'),
  endedOn: civilDate.nullish().describe('The day on which another plan took its place, or care ended.'),
})
export const carePlanView = z.object({
  ...recordFields,
  childId: z.string(),
  plan: z.string(),
  parallelPlan: z.string().nullable(),
  agreedOn: z.string(),
  agreedBy: z.string(),
  achieveBy: z.string().nullable(),
  endedOn: z.string().nullable(),
})

export const consultation = z.object({
  childId: id.describe('The child who is to be placed.'),
  ...links,
  homeId: id.nullish().describe('The home that the match is with.'),
  party: z.enum(codesOf(codes.consultedParties)).describe(labels(codes.consultedParties)),
  otherChildId: id
    .nullish()
    .describe('Of the social worker of another child: the child, where it is one of the authority.'),
  consultedOn: civilDate,
  consultedBy: role.describe('In what office they were asked.'),
  view: z.enum(codesOf(codes.consultedViews)),
  said: words(2000).describe('What they said, in words that name no one.'),
})
export const consultationView = z.object({
  ...recordFields,
  childId: z.string(),
  ...linkViews,
  homeId: z.string().nullable(),
  party: z.string(),
  otherChildId: z.string().nullable(),
  consultedOn: z.string(),
  consultedBy: z.string(),
  view: z.string(),
  said: z.string(),
})

export const introduction = z.object({
  childId: id,
  homeId: id.describe('The home that the child is to come to know.'),
  placementId: links.placementId.describe('The placement that it prepares, where one is agreed.'),
  kind: z.enum(codesOf(codes.introductionKinds)).describe(labels(codes.introductionKinds)),
  visitOn: civilDate.describe('The day of the visit, planned or made.'),
  outcome: z
    .enum(codesOf(codes.introductionOutcomes))
    .nullish()
    .describe('How it went; left out until it is known.'),
  note: words(1000).nullish().describe('In words that name no one.'),
})
export const introductionView = z.object({
  ...recordFields,
  childId: z.string(),
  homeId: z.string(),
  placementId: z.string().nullable(),
  kind: z.string(),
  visitOn: z.string(),
  outcome: z.string().nullable(),
  note: z.string().nullable(),
})

export const wish = z.object({
  childId: id,
  ...links,
  subject: z.enum(codesOf(codes.wishSubjects)).describe(labels(codes.wishSubjects)),
  heardOn: civilDate.describe('When the child said it.'),
  heardBy: role.describe('In what office it was heard.').meta({ examples: ['Advocate'] }),
  wish: words(2000).describe("The child's wish, as far as may be in the child's words; names no one."),
})
export const wishView = z.object({
  ...recordFields,
  childId: z.string(),
  ...linkViews,
  subject: z.string(),
  heardOn: z.string(),
  heardBy: z.string(),
  wish: z.string(),
})

const attendee = z.strictObject({
  role,
  present: z.boolean().describe('False: invited, and sent apologies.'),
})
const meetingAction = z.strictObject({
  what: words(500).describe('What is to be done, in words that name no one.'),
  ownerRole: role.describe('Who does it: an office, not a person.'),
  dueOn: civilDate,
  doneOn: civilDate.nullable().default(null).describe('Null until it is done.'),
})
export const disruptionMeeting = z.object({
  placementId: id.describe('The placement that ended unplanned, by the day of the meeting.'),
  heldOn: civilDate,
  attendees: z.array(attendee).max(60).optional().describe('By office, never by name.'),
  lessons: words(4000).describe('What is learned from it, in words that name no one.'),
  actions: z
    .array(meetingAction)
    .max(50)
    .optional()
    .describe('What is to be done, by whom and by when. A change replaces them all.'),
})
export const disruptionMeetingView = z.object({
  ...recordFields,
  placementId: z.string(),
  childId: z.string(),
  heldOn: z.string(),
  attendees: z.array(attendee),
  lessons: z.string(),
  actions: z.array(
    z.object({
      what: z.string(),
      ownerRole: z.string(),
      dueOn: z.string(),
      doneOn: z.string().nullable(),
    }),
  ),
})
