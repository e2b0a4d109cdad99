import type { CivilDate } from '../dates.ts'
import type { ActionRules, Refusal } from '../lifecycle/rule.ts'
import type { Outcome } from './codes.ts'

export interface MeetingFacts {
  heldOn: CivilDate
  cancelledOn: CivilDate | null
  /** On the agenda and not withdrawn. */
  cases: number
  decided: number
  openActions: number
}

export const meetingStatuses = [
  'cancelled',
  'planned',
  'awaiting-decisions',
  'following-up',
  'complete',
] as const

/** What a meeting is on a day: planned until it comes, complete when all is decided and done. */
export function meetingStatus(facts: MeetingFacts, today: CivilDate): (typeof meetingStatuses)[number] {
  if (facts.cancelledOn !== null) return 'cancelled'
  if (facts.heldOn > today) return 'planned'
  if (facts.decided < facts.cases) return 'awaiting-decisions'
  return facts.openActions > 0 ? 'following-up' : 'complete'
}

/** What can be done to a meeting, and when not. */
export const meetingActions = {
  cancellation: {
    does: 'Calls the meeting off. Its cases stay on record; put them on the agenda of another.',
    refusals: [
      [({ cancelledOn }) => cancelledOn !== null, 'It was cancelled.'],
      [({ decided }) => decided > 0, 'Cases have been decided at it.'],
    ],
  },
} as const satisfies ActionRules<string, MeetingFacts>

export interface CaseFacts {
  heldOn: CivilDate
  meetingCancelled: boolean
  withdrawnOn: CivilDate | null
  optionsLaidAt: string | null
  /** Of the decision that stands; null before there is one. */
  outcome: Outcome | null
  openActions: number
}

export const caseStatuses = ['withdrawn', 'listed', 'ready', 'deferred', 'following-up', 'closed'] as const

/** What a case is: listed, ready once options are laid, then by its decision and what is left to do. */
export function caseStatus(facts: CaseFacts): (typeof caseStatuses)[number] {
  if (facts.withdrawnOn !== null) return 'withdrawn'
  if (facts.outcome === null) return facts.optionsLaidAt === null ? 'listed' : 'ready'
  if (facts.outcome === 'deferred') return 'deferred'
  return facts.openActions > 0 ? 'following-up' : 'closed'
}

type Rule = Refusal<CaseFacts>
const withdrawn: Rule = [({ withdrawnOn }) => withdrawnOn !== null, 'It was withdrawn.']
const cancelled: Rule = [({ meetingCancelled }) => meetingCancelled, 'Its meeting was cancelled.']
const undecided: Rule = [({ outcome }) => outcome === null, 'It is not decided.']

/** What can be done to a case, and when not. */
export const caseActions = {
  options: {
    does: 'Lays options before the panel: what the child could move to, frozen as it is now, with the facts that are weighed. Laid again, the last counts.',
    refusals: [
      withdrawn,
      cancelled,
      [({ outcome }) => outcome !== null, 'It is decided: what was laid before the panel stands.'],
    ],
  },
  decision: {
    does: 'Records what the panel decided, with its reasons and who dissented. It is not changed after: another supersedes it.',
    refusals: [
      withdrawn,
      cancelled,
      [({ outcome }) => outcome !== null, 'It is decided: record a superseding decision.'],
      [({ heldOn }, today) => heldOn > today, 'The meeting has not come.'],
    ],
  },
  'superseding-decision': {
    does: 'Records a decision that takes the place of the one that stands; both are kept.',
    refusals: [undecided],
  },
  links: {
    does: 'Links the decision that stands to the request, hold or placement that it led to.',
    refusals: [undecided],
  },
  withdrawal: {
    does: 'Takes the case off the agenda.',
    refusals: [withdrawn, [({ outcome }) => outcome !== null, 'It is decided.']],
  },
} as const satisfies ActionRules<string, CaseFacts>
export type CaseAction = keyof typeof caseActions

export interface FollowUpFacts {
  dueOn: CivilDate
  doneOn: CivilDate | null
  droppedOn: CivilDate | null
}

export const followUpStatuses = ['open', 'overdue', 'done', 'dropped'] as const

/** What an action of a panel is on a day. */
export function followUpStatus(facts: FollowUpFacts, today: CivilDate): (typeof followUpStatuses)[number] {
  if (facts.doneOn !== null) return 'done'
  if (facts.droppedOn !== null) return 'dropped'
  return facts.dueOn < today ? 'overdue' : 'open'
}

const over: readonly Refusal<FollowUpFacts>[] = [
  [({ doneOn }) => doneOn !== null, 'It is done.'],
  [({ droppedOn }) => droppedOn !== null, 'It was dropped.'],
]

/** What can be done to an action of a panel, and when not. */
export const followUpActions = {
  completion: { does: 'Records that it was done.', refusals: over },
  dropping: { does: 'Records that it will not be done, and why.', refusals: over },
} as const satisfies ActionRules<string, FollowUpFacts>
