import type { CivilDate } from '../dates.ts'

/** The statuses that an update can declare for an action in progress. */
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
 * An action's status on a day: by its dates where they decide, else the status that its latest update declared. After its
 * due day an action is overdue, whatever was declared.
 */
export function statusOf(
  { startsOn, dueOn, completedOn }: { startsOn: CivilDate; dueOn: CivilDate; completedOn: CivilDate | null },
  declaredStatus: ActionStatus | null,
  today: CivilDate,
): ActionStatus {
  if (completedOn !== null) return 'completed'
  if (today > dueOn) return 'overdue'
  return declaredStatus ?? (today < startsOn ? 'not-started' : 'in-progress')
}
