import { birthdayOf, type Day } from '../days.ts'
import type { Child, SyntheticCase, SyntheticMeeting, SyntheticRequest } from '../model.ts'
import type { Random } from '../random.ts'
import type { Present } from './present.ts'

/** Why a child comes before a panel: since a day, with the request that is asked about. */
interface Occasion {
  day: Day
  child: Child
  request: SyntheticRequest | null
}

interface PanelFacts {
  panel: string
  /** Days after Monday. */
  weekday: number
  /** Weeks from one meeting to the next. */
  every: number
  startTime: string
  purpose: SyntheticCase['purpose']
  question: string
  roles: readonly string[]
  actions: readonly { what: string; owner: string }[]
}

const panels: readonly PanelFacts[] = [
  {
    panel: 'raap',
    weekday: 1,
    every: 1,
    startTime: '09:30',
    purpose: 'entry',
    question: 'Which resources are agreed for this placement?',
    roles: ['Head of service', 'Placements manager', 'Fostering manager', 'Finance', 'Legal'],
    actions: [
      { what: 'Agree the contribution of health and education.', owner: 'Commissioning manager' },
      { what: 'Tell the carers which support is agreed.', owner: 'Placements manager' },
      { what: 'Record the family group conference.', owner: 'Social worker' },
    ],
  },
  {
    panel: 'triple-s',
    weekday: 3,
    every: 1,
    startTime: '13:00',
    purpose: 'stability',
    question: 'What would keep this placement from breaking, and what is the next best?',
    roles: ['Head of service', 'Placements manager', 'Residential manager', 'Virtual school'],
    actions: [
      { what: 'Arrange respite for the carers.', owner: 'Fostering manager' },
      { what: 'Refer for therapeutic support.', owner: 'Social worker' },
      { what: 'Visit the child and hear what they wish.', owner: 'Independent reviewing officer' },
    ],
  },
  {
    panel: 'ignition',
    weekday: 2,
    every: 2,
    startTime: '10:00',
    purpose: 'adulthood',
    question: 'Where does this young person live at 18, and with which support?',
    roles: ['Leaving care manager', 'Placements manager', 'Housing'],
    actions: [
      { what: 'Apply for a tenancy.', owner: 'Housing' },
      { what: 'Ask the carers about Staying Put.', owner: 'Personal adviser' },
    ],
  },
]

const mostCases = 8
const outcomes = { agreed: 0.78, 'agreed-with-conditions': 0.12, deferred: 0.1 }
const reasonsOf: Readonly<Record<string, string>> = {
  agreed: 'The plan meets the needs that were laid before the panel.',
  'agreed-with-conditions': 'The plan meets the needs, if the support comes first.',
  deferred: 'The assessment was not complete.',
}
/** Share of actions that nobody does before they are asked about again. Invented. */
const forgottenShare = 0.06

/**
 * The meetings of the panels from the first Monday to the end of next week. Those that are still to come have the cases
 * listed so far.
 */
export function makeMeetings(random: Random, present: Present, firstDay: Day): SyntheticMeeting[] {
  const occasions = occasionsOf(present)
  const monday = firstDay + ((11 - (firstDay % 7)) % 7) // day 0 was a Thursday
  const meetings: SyntheticMeeting[] = []
  for (let week = 0; monday + 7 * week <= present.day + 7; week++) {
    for (const facts of panels) {
      if (week % facts.every > 0) continue
      const day = monday + 7 * week + facts.weekday
      const inTime = occasions[facts.purpose].filter(
        (occasion) => occasion.day >= day - 7 * facts.every && occasion.day < day,
      )
      meetings.push(
        meetingOf(random.fork(`${facts.panel} ${day}`), facts, { day, today: present.day, inTime }),
      )
    }
  }
  return meetings
}

function meetingOf(
  random: Random,
  { panel, startTime, roles, purpose, question, actions }: PanelFacts,
  { day, today, inTime }: { day: Day; today: Day; inTime: readonly Occasion[] },
): SyntheticMeeting {
  return {
    id: random.uuid(),
    panel,
    day,
    startTime,
    roles,
    cases: onceEach(inTime)
      .slice(0, mostCases)
      .map(({ child, request }) => ({
        id: random.uuid(),
        child,
        request,
        purpose,
        question,
        ...(day < today ? decide(random, actions, day, today) : { decision: null, actions: [] }),
      })),
  }
}

function decide(
  random: Random,
  actions: PanelFacts['actions'],
  day: Day,
  today: Day,
): Pick<SyntheticCase, 'decision' | 'actions'> {
  const outcome = random.weighted(outcomes)
  return {
    decision: {
      id: random.uuid(),
      outcome,
      reasons: reasonsOf[outcome] ?? '',
      conditions:
        outcome === 'agreed-with-conditions' ? 'The support is in place before the child moves.' : null,
    },
    actions: actions
      .filter(() => random.chance(0.5))
      .map((action) => {
        const due = day + random.whole(7, 28)
        const completion = random.chance(forgottenShare) ? due + 90 : due - random.whole(-3, 6)
        return { ...action, id: random.uuid(), due, completed: completion <= today ? completion : null }
      }),
  }
}

const onceEach = (occasions: readonly Occasion[]): Occasion[] => [
  ...new Map(occasions.map((occasion) => [occasion.child, occasion])).values(),
]

/** Whom panels hear: those asked for, those who had to move, and those who will be 18 in half a year. */
function occasionsOf({ requests, families }: Present): Record<SyntheticCase['purpose'], Occasion[]> {
  const parties = families.flatMap((family) => family.parties).filter(({ stays }) => stays.length > 0)
  return {
    entry: requests
      .filter(({ urgency }) => urgency === 'planned')
      .flatMap((request) => request.children.map((child) => ({ day: request.received, child, request }))),
    stability: parties.flatMap(({ stays, children: [child] }) =>
      stays.flatMap(({ endPlanned, to: day }) =>
        child && day !== null && endPlanned === false ? [{ day, child, request: null }] : [],
      ),
    ),
    adulthood: parties.flatMap(({ children: [child], from, to }) => {
      if (!child) return []
      const day = birthdayOf(child.born, 18) - 182
      return from < day && (to === null || to > day + 20) ? [{ day, child, request: null }] : []
    }),
  }
}
