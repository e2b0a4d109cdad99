import type { GridPoint } from '../../domain/distance.ts'
import type { GateId } from '../../domain/gates/gates.ts'
import type { Office } from '../../domain/gates/offices.ts'
import type { Urgency } from '../../domain/lifecycle/request.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import type { Day } from './days.ts'

/** A postcode with its position (OS grid, metres) and authority. */
export interface Place extends GridPoint {
  postcode: string
  authorityCode: string
}

/** Where a placement is: in the responsible authority, or outside it and within (near) or over (far) 20 miles from home. */
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

export interface SyntheticJudgement {
  day: Day
  grade: string
}
export interface Provider {
  id: string
  name: string
  sector: Sector
  urn: string | null
  judgements: SyntheticJudgement[]
}
export interface SyntheticHome {
  id: string
  provider: Provider
  name: string
  kind: HomeKind
  type: PlacementType
  urn: string | null
  place: Place
  reach: Reach
  shared: boolean
  /** Null while the household is not approved yet. */
  registeredPlaces: number | null
  ageFrom: number
  ageTo: number
  accepts: 'any' | 'female' | 'male'
  capabilities: string[]
  takesEmergencies: boolean
  opensOn: Day
  closesOn: Day | null
  hub: SyntheticHome | null
  /** Approvals of a connected carer's household, one after the other. */
  terms: CarerTerm[]
  judgements: SyntheticJudgement[]
  fees: { id: string; weekly: number; from: Day; to: Day | null }[]
  contract: { id: string; kind: 'block' | 'framework' | 'spot'; beds: number | null; from: Day } | null
  beds: Bed[]
}
/** An approval of a connected carer's household; `to` is null where it is not limited. */
export interface CarerTerm {
  kind: 'temporary' | 'extension' | 'full'
  from: Day
  to: Day | null
}
export interface Bed {
  id: string
  home: SyntheticHome
  label: string
  kind: 'standard' | 'emergency' | 'short-break'
  opensOn: Day
  closesOn: Day | null
  /** Nights used by placements and voids, half-open. */
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
  afterCare: SyntheticStay[]
}

/** Children who live together throughout their care: siblings, or one child alone. */
export interface Party {
  children: Child[]
  family: Family
  from: Day
  to: Day | null
  /** Why care ended (SSDA903 REC); null while it goes on. */
  endReason: string | null
  stays: SyntheticStay[]
  /** Temporary stays, which overlap the placements in `stays`, and short breaks, whose party has no others. */
  temporary: SyntheticStay[]
}
export interface Family {
  id: string
  home: Place | null
  parties: Party[]
}

/** One placement of each child of a party, with the same dates and home. */
export interface SyntheticStay {
  type: PlacementType
  reach: Reach
  from: Day | null
  to: Day | null
  plannedFrom: Day | null
  plannedTo: Day | null
  home: SyntheticHome | null
  /** A bed for each child, in the order of the children; empty when the placement uses no bed. */
  beds: Bed[]
  /** Where the placement is when it is in no home. */
  place: Place | null
  endReason: string | null
  endPlanned: boolean | null
  /** The request that led to the placement; null when it is from before requests were recorded. */
  request: SyntheticRequest | null
  /** The day on which it was agreed; null when that was before agreements were recorded here. */
  agreed: Day | null
  emergency: boolean
  keepsSchool: boolean | null
  approvals: SyntheticApproval[]
  /** Why it is on record although the law stood against it. */
  recordedAsHappened: string | null
}
/** The decision of the holder of an office on a gate of the law that stands before a placement. */
export interface SyntheticApproval {
  id: string
  gate: GateId
  office: Office
  confirmations: string[]
  day: Day
}

/** A request for a home for children who are to live together. */
export interface SyntheticRequest {
  id: string
  children: readonly Child[]
  family: Family
  urgency: Urgency
  received: Day
  neededFrom: Day
  withdrawn: Day | null
  searches: SyntheticSearch[]
}
/** A search for beds: the homes that it found, best first, or else the rule that excluded the last beds. */
export interface SyntheticSearch {
  id: string
  day: Day
  /** Minute of the day, from 0. */
  minute: number
  homes: SyntheticHome[]
  criteria: { maxMiles?: number; inAuthority?: boolean; capabilities?: readonly string[] }
  firstRule: string | null
  nearestMiss: string | null
}

/** A fostering household from enquiry to leaving. The days of stages that it has not reached are null. */
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
  home: SyntheticHome | null
}

export interface SyntheticRestriction {
  id: string
  home: SyntheticHome
  kind: 'suspension' | 'restriction' | 'do-not-place'
  from: Day
}
/** Beds kept for the children of a request until nine o'clock (UTC) on a day. */
export interface SyntheticHold {
  id: string
  request: SyntheticRequest
  beds: readonly Bed[]
  from: Day
  /** The day on which it was made. */
  madeOn: Day
  expires: Day
}

/** A meeting of one of the panels that every authority has. */
export interface SyntheticMeeting {
  id: string
  /** The panel's reference. */
  panel: string
  day: Day
  startTime: string
  roles: readonly string[]
  cases: SyntheticCase[]
}
export interface SyntheticCase {
  id: string
  child: Child
  request: SyntheticRequest | null
  purpose: 'entry' | 'stability' | 'adulthood'
  question: string
  /** Null until the panel has met. */
  decision: { id: string; outcome: string; reasons: string; conditions: string | null } | null
  actions: { id: string; what: string; owner: string; due: Day; completed: Day | null }[]
}

/** All synthetic data of one authority. */
export interface SyntheticAuthority {
  authorityCode: string
  providers: Provider[]
  homes: SyntheticHome[]
  families: Family[]
  journeys: CarerJourney[]
  requests: SyntheticRequest[]
  restrictions: SyntheticRestriction[]
  holds: SyntheticHold[]
  meetings: SyntheticMeeting[]
  /** The last day of the history. */
  today: Day
  /** Number of people aged 0 to 17, by the date of the estimate. */
  populations: { asAt: string; people: number }[]
}

export const forever: Day = Number.POSITIVE_INFINITY
