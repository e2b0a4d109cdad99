import type { ofstedGrades, placementEndReasons } from '../codes.ts'
import type { CivilDate } from '../dates.ts'
import type { PlacementType } from '../placement-types.ts'

/** A usual placement, as it stood at the end of the day that is asked about. */
export interface PlacementRecord {
  id: string
  homeId: string | null
  homeName: string | null
  type: PlacementType
  startedOn: CivilDate
  /** Null while the child was still there on the day. */
  endedOn: CivilDate | null
  plannedTo: CivilDate | null
  endReason: keyof typeof placementEndReasons | null
  endPlanned: boolean | null
  sameCarer: boolean
  emergency: boolean
  distanceMiles: number | null
  location: 'in' | 'out' | 'unknown'
  /** Of the placement on the day alone. */
  home: PresentHome | null
}

/** What is recorded of the home that the child lives in on the day. */
export interface PresentHome {
  capabilities: readonly string[]
  ofstedGrade: keyof typeof ofstedGrades | null
  closesOn: CivilDate | null
  /** Voids of its beds on the day that speak of its standing or its end: restriction, allegation, resignation … */
  concerns: readonly string[]
  /** Pounds a week: of the placement, else the fee of the home. */
  weeklyCost: number | null
  carerApprovalEndsOn: CivilDate | null
}

/** What the record says of a child on a day: of nothing that happened later. */
export interface CareRecord {
  childId: string
  reference: string
  dateOfBirth: CivilDate
  careStartedOn: CivilDate | null
  legalStatus: string | null
  legalStatusSince: CivilDate | null
  /** Oldest first. */
  placements: readonly PlacementRecord[]
  /** An agreed placement that had not started. */
  next: { type: PlacementType; plannedFrom: CivilDate } | null
  /** Brothers and sisters looked after on the day, and how many of them live in the same home. */
  siblings: { inCare: number; together: number }
  /** From the SSDA903 returns: null where no such return was given, else up to what day they speak. */
  missing: { until: CivilDate; startedOn: readonly CivilDate[] } | null
  reviews: { until: CivilDate; on: readonly CivilDate[] } | null
}
