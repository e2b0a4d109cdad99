import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { placementActPage } from './act-page.ts'
import { placementActs, type PlacementAct } from './acts.ts'
import { approvalPage } from './approval.ts'
import { bedPage } from './bed.ts'
import { placementCorrectionPage } from './correction.ts'
import { placementPage } from './show.ts'

/** Pages of placements, of what can be done with them, and of the decisions before them. */
export function registerPlacementPages(house: PageHouse): void {
  registerPage(house, placementPage)
  for (const act of Object.keys(placementActs) as PlacementAct[]) registerForm(house, placementActPage(act))
  registerForm(house, bedPage)
  registerForm(house, placementCorrectionPage)
  registerForm(house, approvalPage)
}
