import { addWorkingDays, type CivilDate } from '../dates.ts'
import { placementType, type PlacementType } from '../placement-types.ts'
import { atADistance } from './at-a-distance.ts'
import { carerHolidays } from './carer-holidays.ts'
import { carersTerms } from './carers-terms.ts'
import { connectedPerson } from './connected-person.ts'
import { earlyPermanence } from './early-permanence.ts'
import { emergencyBed } from './emergency-bed.ts'
import { goingHomeUnderSection20 } from './going-home-under-section-20.ts'
import { keyStage4Move } from './key-stage-4-move.ts'
import { offices, type Office } from './offices.ts'
import { outOfArea } from './out-of-area.ts'
import { ownDistanceRule } from './own-distance-rule.ts'
import { registration } from './registration.ts'
import { secureAccommodation } from './secure-accommodation.ts'
import { shortBreaksWithinLimits } from './short-break-limits.ts'
import { supportedRegistration } from './supported-registration.ts'
import type { Confirmations, GateFacts, GateRule } from './types.ts'
import { under16Setting } from './under-16-setting.ts'
import { unknownLocation } from './unknown-location.ts'
import { withParents } from './with-parents.ts'

/** Every gate before a placement, the gravest first. */
export const gates = [
  under16Setting,
  supportedRegistration,
  goingHomeUnderSection20,
  secureAccommodation,
  registration,
  carersTerms,
  connectedPerson,
  earlyPermanence,
  withParents,
  atADistance,
  outOfArea,
  unknownLocation,
  keyStage4Move,
  emergencyBed,
  ownDistanceRule,
  shortBreaksWithinLimits,
  carerHolidays,
] as const satisfies readonly GateRule[]

export type GateId = (typeof gates)[number]['id']
export const gateIds = gates.map(({ id }) => id) as [GateId, ...GateId[]]
export const decidedGateIds = gates.flatMap(({ id, opens }) => (opens.by === 'decision' ? [id] : [])) as [
  GateId,
  ...GateId[],
]

/** What a decision on a gate may say. */
export const decisions = ['approved', 'refused'] as const

/** A gate that stands before a placement, and what became of it. */
export interface GateState {
  gate: GateId
  title: string
  regulation: string
  /** Why it stands before this placement. */
  why: string
  /** `unmet`: a record must be put right first; `unlawful`: nothing opens it. */
  state: 'awaited' | 'approved' | 'refused' | 'unmet' | 'unlawful'
  /** Who decides; null where nobody does. */
  office: Office | null
  /** What to do, and by whom. */
  toDo: string
  /** What whoever decides confirms. */
  confirms: Confirmations
  /** Whether the placement may start before the gate is open, since it is an emergency. */
  mayStartFirst: boolean
  /** Whether it might, were it an emergency. */
  mayStartFirstInEmergency: boolean
  /** The day by which it is to be opened. */
  dueOn: CivilDate
}

/** Whether a gate is one of a stay like this. Stays after care stand before none. */
function isOfStay({ of: stays }: GateRule, type: PlacementType): boolean {
  return stays === undefined ? type !== 'temporary' && placementType(type).lookedAfter : stays === type
}

/**
 * The gates before a placement. What an import brought was decided elsewhere and stands before none, but is shown as
 * unlawful where its home is.
 */
export function gateStates(facts: GateFacts): GateState[] {
  const { placementType: type, agreedHere, emergency, settings, from } = facts
  return gates.flatMap((gate: GateRule): GateState[] => {
    const why = isOfStay(gate, type) ? gate.standsBecause(facts) : null
    if (why === null) return []
    const { id, title, regulation, opens, emergencyWorkingDays } = gate
    if (!agreedHere && (opens.by !== 'nothing' || facts.home === null)) return []
    const mayStartFirst = emergency && emergencyWorkingDays !== null
    return [
      {
        gate: id as GateId,
        title,
        regulation,
        why,
        state:
          opens.by === 'nothing'
            ? 'unlawful'
            : opens.by === 'record'
              ? 'unmet'
              : (facts.decisions[id] ?? 'awaited'),
        office: opens.by === 'decision' ? opens.office : null,
        toDo:
          opens.by === 'decision'
            ? `${offices[opens.office]} decides.`
            : opens.by === 'record'
              ? opens.cure
              : opens.instead,
        confirms: opens.by === 'decision' ? opens.confirms : {},
        mayStartFirst,
        mayStartFirstInEmergency: emergencyWorkingDays !== null,
        dueOn: mayStartFirst ? addWorkingDays(from, emergencyWorkingDays(settings)) : from,
      },
    ]
  })
}

/** The gates that keep a placement from starting. */
export function gatesInTheWay(facts: GateFacts): GateState[] {
  return gateStates(facts).filter(({ state, mayStartFirst }) => {
    if (state === 'approved') return false
    return state === 'refused' || state === 'unlawful' || !mayStartFirst
  })
}

/** The gates that nothing opens: they keep beds from being held and placements from being agreed. */
export function unlawfulGates(facts: GateFacts): GateState[] {
  return gateStates(facts).filter(({ state }) => state === 'unlawful')
}
