import type { PlacementType } from '../../domain/placement-types.ts'
import { referenceDay } from './cross-section.ts'
import { birthdayOf, dayOf, type Day } from './days.ts'
import { type Child, type Reach, type SyntheticStay } from './model.ts'
import type { PartyPlan } from './parties.ts'
import type { Random } from './random.ts'

const reference = dayOf(referenceDay)

/** How often children move, by kind: their share, the chance of an early first move, and the moves a year. Invented. */
export const steadiness = {
  settled: { weight: 0.68, early: 0.4, perYear: 0.07 },
  unsettled: { weight: 0.2, early: 0.5, perYear: 0.4 },
  unstable: { weight: 0.12, early: 0.7, perYear: 2.6 },
} as const

/** Weights of the reach of placements before the reference day, by type. */
export const usualReach: Readonly<Partial<Record<PlacementType, Readonly<Record<Reach, number>>>>> = {
  'internal-foster': { in: 94, near: 6, far: 0 },
  'connected-carer': { in: 76, near: 13, far: 11 },
  ifa: { in: 26, near: 44, far: 30 },
  residential: { in: 24, near: 32, far: 44 },
  'supported-accommodation': { in: 66, near: 24, far: 10 },
  'supported-lodgings': { in: 100, near: 0, far: 0 },
  'with-parents': { in: 90, near: 5, far: 5 },
  'placed-for-adoption': { in: 18, near: 42, far: 40 },
}
const otherReach = { in: 0, near: 50, far: 50 }

export const reachFor = (random: Random, type: PlacementType): Reach =>
  random.weighted(usualReach[type] ?? otherReach)

/** Makes the placements of a party from the start of care to its end or, while it goes on, to the reference day. */
export function makeStays(random: Random, { party, type, reach }: PartyPlan): void {
  const end = party.to ?? reference
  const earliestLast = Math.min(lastFrom(random, party.children, party.from, type), end - 1)
  const moves = movesBetween(random, party.from, end)
  if (earliestLast > party.from) {
    const late = moves.filter((day) => day >= earliestLast)
    if (late.length === 0) moves.push(random.whole(earliestLast, Math.min(earliestLast + 60, end - 1)))
  }
  const starts = [party.from, ...moves.sort((a, b) => a - b)]
  let previous: PlacementType | null = null
  party.stays = starts.map((from, index) => {
    const last = index === starts.length - 1
    const stayType: PlacementType = last
      ? type
      : earlierType(random, { children: party.children, day: from, previous, last: type })
    previous = stayType
    const to = last ? party.to : (starts[index + 1] ?? null)
    return {
      ...emptyStay,
      type: stayType,
      reach: last && party.to === null ? reach : reachFor(random, stayType),
      from,
      to,
      beds: [],
      approvals: [],
      ...(last ? {} : moveReason(random)),
    }
  })
}

const emptyStay: Omit<SyntheticStay, 'type' | 'reach' | 'beds' | 'approvals'> = {
  from: null,
  to: null,
  plannedFrom: null,
  plannedTo: null,
  home: null,
  place: null,
  endReason: null,
  endPlanned: null,
  request: null,
  agreed: null,
  emergency: false,
  keepsSchool: null,
  recordedAsHappened: null,
}
export const newStay = (
  stay: Partial<SyntheticStay> & Pick<SyntheticStay, 'type' | 'reach'>,
): SyntheticStay => ({
  ...emptyStay,
  beds: [],
  approvals: [],
  ...stay,
})

function movesBetween(random: Random, from: Day, end: Day): Day[] {
  const kind = random.weighted({
    settled: steadiness.settled.weight,
    unsettled: steadiness.unsettled.weight,
    unstable: steadiness.unstable.weight,
  })
  const { early, perYear } = steadiness[kind]
  const moves: Day[] = []
  let day = random.chance(early)
    ? from + random.whole(4, 120)
    : from + 30 + Math.round(random.exponential(365 / perYear))
  while (day < end - 3) {
    moves.push(day)
    day += 4 + Math.round(random.exponential(365 / perYear))
  }
  return moves
}

