import { birthday, type CivilDate } from '../dates.ts'
import { fosterCareTypes, layerOf, type PlacementType } from '../placement-types.ts'
import { approvalsInTheWay, approvalsOf, type ApprovalFacts } from './approvals.ts'
import type { ActionRules, Refusal } from './rule.ts'

export interface PlacementFacts extends ApprovalFacts {
  placementType: PlacementType
  plannedFrom: CivilDate | null
  startedOn: CivilDate | null
  endedOn: CivilDate | null
  withdrawnOn: CivilDate | null
  temporaryApprovalUntil: CivilDate | null
  temporaryApprovalExtendedOn: CivilDate | null
  carerApprovedOn: CivilDate | null
}

type Rule = Refusal<PlacementFacts>

const withdrawalRefusal: Rule = [({ withdrawnOn }) => withdrawnOn !== null, 'It was called off.']
const endRefusal: Rule = [({ endedOn }) => endedOn !== null, 'It has ended.']
const notStartedRefusal: Rule = [({ startedOn }) => startedOn === null, 'It has not started.']
const notConnectedCarer: Rule = [
  (facts) => facts.placementType !== 'connected-carer',
  'Temporary approval is for connected carers.',
]
const carerApproved: Rule = [({ carerApprovedOn }) => carerApprovedOn !== null, 'The carer is approved.']
const liesOverAnother: Rule = [
  ({ placementType }) => layerOf(placementType) === 'temporary',
  'It lies over another placement, to which the child returns: end it instead.',
]

/** Whether Staying Put can follow this type: it is with a former foster carer (Children Act 1989 s23CZA). */
export function mayStayPut(type: PlacementType): boolean {
  return fosterCareTypes.includes(type)
}

/** The actions on a placement, with the reasons for refusing each. */
export const placementActions = {
  start: {
    does: 'Records that the child arrived.',
    refusals: [
      withdrawalRefusal,
      [({ startedOn }) => startedOn !== null, 'It has started already.'],
      [
        (facts) => approvalsInTheWay(facts).length > 0,
        (facts) => {
          const [refusals, missingApprovals] = ['refused', 'awaited'].map((state) =>
            approvalsInTheWay(facts).flatMap((a) => (a.state === state ? [a.kind] : [])),
          )
          return refusals?.length
            ? `Its approval was refused: ${refusals.join(', ')}.`
            : `It needs approval first: ${missingApprovals?.join(', ')}.`
        },
      ],
    ],
  },
  'planned-dates': {
    does: 'Changes when it is planned to start or end.',
    refusals: [withdrawalRefusal, endRefusal],
  },
  withdrawal: {
    does: 'Calls it off before it starts; the bed is free again.',
    refusals: [withdrawalRefusal, [({ startedOn }) => startedOn !== null, 'It has started: end it instead.']],
  },
  'did-not-start': {
    does: 'Records that the planned day came and the child did not; the bed is free again.',
    refusals: [
      withdrawalRefusal,
      [({ startedOn }) => startedOn !== null, 'It has started.'],
      [
        ({ plannedFrom }, today) => plannedFrom !== null && plannedFrom > today,
        'Its planned start has not come: withdraw it instead.',
      ],
    ],
  },
  end: { does: 'Records that the child left.', refusals: [withdrawalRefusal, notStartedRefusal, endRefusal] },
  move: {
    does: 'Ends it and starts another on the same day, both or neither.',
    refusals: [withdrawalRefusal, notStartedRefusal, endRefusal, liesOverAnother],
  },
  'staying-put': {
    does: 'Ends the foster placement and the care period at 18; the young person keeps the place.',
    refusals: [
      withdrawalRefusal,
      notStartedRefusal,
      endRefusal,
      [({ placementType }) => !mayStayPut(placementType), 'Staying Put follows a foster placement.'],
      [({ dateOfBirth }, today) => birthday(dateOfBirth, 18) > today, 'It opens on the eighteenth birthday.'],
    ],
  },
  absences: {
    does: 'Records a temporary stay or short break elsewhere; the usual bed stays theirs.',
    refusals: [withdrawalRefusal, notStartedRefusal, endRefusal, liesOverAnother],
  },
  approvals: {
    does: 'Records the decision of who must approve it.',
    refusals: [
      withdrawalRefusal,
      endRefusal,
      [(facts) => approvalsOf(facts).length === 0, 'Nothing about it needs approval.'],
    ],
  },
  'temporary-approval': {
    does: 'Records that the connected carer has temporary approval (regulation 24).',
    refusals: [
      withdrawalRefusal,
      endRefusal,
      notConnectedCarer,
      carerApproved,
      [
        ({ temporaryApprovalUntil }) => temporaryApprovalUntil !== null,
        'The carer has had temporary approval.',
      ],
    ],
  },
  'temporary-approval-extension': {
    does: 'Extends the temporary approval, once (regulation 25).',
    refusals: [
      withdrawalRefusal,
      endRefusal,
      notConnectedCarer,
      carerApproved,
      [
        ({ temporaryApprovalUntil }) => temporaryApprovalUntil === null,
        'The carer has no temporary approval.',
      ],
      [
        ({ temporaryApprovalExtendedOn }) => temporaryApprovalExtendedOn !== null,
        'It has been extended already, and may be once.',
      ],
    ],
  },
  'carer-approval': {
    does: "Records the panel's approval of the connected carer; temporary approval ends.",
    refusals: [withdrawalRefusal, endRefusal, notConnectedCarer, carerApproved],
  },
} as const satisfies ActionRules<string, PlacementFacts>

export type PlacementAction = keyof typeof placementActions
