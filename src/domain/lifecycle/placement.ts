import type { noticeGivers } from '../checklist/items.ts'
import { addMonths, type CivilDate } from '../dates.ts'
import { gateStates } from '../gates/gates.ts'
import { beforeStart, type BrokenMust } from '../gates/standing.ts'
import type { GateFacts } from '../gates/types.ts'
import { fosterCareTypes, layerOf, type PlacementType } from '../placement-types.ts'
import type { ActionRules, Refusal } from './rule.ts'

export interface PlacementFacts {
  placementType: PlacementType
  plannedFrom: CivilDate | null
  startedOn: CivilDate | null
  endedOn: CivilDate | null
  withdrawnOn: CivilDate | null
  dateOfBirth: CivilDate
  /** What the gates of the law ask about it. */
  gates: GateFacts
  /** The musts of the child that it breaks, overridden or not. */
  brokenMusts: readonly BrokenMust[]
  /** The notice in force; null where none is. */
  notice: PlacementNotice | null
}

/** That a placement is to end. */
export interface PlacementNotice {
  id: string
  givenBy: keyof typeof noticeGivers
  givenOn: CivilDate
  endsOn: CivilDate
  /** The planned end of the placement before it. */
  plannedToBefore: CivilDate | null
}

type Rule = Refusal<PlacementFacts>

const withdrawalRefusal: Rule = [({ withdrawnOn }) => withdrawnOn !== null, 'It was called off.']
const endRefusal: Rule = [({ endedOn }, today) => endedOn !== null && endedOn <= today, 'It has ended.']
/** Staying Put that was agreed before the eighteenth birthday begins on it, and ends the foster placement. */
const startsByItself: Rule = [
  ({ startedOn }, today) => startedOn !== null && startedOn > today,
  'Staying Put begins by itself on the eighteenth birthday: undo it instead.',
]
const endsByItself: Rule = [
  ({ endedOn }, today) => endedOn !== null && endedOn > today,
  'It ends on the eighteenth birthday, when Staying Put begins: undo that first.',
]
const notStartedRefusal: Rule = [({ startedOn }) => startedOn === null, 'It has not started.']
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
    does: 'Records that the child arrived; a parent and child who were to come the same day arrive together.',
    refusals: [
      withdrawalRefusal,
      startsByItself,
      [({ startedOn }) => startedOn !== null, 'It has started already.'],
      [
        ({ gates, brokenMusts }) => beforeStart(gates, brokenMusts).length > 0,
        ({ gates, brokenMusts }) => {
          const titles = new Set(beforeStart(gates, brokenMusts).map(({ title }) => title))
          return `${titles.size === 1 ? 'This stands' : 'These stand'} before it: ${[...titles].join('; ')}.`
        },
      ],
    ],
  },
  'planned-dates': {
    does: 'Changes when it is planned to start or end.',
    refusals: [withdrawalRefusal, endRefusal, endsByItself],
  },
  notice: {
    does: 'Records that notice was given: the placement is then planned to end with it, unless it was to end before.',
    refusals: [
      withdrawalRefusal,
      startsByItself,
      notStartedRefusal,
      endRefusal,
      endsByItself,
      liesOverAnother,
      [({ notice }) => notice !== null, 'Notice is given already: withdraw that first.'],
    ],
  },
  'notice-withdrawal': {
    does: 'Records that the notice is withdrawn: the planned end is again what it was before.',
    refusals: [withdrawalRefusal, endRefusal, [({ notice }) => notice === null, 'No notice is in force.']],
  },
  withdrawal: {
    does: 'Calls it off before it starts; the bed is free again.',
    refusals: [
      withdrawalRefusal,
      startsByItself,
      [({ startedOn }) => startedOn !== null, 'It has started: end it instead.'],
    ],
  },
  'did-not-start': {
    does: 'Records that the planned day came and the child did not; the bed is free again.',
    refusals: [
      withdrawalRefusal,
      startsByItself,
      [({ startedOn }) => startedOn !== null, 'It has started.'],
      [
        ({ plannedFrom }, today) => plannedFrom !== null && plannedFrom > today,
        'Its planned start has not come: withdraw it instead.',
      ],
    ],
  },
  end: {
    does: 'Records that the child left.',
    refusals: [withdrawalRefusal, startsByItself, notStartedRefusal, endRefusal, endsByItself],
  },
  move: {
    does: 'Ends it and starts another on the same day, both or neither.',
    refusals: [
      withdrawalRefusal,
      startsByItself,
      notStartedRefusal,
      endRefusal,
      endsByItself,
      liesOverAnother,
    ],
  },
  'staying-put': {
    does: 'Ends the foster placement and the care period at 18; the young person keeps the place. Agreed from 17½ on, for the eighteenth birthday: it begins then by itself.',
    refusals: [
      withdrawalRefusal,
      startsByItself,
      notStartedRefusal,
      endRefusal,
      endsByItself,
      [({ placementType }) => !mayStayPut(placementType), 'Staying Put follows a foster placement.'],
      [({ dateOfBirth }, today) => addMonths(dateOfBirth, 17 * 12 + 6) > today, 'It is agreed from 17½ on.'],
    ],
  },
  absences: {
    does: 'Records a temporary stay or short break elsewhere; the usual bed stays theirs.',
    refusals: [withdrawalRefusal, startsByItself, notStartedRefusal, endRefusal, liesOverAnother],
  },
  approvals: {
    does: 'Records the decision of the holder of an office on a gate that stands before it.',
    refusals: [
      withdrawalRefusal,
      endRefusal,
      [
        ({ gates }) => gateStates(gates).every(({ office }) => office === null),
        'No gate before it is for anybody to decide.',
      ],
    ],
  },
} as const satisfies ActionRules<string, PlacementFacts>

export type PlacementAction = keyof typeof placementActions
