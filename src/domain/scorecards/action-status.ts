import type { CivilDate } from '../dates.ts'

/** What an update says of an action that is under way. */
export const declaredStatuses = ['on-track', 'at-risk', 'off-track'] as const
export const actionStatuses = [
  'not-started',
  'in-progress',
  ...declaredStatuses,
  'overdue',
  'completed',
] as const
export type ActionStatus = (typeof actionStatuses)[number]

/**
 * Where an action stands: what its dates say where they say it, else what its last update declared. Past its due day it
 * is overdue, whatever was declared.
 */
export function statusOf(
  { startsOn, dueOn, completedOn }: { startsOn: CivilDate; dueOn: CivilDate; completedOn: CivilDate | null },
  declared: ActionStatus | null,
  today: CivilDate,
): ActionStatus {
  if (completedOn !== null) return 'completed'
  if (today > dueOn) return 'overdue'
  return declared ?? (today < startsOn ? 'not-started' : 'in-progress')
}
