import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { erasureForms } from './erasure.ts'
import { legalHoldPage, legalHoldsPage } from './legal-holds.ts'
import { retentionPage } from './retention.ts'

/** Pages of what is kept for how long: rules, what is past its time, its erasure, legal holds. */
export function registerRetentionPages(house: PageHouse): void {
  registerPage(house, retentionPage)
  for (const action of [...erasureForms, legalHoldsPage, legalHoldPage]) registerForm(house, action)
}
