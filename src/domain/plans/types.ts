import type { CivilDate } from '../dates.ts'

/**
 * The input of a plan as plain data: who is to be placed, and where they could be. Stays are half-open `[start, to)` in
 * nights; `to` null is open. Needs and options are referred to by their index.
 */
export interface PlanProblem {
  /** Longest waiting first. */
  needs: readonly PlanNeed[]
  homes: readonly PlanHome[]
  beds: readonly PlanBed[]
  options: readonly PlanOption[]
  /** Children who must not live in one home on any night. */
  apart: readonly (readonly [childId: string, childId: string])[]
}

/** One child, or siblings who go to one home on one day. */
export interface PlanNeed {
  children: readonly string[]
  from: CivilDate
  to: CivilDate | null
  /** Nobody else may live in the home. */
  solo: boolean
  /** Where its children live now. They move out on the day the need is met, or on `until` if that is earlier. */
  leaves: readonly { childId: string; homeId: string; until: CivilDate | null }[]
}

export interface PlanHome {
  id: string
  registeredPlaces: number | null
  /** Residents who are not children of the plan: each count holds from its day to the next entry's. In date order. */
  others: readonly { from: CivilDate; count: number }[]
}

export interface PlanBed {
  id: string
  homeId: string
  /** The need whose child occupies the bed now. Before `freeFrom` the bed is free only once that need is met. */
  freedBy: number | null
  freeFrom: CivilDate | null
}

/** A home where a need can be met from `start` on. Each bed passes every must of the search on every night of the stay. */
export interface PlanOption {
  need: number
  homeId: string
  start: CivilDate
  /** At least one for each child of the need. */
  beds: readonly string[]
  facts: OptionFacts
}

/** The facts that objectives are calculated from, for each child, as integers. */
export interface OptionFacts {
  /** The vacancy search's score, 0 to 100. */
  score: number
  homeTenths: number | null
  schoolTenths: number | null
  weeklyPence: number | null
  inAuthority: boolean | null
}

/** An option taken, with one bed for each child in the order of the need's `children`. */
export interface Assignment {
  need: number
  option: number
  beds: string[]
}
