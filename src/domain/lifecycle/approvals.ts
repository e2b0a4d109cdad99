import { addWorkingDays, ageOn, type CivilDate } from '../dates.ts'
import { placementType, type PlacementType } from '../placement-types.ts'
import type { PlacingSettings } from './settings.ts'

export interface ApprovalFacts {
  placementType: PlacementType
  plannedFrom: CivilDate | null
  startedOn: CivilDate | null
  /** Whether it was agreed in this service; imported placements were decided elsewhere. */
  agreedHere: boolean
  emergency: boolean
  distanceMiles: number | null
  location: 'in' | 'out' | 'unknown'
  homeKind: string | null
  bedKind: string | null
  dateOfBirth: CivilDate
  sex: string
  registration: { ageFrom: number; ageTo: number; accepts: string; places: number | null } | null
  /** Other children in the home on the day it starts. */
  othersThere: number
  /** The latest decision of each kind. */
  decisions: Readonly<Partial<Record<ApprovalKind, 'approved' | 'refused'>>>
  settings: PlacingSettings
}

interface ApprovalRule {
  title: string
  /** Who decides, by law or usual practice. */
  approver: string
  /** Whether, in an emergency, the approval may be recorded after the start. */
  mayFollowInEmergency: boolean
  needed: (facts: ApprovalFacts) => boolean
}

/**
 * Types that need no approval for being out of area. Regulation 11(4) exempts carers approved under regulation 24 and the
 * authority's own approved foster carers. Placement with parents has its own approval (regulation 18); that it needs no
 * other is our reading.
 */
const approvedOtherwise: readonly PlacementType[] = ['connected-carer', 'internal-foster', 'with-parents']

/**
 * What about a placement needs approval by a named office. Sources: Care Planning, Placement and Case Review (England)
 * Regulations 2010, reg. 11(1) as amended in 2013 (out of area: a nominated officer; at a distance: the director of
 * children's services); Children Act 1989 s22C and Care Standards Act 2000 s11 (unregistered settings); a home's own
 * registration with Ofsted, which an emergency does not extend. Our own rules: emergency beds, who approves an
 * unregistered setting or a placement outside the registration, and "at a distance" in miles (reg. 11(5) means beyond
 * every adjoining authority).
 */
export const approvalRules = {
  unregistered: {
    title: 'Unregistered, hotel or other unregulated setting',
    approver: "Director of children's services",
    mayFollowInEmergency: true,
    needed: ({ placementType, homeKind }) =>
      placementType === 'other' || placementType === 'independent-living' || homeKind === 'unregistered',
  },
  emergency: {
    title: 'Emergency bed',
    approver: 'Head of service',
    mayFollowInEmergency: true,
    needed: ({ bedKind }) => bedKind === 'emergency',
  },
  distant: {
    title: 'Further from home than the authority allows without approval',
    approver: "Director of children's services",
    mayFollowInEmergency: true,
    needed: ({ placementType, distanceMiles, settings }) =>
      !approvedOtherwise.includes(placementType) &&
      distanceMiles !== null &&
      distanceMiles > settings.distantOverMiles,
  },
  'out-of-area': {
    title: "Outside the authority's area",
    approver: 'Nominated officer',
    mayFollowInEmergency: true,
    needed: ({ placementType, location }) => !approvedOtherwise.includes(placementType) && location === 'out',
  },
  registration: {
    title: "Outside the home's registration (age, sex or places)",
    approver: 'Head of service',
    mayFollowInEmergency: false,
    needed: breaksRegistration,
  },
} as const satisfies Record<string, ApprovalRule>

export type ApprovalKind = keyof typeof approvalRules
export const approvalDecisions = ['approved', 'refused'] as const
export const approvalKinds = Object.keys(approvalRules) as [ApprovalKind, ...ApprovalKind[]]

function breaksRegistration({ registration, ...facts }: ApprovalFacts): boolean {
  if (registration === null) return false
  const age = ageOn(facts.dateOfBirth, facts.startedOn ?? facts.plannedFrom ?? facts.dateOfBirth)
  const { ageFrom, ageTo, accepts, places } = registration
  return (
    age < ageFrom ||
    age > ageTo ||
    (accepts !== 'any' && facts.sex !== 'unknown' && facts.sex !== accepts) ||
    (places !== null && facts.othersThere + 1 > places)
  )
}

export interface ApprovalState {
  kind: ApprovalKind
  title: string
  approver: string
  state: 'awaited' | 'approved' | 'refused'
  /** The day by which it is to be recorded. */
  dueOn: CivilDate
}

/** The approvals that a placement needs. Temporary stays and placements after care need none. */
export function approvalsOf(facts: ApprovalFacts): ApprovalState[] {
  const { placementType: type, startedOn, plannedFrom, settings } = facts
  if (!facts.agreedHere || type === 'temporary' || !placementType(type).lookedAfter) return []
  const from = startedOn ?? plannedFrom ?? ''
  return approvalKinds.flatMap((kind) => {
    const rule: ApprovalRule = approvalRules[kind]
    if (!rule.needed(facts)) return []
    const later = facts.emergency && rule.mayFollowInEmergency
    return [
      {
        kind,
        title: rule.title,
        approver: rule.approver,
        state: facts.decisions[kind] ?? ('awaited' as const),
        dueOn: later ? addWorkingDays(from, settings.emergencyApprovalWorkingDays) : from,
      },
    ]
  })
}

/** The approvals that stop a placement from starting: refused ones, and those that have to come first. */
export function approvalsInTheWay(facts: ApprovalFacts): ApprovalState[] {
  return approvalsOf(facts).filter(
    ({ kind, state }) =>
      state === 'refused' ||
      (state === 'awaited' && !(facts.emergency && approvalRules[kind].mayFollowInEmergency)),
  )
}