/** The first day on which the last placement can begin: once the child is old enough, or an order has been made. */
function lastFrom(random: Random, children: readonly Child[], from: Day, type: PlacementType): Day {
  const youngest = Math.max(...children.map(({ born }) => born))
  switch (type) {
    case 'supported-accommodation':
    case 'supported-lodgings':
      return birthdayOf(youngest, 16)
    case 'residential':
      return birthdayOf(youngest, 6)
    case 'young-offender-institution':
    case 'secure':
      return birthdayOf(youngest, 12)
    case 'placed-for-adoption':
      return from + random.whole(270, 330)
    case 'with-parents':
      return from + random.whole(60, 240)
    default:
      return from
  }
}

function earlierType(
  random: Random,
  {
    children,
    day,
    previous,
    last,
  }: { children: readonly Child[]; day: Day; previous: PlacementType | null; last: PlacementType },
): PlacementType {
  const youngest = Math.max(...children.map(({ born }) => born))
  const age = (day - youngest) / 365.25
  const uasc = children.some((child) => child.uasc)
  if (last === 'connected-carer' && previous === 'connected-carer') return 'connected-carer'
  if (uasc)
    return random.weighted<PlacementType>({
      ifa: 0.5,
      'internal-foster': 0.1,
      'supported-accommodation': day >= birthdayOf(youngest, 16) ? 0.7 : 0,
    })
  const isSixteen = day >= birthdayOf(youngest, 16)
  return random.weighted<PlacementType>({
    'internal-foster': 0.42,
    ifa: 0.34,
    'connected-carer': previous === null ? 0.2 : 0.06,
    residential: age < 8 ? 0 : last === 'residential' ? 0.35 : 0.07,
    'supported-accommodation': isSixteen ? 0.45 : 0,
    'with-parents': 0.02,
  })
}

export const moveReason = (random: Random): Pick<SyntheticStay, 'endReason' | 'endPlanned'> => {
  const reason = random.weighted({
    CARPL: 0.52,
    CREQB: 0.15,
    CREQO: 0.09,
    LAREQ: 0.09,
    CHILD: 0.06,
    OTHER: 0.05,
    STAND: 0.015,
    ALLEG: 0.015,
    CLOSE: 0.01,
  })
  return { endReason: reason, endPlanned: reason === 'CARPL' || reason === 'LAREQ' }
}

/** Whether the first placement, or one of the first three months, is with the parents. */
const beginsWithParents = ({ from: entry, stays }: PartyPlan['party']): boolean =>
  stays.some(({ type, from }) => type === 'with-parents' && (from ?? entry) < entry + 90)

/** Makes the legal statuses that lead to the child's own: emergency powers or agreement, interim order, final order. */
export function makeStatuses(random: Random, { party, status, type }: PartyPlan): void {
  const lastMove = party.stays.at(-1)?.from ?? party.from
  const statusDay = type === 'placed-for-adoption' ? lastMove : (party.to ?? reference)
  const nights = statusDay - party.from
  const steps: [string, Day][] = []
  const opening = random.weighted({ L1: 0.06, L2: 0.1, V2: 0.34, none: 0.5 })
  let day = party.from
  if (status !== 'V2' && opening !== 'none' && nights > 120) {
    // Nobody is accommodated with parents under section 20: placed with them is who is in care by an order.
    steps.push([opening === 'V2' && beginsWithParents(party) ? 'C1' : opening, day])
    day += opening === 'L1' ? random.whole(1, 3) : opening === 'L2' ? random.whole(5, 8) : random.whole(8, 90)
  }
  if (status === 'C2' || status === 'E1') {
    const remainder = statusDay - day
    if (remainder > 60) {
      if (steps.at(-1)?.[0] !== 'C1') steps.push(['C1', day])
      day += Math.min(random.whole(150, 330), remainder - random.whole(15, 40))
    }
    if (status === 'E1' && statusDay - day > 200 && random.chance(0.4)) {
      steps.push(['C2', day])
      day += random.whole(20, 120)
    }
  }
  steps.push([status, day])
  for (const child of party.children) {
    child.statuses = steps.map(([code, from], index) => ({
      status: code,
      from,
      to: steps[index + 1]?.[1] ?? party.to,
    }))
  }
}
