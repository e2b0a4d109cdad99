import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { comparePage } from './compare.ts'
import { optionsPage } from './options.ts'

/** Pages of the search for beds, and of its options side by side. */
export function registerVacancyPages(house: PageHouse): void {
  registerForm(house, optionsPage)
  registerPage(house, comparePage)
}
