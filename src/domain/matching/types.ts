import type { accepts, bedKinds, ofstedGrades, sexes } from '../codes.ts'
import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'

/** Why a bed is needed, which decides the kinds of bed that will do. */
export type Stay = 'placement' | 'emergency' | 'short-break'
export type BedKind = keyof typeof bedKinds
export type OfstedGrade = keyof typeof ofstedGrades

/** A child's age over the nights asked for. With only an age to go by, the birthday may or may not fall in them. */
export interface AgeOverStay {
  onFirstNight: number
  /** Null where the stay has no end. */
  onLastNight: { least: number; most: number } | null
}

export interface ChildNeed {
  age: AgeOverStay
  sex: keyof typeof sexes
  /** Needs that the home must be able to meet. */
  capabilities: readonly string[]
}

/** Whether the points that distance is measured from are known, of all the children or of some. */
export type Known = 'all' | 'some' | 'none'

/** What is asked for: one bed for each child, in one home, on the nights `[from, to)`. */
export interface Need {
  children: readonly ChildNeed[]
  from: CivilDate
  /** Null where the stay has no end. */
  to: CivilDate | null
  /** The day on which it is asked. */
  today: CivilDate
  stay: Stay
  /** The placement types to be offered; null where none is ruled in or out. */
  types: readonly PlacementType[] | null
  maxMiles: number | null
  /** Whether the home must be within the authority, or outside it; null for either. */
  inAuthority: boolean | null
  homesKnown: Known
  schoolsKnown: Known
}

export interface OptionBed {
  kind: BedKind
  /** The free interval `[freeFrom, freeTo)` of the bed; null where it has no such bound. */
  freeFrom: CivilDate | null
  freeTo: CivilDate | null
  /** The planned end of a stay not yet over, after which the bed is to be free. */
  awaitingDeparture: CivilDate | null
}

/** What could be offered: a home, with a free bed for each child where it has as many. */
export interface Option {
  beds: readonly OptionBed[]
  type: PlacementType
  ageFrom: number
  /** The oldest age taken. */
  ageTo: number
  accepts: keyof typeof accepts
  capabilities: readonly string[]
  takesSiblings: boolean
  takesEmergencies: boolean
  /** Miles from the furthest of the children's homes; null where it is not known. */
  homeMiles: number | null
  /** Miles from the furthest of the children's schools; null where it is not known. */
  schoolMiles: number | null
  /** Whether distances are blurred, so that they cannot tell where a confidential home is. */
  approximate: boolean
  inAuthority: boolean | null
  ofstedGrade: OfstedGrade | null
  /** Pounds a week for one child; null where no fee is known. */
  weeklyCost: number | null
  /** Whether a brother or sister of the children lives there. */
  siblingsThere: boolean
}

/**
 * The share of a criterion's weight that a fact of an option earns, declared as data: the search in the database and
 * the reasons that an officer reads are both made of it. A fact that is not known earns nothing.
 */
export type Scale =
  /** All of it at 0, falling evenly to nothing at `worst`. The fact is counted in whole `steps` to one. */
  | { kind: 'falling'; fact: 'homeMiles' | 'schoolMiles' | 'weeklyCost'; worst: number; steps: number }
  /** All of it where the fact is true. */
  | { kind: 'flag'; fact: 'inAuthority' | 'siblingsThere' }
  /** Hundredths of it by grade. */
  | { kind: 'graded'; fact: 'ofstedGrade'; hundredths: Readonly<Record<OfstedGrade, number>> }

/** Met, not met, or null: it cannot be told, for want of a fact that `detail` names. */
export interface Judgement {
  met: boolean | null
  /** For an officer to read. */
  detail: string
}

/** A rule that every option offered keeps. An option of which it cannot be told is offered, and says so. */
export interface Must {
  id: string
  kind: 'must'
  title: string
  /** Null where the rule has nothing to say of this need. */
  judge: (need: Need, option: Option) => Judgement | null
}

/** A reason to rank one option above another. */
export interface Prefer {
  id: string
  kind: 'prefer'
  title: string
  /** How much of the weight that the profile gives an option earns. */
  scale: Scale
  judge: (need: Need, option: Option) => Judgement
}
