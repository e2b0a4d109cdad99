import type { PlacementCorrection } from './corrections.ts'
import type { PlacementAction } from './placement.ts'

/** What people call the actions on a placement, and the corrections of what is recorded of one. */
export const placementActTitles: Readonly<Record<PlacementAction | PlacementCorrection, string>> = {
  start: 'Record the arrival',
  'planned-dates': 'Change the planned days',
  notice: 'Record notice',
  'notice-withdrawal': 'Withdraw the notice',
  withdrawal: 'Call it off',
  'did-not-start': 'Record that the child did not come',
  end: 'End it, or end care',
  move: 'Move the child',
  'staying-put': 'Agree Staying Put',
  absences: 'Record a stay elsewhere',
  approvals: 'Decide',
  boundary: 'Change the day of the move',
  'start-undo': 'Undo the start',
  'end-undo': 'Undo the end',
  'staying-put-undo': 'Undo Staying Put',
}
