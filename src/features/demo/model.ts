import type { GridPoint } from '../../domain/distance.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import type { Day } from './days.ts'

/** A postcode with where it is. */
export interface Place extends GridPoint {
  postcode: string
  authorityCode: string
}

/** Where a placement is, seen from the responsible authority: inside it, or outside within 20 miles or beyond. */
export type Reach = 'in' | 'near' | 'far'
export type Sector = 'own' | 'other-authority' | 'other-public' | 'private' | 'voluntary'
export type HomeKind =
  | 'fostering-household'
  | 'connected-carer-household'
  | 'childrens-home'
  | 'secure-childrens-home'
  | 'residential-school'
  | 'family-centre'
  | 'nhs-setting'
  | 'young-offender-institution'
  | 'supported-accommodation'
  | 'supported-lodgings'

export interface Judgement {
  on: Day
  grade: string
}
export interface Provider {
  id: string
  name: string
  sector: Sector
  urn: string | null
  judgements: Judgement[]
}
export interface Home {
  id: string
  provider: Provider
  name: string
  kind: HomeKind
  type: PlacementType
  urn: string | null
  place: Place
  reach: Reach
  shared: boolean
  /** Null while approval is awaited. */
  registeredPlaces: number | null
  ageFrom: number
  ageTo: number
  accepts: 'any' | 'female' | 'male'
  capabilities: string[]
  takesEmergencies: boolean
  opensOn: Day
  closesOn: Day | null
  hub: Home | null
  judgements: Judgement[]
  fees: { id: string; weekly: number; from: Day; to: Day | null }[]
  contract: { id: string; kind: 'block' | 'framework' | 'spot'; beds: number | null; from: Day } | null
  beds: Bed[]
}
export interface Bed {
  id: string
  home: Home
  label: string
  kind: 'standard' | 'emergency' | 'short-break'
  opensOn: Day
  closesOn: Day | null
  /** Nights taken by placements and voids. */
  taken: { from: Day; to: Day }[]
  voids: { id: string; reason: string; detail: string | null; from: Day; to: Day | null }[]
}

export interface Child {
  id: string
  reference: string
  born: Day
  sex: 'female' | 'male'
  ethnicity: string
  uasc: boolean
  disabled: boolean
  need: string
  statuses: { status: string; from: Day; to: Day | null }[]
  school: Place | null
  /** Placements after care ended: Staying Put, Staying Close. */
  afterCare: Stay[]
}

/** Children who lived together all the time that they were in care: siblings, or one child alone. */
export interface Party {
  children: Child[]
  family: Family
  from: Day
  to: Day | null
  /** Why care ended; null while it goes on. */
  endReason: string | null
  stays: Stay[]
  /** Temporary stays and short breaks, which lie over the others or, for short breaks, stand alone. */
  temporary: Stay[]
}
export interface Family {
  id: string
  home: Place | null
  parties: Party[]
}

/** One placement of each child of a party. */
export interface Stay {
  type: PlacementType
  reach: Reach
  from: Day | null
  to: Day | null
  plannedFrom: Day | null
  plannedTo: Day | null
  home: Home | null
  /** One for each child, in their order; empty where the placement is in no bed. */
  beds: Bed[]
  /** Where there is no home. */
  place: Place | null
  endReason: string | null
  endPlanned: boolean | null
  /** By which it was asked for, where that is recorded. */
  request: PlacementRequest | null
}

/** A home asked for, for children who are to live together. */
export interface PlacementRequest {
  id: string
  party: Party
  urgency: 'planned' | 'emergency'
  received: Day
  neededFrom: Day
  withdrawn: Day | null
  searches: MadeSearch[]
}
/** A search for a bed; the homes that it found, best first, or else what stood in the way. */
export interface MadeSearch {
  id: string
  day: Day
  /** Of the day. */
  minute: number
  homes: Home[]
  asked: { maxMiles?: number; inAuthority?: boolean; capabilities?: readonly string[] }
  firstRule: string | null
  nearestMiss: string | null
}

/** A fostering household from its enquiry until it leaves; the days of stages that it has not come to are null. */
export interface CarerJourney {
  id: string
  type: 'mainstream' | 'family-and-friends'
  transferredFrom: 'agency' | 'other-authority' | null
  district: string
  enquired: Day | null
  applied: Day | null
  assessed: Day | null
  panel: Day | null
  approved: Day | null
  closed: Day | null
  outcome: string | null
  places: number | null
  home: Home | null
}

/** Everything of one authority. */
export interface World {
  authorityCode: string
  providers: Provider[]
  homes: Home[]
  families: Family[]
  journeys: CarerJourney[]
  requests: PlacementRequest[]
  /** People aged 0 to 17, by the day of the estimate. */
  populations: { asAt: string; people: number }[]
}

export const forever: Day = Number.POSITIVE_INFINITY
