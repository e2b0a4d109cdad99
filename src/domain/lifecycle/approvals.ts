import { addWorkingDays, ageOn, type CivilDate } from '../dates.ts'
import { placementType, type PlacementType } from '../placement-types.ts'
import type { PlacingSettings } from './settings.ts'

export interface ApprovalFacts {
  placementType: PlacementType
  plannedFrom: CivilDate | null
  startedOn: CivilDate | null
  /** Whether it was agreed in this service; what an import brought was decided elsewhere. */
  agreedHere: boolean
  emergency: boolean
  distanceMiles: number | null
  location: 'in' | 'out' | 'unknown'
  homeKind: string | null
  bedKind: string | null
  dateOfBirth: CivilDate
  sex: string
  registration: { ageFrom: number; ageTo: number; accepts: string; places: number | null } | null
  /** Children in the home on the day it starts, beside this one. */
  othersThere: number
  /** The last decision of each kind. */
  decisions: Readonly<Partial<Record<ApprovalKind, 'approved' | 'refused'>>>
  settings: PlacingSettings
}

interface ApprovalRule {
  title: string
  /** Who decides, as the law or practice has it. */
  approver: string
  /** Whether, in an emergency, the record of the approval may follow the start. */
  mayFollowInEmergency: boolean
  needed: (facts: ApprovalFacts) => boolean
}

/**
 * Regulation 11(4) frees from approval out of area the carers approved under regulation 24 and the authority's own
 * approved foster carers. Placement with parents has an approval of its own (regulation 18); that it needs no other out
 * of area is our reading.
 */
const approvedOtherwise: readonly PlacementType[] = ['connected-carer', 'internal-foster', 'with-parents']

/**
 * What about a placement needs a named approval. Sources: Care Planning, Placement and Case Review (England)
 * Regulations 2010, reg. 11(1) as amended in 2013 (out of area: a nominated officer; at a distance: the director of
 * children's services); Children Act 1989 s22C and Care Standards Act 2000 s11 (unregistered settings); a home's own
 * registration with Ofsted, which no emergency widens. Our own rules: emergency beds, who approves an unregistered
 * setting or a stretched registration, and "at a distance" in miles (reg. 11(5): beyond every adjoining authority).
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

/** The approvals that a placement needs. Stays that lie over another placement, and those after care, need none. */
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

/** The approvals without which a placement may not start. */
export function approvalsInTheWay(facts: ApprovalFacts): ApprovalState[] {
  return approvalsOf(facts).filter(
    ({ kind, state }) =>
      state === 'refused' ||
      (state === 'awaited' && !(facts.emergency && approvalRules[kind].mayFollowInEmergency)),
  )
}
