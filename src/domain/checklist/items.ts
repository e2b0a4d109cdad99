import { addDays, addMonths, addWorkingDays, type CivilDate } from '../dates.ts'

/** Who may give notice of a placement. */
export const noticeGivers = {
  provider: 'The provider of the home',
  authority: 'The responsible authority',
  carer: 'The carer',
} as const

/** What the checklist asks of a placement: one that was agreed in this service, of a looked-after child. */
export interface ChecklistFacts {
  emergency: boolean
  /** The day on which it started or, until then, is planned to. */
  startsOn: CivilDate
  startedOn: CivilDate | null
  endedOn: CivilDate | null
  /** Whether its ending was planned; null while it has not ended, or nobody said. */
  endPlanned: boolean | null
  /** The day on which a notice in force ends; null where none is. */
  noticeEndsOn: CivilDate | null
  /** When the period of care began that covers the present day; null where none does. */
  careStartedOn: CivilDate | null
  /** Whether the child is to stay until grown up. */
  longTerm: boolean
  /** The days on which each item was done, in order; of reviews, of any placement in the period of care. */
  done: Readonly<Partial<Record<string, readonly CivilDate[]>>>
}

interface ChecklistItem {
  title: string
  regulation: string
  /** The day by which it is to be done, or done again; null where it is not asked for, or done for good. */
  dueOn: (facts: ChecklistFacts, doneOn: readonly CivilDate[]) => CivilDate | null
}

/** Done once: by a day, until it is done. */
const once =
  (dueOn: (facts: ChecklistFacts) => CivilDate | null): ChecklistItem['dueOn'] =>
  (facts, doneOn) =>
    doneOn.length > 0 ? null : dueOn(facts)

const goesOn = ({ startedOn, endedOn }: ChecklistFacts) => startedOn !== null && endedOn === null

/** Reg. 28: every six weeks; after the first year every three months, where the child is to stay until grown up. */
function nextVisit(facts: ChecklistFacts, last: CivilDate): CivilDate {
  const isSettled = facts.longTerm && addMonths(facts.startsOn, 12) <= last
  return isSettled ? addMonths(last, 3) : addDays(last, 6 * 7)
}

/** What the regulations want done of a placement, and by when. It is a checklist: nothing stops where an item is late. */
export const checklistDuties = {
  'placement-notice': {
    title: 'Notice of the placement is given to all who must have it',
    regulation: 'CPPCR 2010 reg. 13',
    dueOn: once(({ emergency, startsOn }) => (emergency ? addWorkingDays(startsOn, 5) : startsOn)),
  },
  'first-visit': {
    title: 'The child is visited within a week',
    regulation: 'CPPCR 2010 reg. 28',
    dueOn: once((facts) => (goesOn(facts) ? addDays(facts.startsOn, 7) : null)),
  },
  visit: {
    title: 'The child is visited every six weeks, or three months if settled for good',
    regulation: 'CPPCR 2010 reg. 28',
    dueOn: (facts, doneOn) => {
      const last = [...(facts.done['first-visit'] ?? []), ...doneOn].sort().at(-1)
      return goesOn(facts) && last !== undefined ? nextVisit(facts, last) : null
    },
  },
  review: {
    title: "The child's case is reviewed within 20 working days, then three months, then every six",
    regulation: 'CPPCR 2010 reg. 33',
    dueOn: (facts, doneOn) => {
      const [last, months] = [doneOn.at(-1), doneOn.length === 1 ? 3 : 6]
      if (facts.careStartedOn === null || !goesOn(facts)) return null
      return last === undefined ? addWorkingDays(facts.careStartedOn, 20) : addMonths(last, months)
    },
  },
  'ending-review': {
    title: 'The ending is reviewed before it comes',
    regulation: 'CPPCR 2010 reg. 14',
    dueOn: once((facts) => (goesOn(facts) ? facts.noticeEndsOn : null)),
  },
  'ending-notice': {
    title: 'An ending that was not planned is told to all who had notice of the placement',
    regulation: 'CPPCR 2010 reg. 14',
    dueOn: once(({ endedOn, endPlanned }) =>
      endedOn !== null && endPlanned === false ? addWorkingDays(endedOn, 5) : null,
    ),
  },
} as const satisfies Record<string, ChecklistItem>

export type ChecklistItemId = keyof typeof checklistDuties
export const checklistItemIds = Object.keys(checklistDuties) as [ChecklistItemId, ...ChecklistItemId[]]

/** An item of a placement's checklist, and how it stands. */
export interface ChecklistState {
  item: ChecklistItemId
  title: string
  regulation: string
  /** The days on which it was done, in order. */
  doneOn: readonly CivilDate[]
  /** The day by which it is to be done, or done again; null where nothing is due. */
  dueOn: CivilDate | null
  overdue: boolean
}

/** Every item that a placement asks for, or has had done, as it stands on a day. */
export function checklistStates(facts: ChecklistFacts, today: CivilDate): ChecklistState[] {
  return checklistItemIds.flatMap((item) => {
    const { title, regulation, dueOn } = checklistDuties[item]
    const doneOn = facts.done[item] ?? []
    const due = dueOn(facts, doneOn)
    if (due === null && doneOn.length === 0) return []
    return [{ item, title, regulation, doneOn, dueOn: due, overdue: due !== null && due < today }]
  })
}
