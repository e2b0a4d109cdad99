import type { CivilDate } from './dates.ts'

export type PlacementStatus = 'planned' | 'current' | 'overdue' | 'ended' | 'withdrawn' | 'did-not-start'

interface PlacementDates {
  plannedTo: CivilDate | null
  startedOn: CivilDate | null
  endedOn: CivilDate | null
  withdrawnOn: CivilDate | null
  withdrawalKind?: string | null
}

/** A placement's status on a day. `overdue` is a started placement on or past its planned end without an actual end. */
export function placementStatus(dates: PlacementDates, today: CivilDate): PlacementStatus {
  if (dates.withdrawnOn !== null)
    return dates.withdrawalKind === 'did-not-start' ? 'did-not-start' : 'withdrawn'
  if (dates.startedOn === null || dates.startedOn > today) return 'planned'
  if (dates.endedOn !== null && dates.endedOn <= today) return 'ended'
  return dates.endedOn === null && dates.plannedTo !== null && dates.plannedTo <= today
    ? 'overdue'
    : 'current'
}
