import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'
import type { ActionRules, Refusal } from './rule.ts'

/** What decides whether a placement can be put right. */
export interface CorrectionFacts extends PlacementDates {
  placementType: PlacementType
  withdrawnOn: CivilDate | null
  /** Whether it was agreed in this service; what an import brought has no plan to go back to. */
  agreedHere: boolean
  /** The placement that the child moved from to this one. */
  previous: AdjoiningPlacement | null
  /** The one that begins on the day on which this one ends, moved to or not. */
  next: AdjoiningPlacement | null
  /** Why care ended on the day on which it ended (SSDA903 REC); null where care went on. */
  careEndReason: string | null
}

/** The dates of a placement, and what has been recorded on top of it. */
interface PlacementDates {
  plannedFrom: CivilDate | null
  startedOn: CivilDate | null
  endedOn: CivilDate | null
  /** How many temporary stays and short breaks lie over it. */
  absences: number
  /** What refers to it and would not go with it: kinds of records, in words. */
  dependents: readonly string[]
}

export interface AdjoiningPlacement extends PlacementDates {
  id: string
  placementType: PlacementType
  bedId: string | null
  /** Whether a move leads from the one to the other. */
  isMove: boolean
}

type Rule = Refusal<CorrectionFacts>

const withdrawalRefusal: Rule = [({ withdrawnOn }) => withdrawnOn !== null, 'It was called off.']
const absenceRefusal: Rule = [
  ({ absences }) => absences > 0,
  'A temporary stay or short break lies over it: remove that first.',
]
const endRefusal: Rule = [({ endedOn }) => endedOn !== null, 'It has ended: undo that first.']
const isStayingPut = (placement: { placementType: PlacementType } | null) =>
  placement?.placementType === 'staying-put'

/** A move without an agreed placement makes the one that it leads to; undone, that one is gone. */
export const madeByMove = ({ plannedFrom }: PlacementDates): boolean => plannedFrom === null
const wouldBeGone = (dependents: readonly string[]) =>
  `What the move made would be gone, and other records refer to it: ${dependents.join(', ')}. Correct them first.`

/** How what is recorded of a placement can be put right, with the reasons for refusing each. */
export const placementCorrections = {
  boundary: {
    does: 'Moves the day on which it ends and the next begins: both or neither, and no night is without a placement. Where the next is Staying Put, the end of care goes along.',
    refusals: [
      withdrawalRefusal,
      [({ startedOn }) => startedOn === null, 'It has not started.'],
      [({ next }) => next === null, 'No placement begins on the day on which it ends.'],
      [
        ({ next }, today) => next !== null && next.startedOn !== null && next.startedOn > today,
        'It ends on the eighteenth birthday, when Staying Put begins: undo that instead.',
      ],
    ],
  },
  'start-undo': {
    does: 'Undoes the start: it is agreed and planned again. Where a move started it, the move is undone with it: the placement before goes on, and what the move itself made is gone.',
    refusals: [
      withdrawalRefusal,
      [({ startedOn }) => startedOn === null, 'It has not started.'],
      [(facts) => isStayingPut(facts) && facts.previous !== null, 'It is Staying Put: undo that instead.'],
      endRefusal,
      absenceRefusal,
      [({ agreedHere }) => !agreedHere, 'It came with a return: correct that, or remove it.'],
      [
        (facts) => facts.previous !== null && madeByMove(facts) && facts.dependents.length > 0,
        ({ dependents }) => wouldBeGone(dependents),
      ],
    ],
  },
  'end-undo': {
    does: 'Undoes the end: the child is there still. A move is undone with it, and so is the end of care on that day, with that of the legal status.',
    refusals: [
      withdrawalRefusal,
      [({ endedOn }) => endedOn === null, 'It has not ended.'],
      [({ next }) => isStayingPut(next), 'Staying Put follows it: undo that instead.'],
      [
        ({ next }) => next !== null && !next.isMove,
        'Another placement begins on that day: move the boundary between the two, or remove that first.',
      ],
      [
        ({ next }) => next !== null && next.endedOn !== null,
        'The placement that the child moved on to has ended as well: undo that end first.',
      ],
      [
        ({ next }) => next !== null && next.absences > 0,
        'A temporary stay or short break lies over the placement that the child moved on to: remove that first.',
      ],
      [
        ({ next }) => next !== null && madeByMove(next) && next.dependents.length > 0,
        ({ next }) => wouldBeGone(next?.dependents ?? []),
      ],
      [
        ({ dependents }) => dependents.includes('disruption meetings'),
        'A disruption meeting about the ending is recorded: remove that first.',
      ],
      [
        ({ careEndReason }) => careEndReason === 'E2',
        "The child's death is recorded on that day: correct the period of care first.",
      ],
    ],
  },
  'staying-put-undo': {
    does: 'Undoes Staying Put, begun or still to come, as if it had never been decided: the foster placement, the period of care and the legal status go on, and the placement in Staying Put is gone.',
    refusals: [
      [
        (facts) => !isStayingPut(facts) || facts.previous === null,
        'It is no Staying Put that was agreed here.',
      ],
      endRefusal,
      absenceRefusal,
      [({ dependents }) => dependents.length > 0, ({ dependents }) => wouldBeGone(dependents)],
    ],
  },
} as const satisfies ActionRules<string, CorrectionFacts>

export type PlacementCorrection = keyof typeof placementCorrections
