import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { approvalPage } from './approval.ts'
import { callOffPlacement, placementPage, startPlacement } from './show.ts'

/** Pages of placements, and of the decisions before them. */
export function registerPlacementPages(house: PageHouse): void {
  registerPage(house, placementPage)
  registerForm(house, startPlacement)
  registerForm(house, callOffPlacement)
  registerForm(house, approvalPage)
}
