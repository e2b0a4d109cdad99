import type { AttentionKind } from '../../domain/attention/rules.ts'
import { checklistStates, type ChecklistItemId } from '../../domain/checklist/items.ts'
import { addDays } from '../../domain/dates.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { checklistsOfPlacements } from '../checklist/queries.ts'
import type { AttentionQuestion, FoundRow } from './queries/rows.ts'

const kinds: Readonly<Record<ChecklistItemId, AttentionKind>> = {
  'placement-notice': 'placement-notice-overdue',
  'first-visit': 'visit-overdue',
  visit: 'visit-overdue',
  review: 'review-overdue',
  'ending-review': 'ending-overdue',
  'ending-notice': 'ending-overdue',
}

/** Days for which an ending is looked back at. */
const LOOK_BACK_DAYS = 90

/** Rows about what the checklists of placements want done, today or before. */
export async function rowsOfChecklists(tx: Tx, question: AttentionQuestion): Promise<FoundRow[]> {
  const { today, childId, homeId } = question
  if (!Object.values(kinds).some((kind) => question.kinds.has(kind))) return []
  const scope = { endedSince: addDays(today, -LOOK_BACK_DAYS), childId, homeId }
  return (await checklistsOfPlacements(tx, scope, today)).flatMap((facts) =>
    checklistStates(facts, today).flatMap(({ item, title, dueOn }): FoundRow[] => {
      if (dueOn === null || dueOn > today) return []
      return [
        {
          kind: kinds[item],
          aboutId: facts.id,
          part: item,
          due: dueOn,
          childIds: [facts.childId],
          homeId: facts.homeId,
          detail: `${title}.`,
          office: null,
        },
      ]
    }),
  )
}
