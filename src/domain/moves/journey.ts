import { addMonths, ageOn, birthday, monthsBetween, type CivilDate } from '../dates.ts'
import type { CareRecord, PlacementRecord, PresentHome } from './care-record.ts'

/** Over how many months before the day moves, endings and missing episodes are counted. */
export const WINDOW_MONTHS = 12

/** What is worked out of a child's record for a day. Null is what the record cannot tell. */
export interface Journey {
  record: CareRecord
  asAt: CivilDate
  age: number
  monthsTo18: number
  monthsInCare: number | null
  /** Null where no placement is recorded on the day. */
  current: PlacementRecord | null
  home: PresentHome | null
  /** With the present carer, over changes of status that left the child there. */
  monthsInPlacement: number | null
  moves: number
  unplannedEndings: number
  missingEpisodes: number | null
  lastReviewOn: CivilDate | null
}

/**
 * Whether an ending was unplanned: as it is recorded or, where it is not, by its SSDA903 REASON_PLACE_CHANGE. Which
 * reasons are unplanned is our own reading; the guide does not say.
 */
export function wasUnplanned({ endPlanned, endReason }: PlacementRecord): boolean {
  const reasons = ['ALLEG', 'STAND', 'APPRR', 'CREQB', 'CREQO', 'CHILD']
  return endPlanned === null ? endReason !== null && reasons.includes(endReason) : !endPlanned
}

/** The day from which the child has been with the present carer. */
function withCarerSince(placements: readonly PlacementRecord[], current: PlacementRecord): CivilDate {
  const before = placements.findLast(({ endedOn }) => endedOn === current.startedOn)
  return current.sameCarer && before ? withCarerSince(placements, before) : current.startedOn
}

/** Works out what the record says of a child on a day. */
export function journeyOf(record: CareRecord, asAt: CivilDate): Journey {
  const { placements, careStartedOn, missing, reviews } = record
  const since = addMonths(asAt, -WINDOW_MONTHS)
  const inWindow = (day: CivilDate | null) => day !== null && day > since && day <= asAt
  const current = placements.findLast(({ endedOn }) => endedOn === null) ?? null
  const entered = careStartedOn ?? placements[0]?.startedOn
  return {
    record,
    asAt,
    age: ageOn(record.dateOfBirth, asAt),
    monthsTo18: monthsBetween(asAt, birthday(record.dateOfBirth, 18)),
    monthsInCare: careStartedOn === null ? null : monthsBetween(careStartedOn, asAt),
    current,
    home: current?.home ?? null,
    monthsInPlacement: current && monthsBetween(withCarerSince(placements, current), asAt),
    moves: placements.filter(
      ({ startedOn, sameCarer }) => inWindow(startedOn) && !sameCarer && startedOn !== entered,
    ).length,
    unplannedEndings: placements.filter((placement) => inWindow(placement.endedOn) && wasUnplanned(placement))
      .length,
    missingEpisodes:
      missing === null || missing.until <= since ? null : missing.startedOn.filter(inWindow).length,
    lastReviewOn: reviews?.on.findLast((day) => day <= asAt) ?? null,
  }
}
