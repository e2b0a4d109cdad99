import type { ofstedGrades, placementEndReasons } from '../codes.ts'
import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'

/** A placement (not a temporary stay or short break), as it stood at the end of the day asked about. */
export interface PlacementRecord {
  id: string
  homeId: string | null
  homeName: string | null
  type: PlacementType
  startedOn: CivilDate
  /** The placement began before `startedOn`, the first day known of. */
  startedBefore: boolean
  /** Null while the child was still there on the day. */
  endedOn: CivilDate | null
  plannedTo: CivilDate | null
  endReason: keyof typeof placementEndReasons | null
  endPlanned: boolean | null
  sameCarer: boolean
  emergency: boolean
  distanceMiles: number | null
  location: 'in' | 'out' | 'unknown'
  /** Only for the placement on the day; null for earlier ones. */
  home: PresentHome | null
}

/** The record of the home where the child lives on the day. */
export interface PresentHome {
  capabilities: readonly string[]
  ofstedGrade: keyof typeof ofstedGrades | null
  closesOn: CivilDate | null
  /** Reasons of voids on the day that concern the home's registration or its end: restriction, allegation, resignation … */
  concerns: readonly string[]
  /** Pounds a week: the placement's own cost, else the home's fee. */
  weeklyCost: number | null
  carerApprovalEndsOn: CivilDate | null
}

/** A child's record as at a day, without anything that happened later. */
export interface CareRecord {
  childId: string
  reference: string
  dateOfBirth: CivilDate
  careStartedOn: CivilDate | null
  /** Care began before `careStartedOn`, the first day known of. */
  careStartedBefore: boolean
  legalStatus: string | null
  legalStatusSince: CivilDate | null
  /** Oldest first. */
  placements: readonly PlacementRecord[]
  /** An agreed placement that had not started on the day. */
  next: { type: PlacementType; plannedFrom: CivilDate } | null
  /** Siblings looked after on the day, and how many of them live in the same home as the child. */
  siblings: { inCare: number; together: number }
  /** From the SSDA903 returns up to the day `until`; null where no such return has been imported. */
  missing: { until: CivilDate; startedOn: readonly CivilDate[] } | null
  reviews: { until: CivilDate; on: readonly CivilDate[] } | null
}
