import type { CivilDate } from '../dates.ts'
import type { ActionRules, Refusal } from '../lifecycle/rule.ts'
import type { PanelOutcome } from './codes.ts'

export interface MeetingFacts {
  heldOn: CivilDate
  cancelledOn: CivilDate | null
  /** Cases on the agenda that are not withdrawn; `decided` of them have a decision. */
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

/** A meeting's status on a day: `planned` until its day, `complete` once all cases are decided and no action is open. */
export function meetingStatus(facts: MeetingFacts, today: CivilDate): (typeof meetingStatuses)[number] {
  if (facts.cancelledOn !== null) return 'cancelled'
  if (facts.heldOn > today) return 'planned'
  if (facts.decided < facts.cases) return 'awaiting-decisions'
  return facts.openActions > 0 ? 'following-up' : 'complete'
}

/** The actions on a meeting, with the reasons for refusing each. */
export const meetingActions = {
  cancellation: {
    does: 'Calls the meeting off. Its cases stay on record; put them on the agenda of another.',
    refusals: [
      [({ cancelledOn }) => cancelledOn !== null, 'It was cancelled.'],
      [({ decided: decisionCount }) => decisionCount > 0, 'Cases have been decided at it.'],
    ],
  },
} as const satisfies ActionRules<string, MeetingFacts>

export interface CaseFacts {
  heldOn: CivilDate
  meetingCancelled: boolean
  withdrawnOn: CivilDate | null
  optionsLaidAt: string | null
  /** Outcome of the decision in force; null before there is one. */
  outcome: PanelOutcome | null
  openActions: number
}

export const caseStatuses = ['withdrawn', 'listed', 'ready', 'deferred', 'following-up', 'closed'] as const

/** A case's status: `listed`, `ready` once options are laid before the panel, then by its decision and open actions. */
export function caseStatus(facts: CaseFacts): (typeof caseStatuses)[number] {
  if (facts.withdrawnOn !== null) return 'withdrawn'
  if (facts.outcome === null) return facts.optionsLaidAt === null ? 'listed' : 'ready'
  if (facts.outcome === 'deferred') return 'deferred'
  return facts.openActions > 0 ? 'following-up' : 'closed'
}

type Rule = Refusal<CaseFacts>
const withdrawalRefusal: Rule = [({ withdrawnOn }) => withdrawnOn !== null, 'It was withdrawn.']
const cancellationRefusal: Rule = [({ meetingCancelled }) => meetingCancelled, 'Its meeting was cancelled.']
const noDecisionRefusal: Rule = [({ outcome }) => outcome === null, 'It is not decided.']

/** The actions on a case, with the reasons for refusing each. */
export const caseActions = {
  options: {
    does: 'Lays options before the panel: what the child could move to, frozen as it is now, with the facts that are weighed. Laid again, the last counts.',
    refusals: [
      withdrawalRefusal,
      cancellationRefusal,
      [({ outcome }) => outcome !== null, 'It is decided: what was laid before the panel stands.'],
    ],
  },
  decision: {
    does: 'Records what the panel decided, with its reasons and who dissented. It is not changed after: another supersedes it.',
    refusals: [
      withdrawalRefusal,
      cancellationRefusal,
      [({ outcome }) => outcome !== null, 'It is decided: record a superseding decision.'],
      [({ heldOn }, today) => heldOn > today, 'The meeting has not come.'],
    ],
  },
  'superseding-decision': {
    does: 'Records a decision that takes the place of the one that stands; both are kept.',
    refusals: [noDecisionRefusal],
  },
  links: {
    does: 'Links the decision that stands to the request, hold or placement that it led to.',
    refusals: [noDecisionRefusal],
  },
  withdrawal: {
    does: 'Takes the case off the agenda.',
    refusals: [withdrawalRefusal, [({ outcome }) => outcome !== null, 'It is decided.']],
  },
} as const satisfies ActionRules<string, CaseFacts>
export type CaseAction = keyof typeof caseActions

export interface FollowUpFacts {
  dueOn: CivilDate
  doneOn: CivilDate | null
  droppedOn: CivilDate | null
}

export const followUpStatuses = ['open', 'overdue', 'done', 'dropped'] as const

/** The status on a day of an action that a panel has set. */
export function followUpStatus(facts: FollowUpFacts, today: CivilDate): (typeof followUpStatuses)[number] {
  if (facts.doneOn !== null) return 'done'
  if (facts.droppedOn !== null) return 'dropped'
  return facts.dueOn < today ? 'overdue' : 'open'
}

const endRefusals: readonly Refusal<FollowUpFacts>[] = [
  [({ doneOn }) => doneOn !== null, 'It is done.'],
  [({ droppedOn }) => droppedOn !== null, 'It was dropped.'],
]

/** The actions on a panel's action, with the reasons for refusing each. */
export const followUpActions = {
  completion: { does: 'Records that it was done.', refusals: endRefusals },
  dropping: { does: 'Records that it will not be done, and why.', refusals: endRefusals },
} as const satisfies ActionRules<string, FollowUpFacts>
