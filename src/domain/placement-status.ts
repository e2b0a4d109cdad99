import type { CivilDate } from './dates.ts'

/** How a placement that never started came to nothing. */
export const withdrawalKinds = ['withdrawn', 'did-not-start'] as const
export const placementStatuses = ['planned', 'current', 'overdue', 'ended', ...withdrawalKinds] as const
export type PlacementStatus = (typeof placementStatuses)[number]

interface PlacementDates {
  plannedTo: CivilDate | null
  startedOn: CivilDate | null
  endedOn: CivilDate | null
  withdrawnOn: CivilDate | null
  withdrawalKind?: string | null
}

/**
 * A placement's status on a day, whatever ended it later. `overdue` is a started placement on or past its planned end
 * that has not ended. SQL has the same: `placement_status`.
 */
export function placementStatus(dates: PlacementDates, today: CivilDate): PlacementStatus {
  if (dates.withdrawnOn !== null)
    return dates.withdrawalKind === 'did-not-start' ? 'did-not-start' : 'withdrawn'
  if (dates.startedOn === null || dates.startedOn > today) return 'planned'
  if (dates.endedOn !== null && dates.endedOn <= today) return 'ended'
  return dates.plannedTo !== null && dates.plannedTo <= today ? 'overdue' : 'current'
}
