import { table, type TableRows } from './copy.ts'
import { dateOrNull as date } from './days.ts'
import type { SyntheticMeeting } from './model.ts'

/** The subject of the demonstration's tokens. */
const clerk = 'demonstration'

/** The rows of panels' meetings, cases, decisions and actions. `panelIds` has the authority's panels by their reference. */
export function panelRows(
  authority: string,
  meetings: readonly SyntheticMeeting[],
  panelIds: ReadonlyMap<string, string>,
): TableRows[] {
  const cases = meetings.flatMap((meeting) =>
    meeting.cases.map((one, index) => ({ ...one, meeting, position: index + 1 })),
  )
  return [
    table(
      'panel_meetings',
      ['id', 'authority_code', 'panel_id', 'held_on', 'start_time', 'attendees'],
      meetings.map(({ id, panel, day, startTime, roles }) => [
        id,
        authority,
        panelIds.get(panel) ?? null,
        date(day),
        startTime,
        JSON.stringify(roles.map((role) => ({ role, present: true }))),
      ]),
    ),
    table(
      'panel_cases',
      [
        'id',
        'authority_code',
        'meeting_id',
        'child_id',
        'request_id',
        'position',
        'purpose',
        'question',
        'referred_by',
      ],
      cases.map(({ id, meeting, child, request, position, purpose, question }) => [
        id,
        authority,
        meeting.id,
        child.id,
        request?.id ?? null,
        position,
        purpose,
        question,
        'Social worker',
      ]),
    ),
    table(
      'panel_decisions',
      [
        'id',
        'authority_code',
        'case_id',
        'outcome',
        'reasons',
        'conditions',
        'chair_role',
        'present_roles',
        'decided_on',
        'decided_by',
      ],
      cases.flatMap(({ id, meeting, decision }) =>
        decision === null
          ? []
          : [
              [
                decision.id,
                authority,
                id,
                decision.outcome,
                decision.reasons,
                decision.conditions,
                meeting.roles[0] ?? '',
                meeting.roles.map((role) => JSON.stringify(role)),
                date(meeting.day),
                clerk,
              ],
            ],
      ),
    ),
    table(
      'panel_actions',
      ['id', 'authority_code', 'case_id', 'what', 'owner_role', 'due_on', 'done_on'],
      cases.flatMap(({ id, actions }) =>
        actions.map(({ id: actionId, what, owner, due, completed: day }) => [
          actionId,
          authority,
          id,
          what,
          owner,
          date(due),
          date(day),
        ]),
      ),
    ),
  ]
}
