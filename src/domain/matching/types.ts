import type { accepts, bedKinds, ofstedGrades, restrictionKinds, sexes } from '../codes.ts'
import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'
import type { KnownNeeds, LivingWith } from './needs-of-child.ts'
import type { SearchTerms } from './search-terms.ts'

export type BedKind = keyof typeof bedKinds
export type OfstedGrade = keyof typeof ofstedGrades

/** A child's age over the nights asked for. With only an age to go by, the birthday may or may not fall in them. */
export interface AgeOverStay {
  onFirstNight: number
  /** Null where the stay has no end. */
  onLastNight: { least: number; most: number } | null
}

/** A child as the criteria ask about it: where its places are, they ask of the whole search. */
export interface ChildNeed extends Readonly<Omit<KnownNeeds, 'placesToAvoid' | 'placesThatMatter'>> {
  age: AgeOverStay
  sex: keyof typeof sexes
}

/** The grades of which a profile can ask that a home has one as good. */
export type GatewayGrade = 'outstanding' | 'good' | 'requires-improvement'

/** What the record has of a search's children and certain homes, by the homes' identifiers. */
export interface KnownHomes {
  /** Whether children on record were asked about: all of them, some or none. */
  onRecord: Known
  /** Homes where someone lives on some of the nights, or is to, who must not live with one of the children. */
  apart: readonly string[]
  /** Whether two of the children must not live together. */
  apartAmongThem: boolean
  /** Homes of someone connected with every one of the children. */
  kin: readonly string[]
}

/** Whether the points that distance is measured from are known, of all the children or of some. */
export type Known = 'all' | 'some' | 'none'

/** What is asked for: one bed for each child, in one home, on the nights `[from, to)`. */
export interface Need extends SearchTerms {
  children: readonly ChildNeed[]
  /** The day on which it is asked. */
  today: CivilDate
  homesKnown: Known
  schoolsKnown: Known
  /** Places that must be avoided, and places that matter; of those, how many the directory does not have. */
  avoid: { places: number; unplaced: number }
  matter: { places: number; unplaced: number }
  /** The children on record, who are no company for themselves. */
  childIds: readonly string[]
  known: KnownHomes
  /** The grade below which a home needs an exemption, and who has given one; null where none is asked for. */
  gateway: { grade: GatewayGrade; exemption: string | null } | null
}

export interface OptionBed {
  kind: BedKind
  /** The free interval `[freeFrom, freeTo)` of the bed; null where it has no such bound. */
  freeFrom: CivilDate | null
  freeTo: CivilDate | null
  /** The planned end of a stay not yet over, after which the bed is to be free. */
  awaitingDeparture: CivilDate | null
}

/** Someone who lives in a home on some of the nights asked for, or is to: never who. */
export interface Resident {
  /** In whole years on the first night asked for. */
  age: number
  /** Null while it is not known. */
  livingWith: LivingWith | null
}

/** What could be offered: a home, with a free bed for each child where it has as many. */
export interface Option {
  homeId: string
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
  /** Whether someone connected with every one of the children lives there. */
  kin: boolean
  /** Everyone else who lives there on some of the nights, or is to. */
  company: readonly Resident[]
  /** Why no child may be placed there on some of the nights; null where one may. */
  restriction: { kind: keyof typeof restrictionKinds; until: CivilDate | null } | null
  /** Miles beyond the edge of the nearest place to avoid, 0 or less within it; null where it is not known or none is. */
  avoidMiles: number | null
  /** Miles from the furthest of the places that matter; null where it is not known or none does. */
  matterMiles: number | null
  /** Whether its type is preferred for the children; null where none is. */
  typePreferred: boolean | null
  /** Hundredths of what it had better meet that it does; null where nothing is asked. */
  preferredMet: number | null
  /** Hundredths of the faiths, languages and backgrounds asked for that it has; null where none is. */
  cultureMet: number | null
  /** Whether it offers a home until grown up, where that is the plan; null where it is not, or is not known. */
  longTermFit: boolean | null
  /** Null while not known. */
  longTerm: boolean | null
  faiths: readonly string[] | null
  languages: readonly string[] | null
  cultures: readonly string[] | null
}

/**
 * The share of a criterion's weight that a fact of an option earns, declared as data: the search in the database and
 * the reasons that an officer reads are both made of it. A fact that is not known earns nothing.
 */
export type Scale =
  /** All of it at 0, falling evenly to nothing at `worst`. The fact is counted in whole `steps` to one. */
  | {
      kind: 'falling'
      fact: 'homeMiles' | 'schoolMiles' | 'matterMiles' | 'weeklyCost'
      worst: number
      steps: number
    }
  /** All of it where the fact is true. */
  | { kind: 'flag'; fact: 'inAuthority' | 'siblingsThere' | 'kin' | 'typePreferred' | 'longTermFit' }
  /** As many hundredths of it as the fact says. */
  | { kind: 'share'; fact: 'preferredMet' | 'cultureMet' }
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
  /** Null where the need asks nothing of the kind. */
  judge: (need: Need, option: Option) => Judgement | null
}
