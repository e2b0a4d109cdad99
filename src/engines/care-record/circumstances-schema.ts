import { z } from 'zod'
import { codesOf, separationCategories } from '../../domain/codes.ts'
import * as consultation from '../../domain/consultation.ts'
import { musts } from '../../domain/matching/criteria.ts'
import { riskLevels, risks } from '../../domain/referral.ts'
import { needViews } from '../../platform/http/needs-of-child.ts'

const code = <Table extends Record<string, string>>(table: Table) => z.enum(codesOf(table))

export const carePlanInForce = z.object({
  id: z.string(),
  plan: code(consultation.permanencePlans),
  title: z.string().describe('The plan in words.'),
  parallelPlan: code(consultation.permanencePlans).nullable(),
  parallelTitle: z.string().nullable(),
  agreedOn: z.string(),
  agreedBy: z.string(),
  achieveBy: z.string().nullable(),
})

/** What whoever decides about a child must know of the child, beside where the child lives and has lived. */
export const circumstances = z.object({
  needs: z
    .object(needViews)
    .nullable()
    .describe(
      'What a home must be and had better be, places to avoid among it; null where nothing is recorded.',
    ),
  dangers: z
    .array(
      z.object({
        risk: code(risks),
        title: z.string(),
        level: code(riskLevels).exclude(['none']),
        requestId: z.string(),
        saidOn: z.string(),
      }),
    )
    .describe('Risks as the latest placement request that speaks of each has them, the gravest first.'),
  carePlan: carePlanInForce
    .nullable()
    .describe('The plan for permanence in force; null where none is recorded.'),
  separations: z
    .array(
      z.object({
        id: z.string(),
        childId: z.string().describe('The child with whom this one must not live.'),
        reference: z.string(),
        category: code(separationCategories),
        title: z.string(),
        from: z.string(),
        to: z.string().nullable(),
      }),
    )
    .describe('Those in force or to come.'),
  wishes: z
    .array(
      z.object({
        id: z.string(),
        subject: code(consultation.wishSubjects),
        title: z.string(),
        wish: z.string(),
        heardOn: z.string(),
        heardBy: z.string(),
        requestId: z.string().nullable(),
        placementId: z.string().nullable(),
      }),
    )
    .describe('What the child wishes, latest first.'),
  consultations: z
    .array(
      z.object({
        id: z.string(),
        party: code(consultation.consultedParties),
        title: z.string(),
        view: code(consultation.consultedViews),
        said: z.string(),
        consultedOn: z.string(),
        consultedBy: z.string(),
        home: z.object({ id: z.string(), name: z.string() }).nullable(),
        otherChildId: z.string().nullable(),
        requestId: z.string().nullable(),
        placementId: z.string().nullable(),
      }),
    )
    .describe('Who was consulted about the child’s matches, latest first.'),
  introductions: z
    .array(
      z.object({
        id: z.string(),
        kind: code(consultation.introductionKinds),
        title: z.string(),
        visitOn: z.string(),
        outcome: code(consultation.introductionOutcomes).nullable(),
        note: z.string().nullable(),
        home: z.object({ id: z.string(), name: z.string() }).nullable(),
        placementId: z.string().nullable(),
      }),
    )
    .describe('Visits before placements, latest first.'),
  disruptionMeetings: z
    .array(
      z.object({
        id: z.string(),
        placementId: z.string(),
        heldOn: z.string(),
        lessons: z.string(),
        actions: z.array(
          z.object({
            what: z.string(),
            ownerRole: z.string(),
            dueOn: z.string(),
            doneOn: z.string().nullable(),
          }),
        ),
      }),
    )
    .describe('Meetings after placements that ended unplanned, latest first.'),
  overrides: z
    .array(
      z.object({
        id: z.string(),
        must: z.enum(musts.map(({ id }) => id)),
        title: z.string(),
        home: z.object({ id: z.string(), name: z.string() }).nullable(),
        office: z.string(),
        decidedOn: z.string(),
        until: z.string(),
        reason: z.string(),
      }),
    )
    .describe('Musts of the child that may be broken in a home by a decision in force.'),
})
export type Circumstances = z.output<typeof circumstances>

const { wishes, consultations, introductions, disruptionMeetings } = circumstances.shape
/** What of a child's circumstances belongs to one placement, or to the request that it answers. */
export const placementSurroundings = z.object({
  wishes: wishes.describe('What the child said of it, or of the request that it answers; latest first.'),
  consultations: z
    .array(consultations.unwrap().omit({ otherChildId: true }))
    .describe('Who was consulted about it, or about the request that it answers, latest first.'),
  introductions: introductions.describe('The visits before it, latest first.'),
  disruptionMeetings: disruptionMeetings.describe('Meetings after it ended unplanned, latest first.'),
})

/** What of a child's circumstances belongs to a placement. */
export function surroundingsOf(
  child: Circumstances,
  { id, requestId }: { id: string; requestId: string | null },
): z.output<typeof placementSurroundings> {
  const isAbout = (row: { placementId: string | null; requestId?: string | null }) =>
    row.placementId === id || (requestId !== null && row.requestId === requestId)
  return {
    wishes: child.wishes.filter(isAbout),
    consultations: child.consultations.filter(isAbout),
    introductions: child.introductions.filter(isAbout),
    disruptionMeetings: child.disruptionMeetings.filter(isAbout),
  }
}
