import type { CivilDate } from '../dates.ts'

/**
 * Who is to be placed, and where they could be: all that a plan is made from, as data. Stays are half-open nights
 * `[start, to)`; `to` null is open. Needs are spoken of by their index.
 */
export interface Problem {
  /** In order of waiting: whoever has waited longest comes first. */
  needs: readonly PlanNeed[]
  homes: readonly PlanHome[]
  beds: readonly PlanBed[]
  options: readonly PlanOption[]
  /** Children who must not live in one home on any night. */
  apart: readonly (readonly [childId: string, childId: string])[]
}

/** One child, or brothers and sisters who go to one home on one day. */
export interface PlanNeed {
  children: readonly string[]
  from: CivilDate
  to: CivilDate | null
  /** Nobody else may live in the home. */
  solo: boolean
  /** Where its children live now, and no longer do from the day on which the need is met. */
  leaves: readonly { childId: string; homeId: string; until: CivilDate | null }[]
}

export interface PlanHome {
  id: string
  registeredPlaces: number | null
  /** How many live there besides the children of the plan, each entry from its day to that of the next. In order. */
  others: readonly { from: CivilDate; count: number }[]
}

export interface PlanBed {
  id: string
  homeId: string
  /** The need whose child has the bed now: on a day before `freeFrom` it is free only if that need is met by then. */
  freedBy: number | null
  freeFrom: CivilDate | null
}

/** That a need can be met in a home from a day on: every must allows each of these beds, on every night of the stay. */
export interface PlanOption {
  need: number
  homeId: string
  start: CivilDate
  /** At least as many as the need has children. */
  beds: readonly string[]
  facts: OptionFacts
}

/** What objectives are made of; distances and fees are for each child, whole numbers. */
export interface OptionFacts {
  /** The points of the search. */
  score: number
  homeTenths: number | null
  schoolTenths: number | null
  weeklyPence: number | null
  inAuthority: boolean | null
}

/** An option that is taken, with a bed for each child in the order of the need's children. */
export interface Assignment {
  need: number
  option: number
  beds: string[]
}
