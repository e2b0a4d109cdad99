import type { accepts, bedKinds, gatewayGrades, ofstedGrades, restrictionKinds, sexes } from '../codes.ts'
import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'
import type { KnownNeeds, LivingWith } from './needs-of-child.ts'
import type { SearchTerms } from './search-terms.ts'

export type BedKind = keyof typeof bedKinds
export type OfstedGrade = keyof typeof ofstedGrades

/** A child's age in years over the nights asked for. Without a date of birth, a birthday may or may not fall in them. */
export interface AgeOverStay {
  /** Absent where only an age is known. */
  bornOn?: CivilDate
  onFirstNight: number
  /** Null where the stay has no end. */
  onLastNight: { least: number; most: number } | null
}

/** A child for the criteria. Places to avoid and places that matter belong to the whole search. */
export interface ChildNeed extends Readonly<Omit<KnownNeeds, 'placesToAvoid' | 'placesThatMatter'>> {
  age: AgeOverStay
  sex: keyof typeof sexes
  /** The position in the search of the parent who comes with the child; absent for one who comes without. */
  parent?: number
}

export type GatewayGrade = (typeof gatewayGrades)[number]

/** What is on record about the search's children in relation to homes, which are given by id. */
export interface KnownHomes {
  /** Whether all, some or none of the search's children are on record. */
  onRecord: Coverage
  /** Homes where, on any of the nights, someone lives or is to live who must not live with one of the children. */
  apart: readonly string[]
  /** Whether two of the children must not live together. */
  apartAmongThem: boolean
  /** Homes of a person connected with every child of the search. */
  kin: readonly string[]
}

/** Whether something is known for all the children, some of them or none. */
export type Coverage = 'all' | 'some' | 'none'

/** What a search asks for: one bed for each child, in one home, on the nights `[from, to)`. */
export interface Need extends SearchTerms {
  children: readonly ChildNeed[]
  /** The day of the search. */
  today: CivilDate
  homesKnown: Coverage
  schoolsKnown: Coverage
  /** Places that must be avoided and places that matter; `unplaced` of them are not in the postcode directory. */
  avoid: { places: number; unplaced: number }
  matter: { places: number; unplaced: number }
  /**
   * The ids of the search's children on record, and of a parent or child of theirs who comes with them; a search leaves
   * them out of a home's company.
   */
  childIds: readonly string[]
  knownHomes: KnownHomes
  /** The grade below which a home needs an exemption, and who has given one; null without a minimum grade. */
  gateway: { grade: GatewayGrade; exemption: string | null } | null
}

export interface OptionBed {
  kind: BedKind
  /** The bed's free interval `[freeFrom, freeTo)`; null is unbounded. */
  freeFrom: CivilDate | null
  freeTo: CivilDate | null
  /** The planned end of the present stay, after which the bed becomes free; null where it is free already. */
  awaitingDeparture: CivilDate | null
}

/** Someone who lives in a home, or is to, on any of the nights asked for. Without identity. */
export interface Resident {
  /** The least and the greatest age, in whole years on the first night asked for: one age, but of another authority's child. */
  youngest: number
  oldest: number
  /** Null while it is not known. */
  livingWith: LivingWith | null
}

/** A home that could be offered, with a free bed for each child where it has enough. */
export interface Option {
  homeId: string
  beds: readonly OptionBed[]
  type: PlacementType
  ageFrom: number
  /** The oldest age taken. */
  ageTo: number
  accepts: keyof typeof accepts
  /** Whether a registration with Ofsted, where one is needed, covers every night. */
  registered: boolean
  /** Registered or approved places; null where no number is recorded. */
  places: number | null
  /** Most who live there at once over the nights, beside the search's children. */
  mostThere: number
  capabilities: readonly string[]
  takesSiblings: boolean
  takesEmergencies: boolean
  /** Whether it takes a parent with their child, as every family centre does. */
  takesParentAndChild: boolean
  /** Straight-line miles from the furthest of the children's homes; null where not known. */
  homeMiles: number | null
  /** Straight-line miles from the furthest of the children's schools; null where not known. */
  schoolMiles: number | null
  /** Whether distances are blurred, so that they cannot reveal where a confidential home is. */
  approximate: boolean
  inAuthority: boolean | null
  ofstedGrade: OfstedGrade | null
  /** Pounds a week for one child; null where no fee is known. */
  weeklyCost: number | null
  /** Whether a sibling of the children lives there. */
  siblingsThere: boolean
  /** Whether a person connected with every child lives there. */
  kin: boolean
  /** Everyone else who lives there, or is to, on any of the nights. */
  company: readonly Resident[]
  /** A restriction on placing children there on any of the nights; null without one. */
  restriction: { kind: keyof typeof restrictionKinds; until: CivilDate | null } | null
  /** Miles outside the nearest place to avoid, 0 or less inside it; null where not known or nothing is to be avoided. */
  avoidMiles: number | null
  /** Straight-line miles from the furthest place that matters; null where not known or there is none. */
  matterMiles: number | null
  /** Whether its type is preferred for the children; null where no type is preferred. */
  typePreferred: boolean | null
  /** Percentage of the preferred needs that it meets; null where there are none. */
  preferredMet: number | null
  /** Percentage of the faiths, languages and backgrounds asked for that it shares; null where none is asked for. */
  cultureMet: number | null
  /** Whether it offers a home until adulthood; null where that is not the plan for the children, or is not known. */
  longTermFit: boolean | null
  /** The home's own facts; null while not known. */
  longTerm: boolean | null
  faiths: readonly string[] | null
  languages: readonly string[] | null
  cultures: readonly string[] | null
}

/**
 * How a fact of an option earns a share of a preference's weight, declared as data: both the SQL of the search and the
 * reasons shown are generated from it. A fact that is not known earns nothing.
 */
export type Scale =
  /** The whole weight at 0, falling linearly to nothing at `worst`. The fact is rounded to 1/`steps` of its unit. */
  | {
      kind: 'falling'
      fact: 'homeMiles' | 'schoolMiles' | 'matterMiles' | 'weeklyCost'
      worst: number
      steps: number
    }
  /** The whole weight where the fact is true. */
  | { kind: 'flag'; fact: 'inAuthority' | 'siblingsThere' | 'kin' | 'typePreferred' | 'longTermFit' }
  /** The percentage of the weight that the fact gives. */
  | { kind: 'share'; fact: 'preferredMet' | 'cultureMet' }
  /** A percentage of the weight by Ofsted grade. */
  | { kind: 'graded'; fact: 'ofstedGrade'; hundredths: Readonly<Record<OfstedGrade, number>> }

/** Whether a criterion is met; null where a missing fact, which `detail` names, leaves it undecided. */
export interface Judgement {
  met: boolean | null
  /** For an officer to read. */
  detail: string
}

/** A rule that every option offered must pass. Where it cannot be decided, the option is offered with that reason. */
export interface Must {
  id: string
  kind: 'must'
  title: string
  /** Null where the rule does not apply to this need. */
  judge: (need: Need, option: Option) => Judgement | null
}

/** A reason to rank one option above another. */
export interface Prefer {
  id: string
  kind: 'prefer'
  title: string
  /** How an option earns a share of the profile's weight. */
  scale: Scale
  /** Null where the preference does not apply to this need. */
  judge: (need: Need, option: Option) => Judgement | null
}
