import { addMonths, ageOn, birthday, monthsBetween, type CivilDate } from '../dates.ts'
import type { CareRecord, PlacementRecord, PresentHome } from './care-record.ts'

/** Moves, endings and missing episodes are counted over this many months up to the day. */
export const WINDOW_MONTHS = 12

/** Facts derived from a child's record for a day. Null where the record does not have them. */
export interface Journey {
  record: CareRecord
  asAt: CivilDate
  age: number
  monthsTo18: number
  monthsInCare: number | null
  /** Null where no placement is recorded on the day. */
  current: PlacementRecord | null
  home: PresentHome | null
  /** Whole months with the present carer; changes of status with the same carer don't interrupt them. */
  monthsInPlacement: number | null
  moves: number
  unplannedEndings: number
  missingEpisodes: number | null
  lastReviewOn: CivilDate | null
}

/**
 * SSDA903 REASON_PLACE_CHANGE of endings that are unplanned where nothing else is recorded. Which reasons count is our own
 * definition; the SSDA903 guide has none.
 */
export const unplannedEndReasons = ['ALLEG', 'STAND', 'APPRR', 'CREQB', 'CREQO', 'CHILD'] as const

/** Whether an ending was unplanned: as recorded, else by its reason. */
export function wasUnplanned({
  endPlanned,
  endReason,
}: Pick<PlacementRecord, 'endPlanned' | 'endReason'>): boolean {
  return endPlanned === null
    ? (unplannedEndReasons as readonly (string | null)[]).includes(endReason)
    : !endPlanned
}

/** The day on which the child came to the present carer. */
function carerStart(placements: readonly PlacementRecord[], current: PlacementRecord): CivilDate {
  const previous = placements.findLast(({ endedOn }) => endedOn === current.startedOn)
  return current.sameCarer && previous ? carerStart(placements, previous) : current.startedOn
}

/** Derives the facts of a child's record for a day. The windows are `(asAt − 12 months, asAt]`. */
export function journeyOf(record: CareRecord, asAt: CivilDate): Journey {
  const { placements, careStartedOn, missing: missingReturn, reviews } = record
  const windowStart = addMonths(asAt, -WINDOW_MONTHS)
  const inWindow = (day: CivilDate | null) => day !== null && day > windowStart && day <= asAt
  const current = placements.findLast(({ endedOn }) => endedOn === null) ?? null
  const entryDay = careStartedOn ?? placements[0]?.startedOn
  return {
    record,
    asAt,
    age: ageOn(record.dateOfBirth, asAt),
    monthsTo18: monthsBetween(asAt, birthday(record.dateOfBirth, 18)),
    monthsInCare: careStartedOn === null ? null : monthsBetween(careStartedOn, asAt),
    current,
    home: current?.home ?? null,
    monthsInPlacement: current && monthsBetween(carerStart(placements, current), asAt),
    moves: placements.filter(
      ({ startedOn, sameCarer }) => inWindow(startedOn) && !sameCarer && startedOn !== entryDay,
    ).length,
    unplannedEndings: placements.filter((placement) => inWindow(placement.endedOn) && wasUnplanned(placement))
      .length,
    missingEpisodes:
      missingReturn === null || missingReturn.until <= windowStart
        ? null
        : missingReturn.startedOn.filter(inWindow).length,
    lastReviewOn: reviews?.on.findLast((day) => day <= asAt) ?? null,
  }
}
