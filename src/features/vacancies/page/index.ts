import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm } from '../../../platform/pages/page.ts'
import { optionsPage } from './options.ts'

/** Pages of the search for beds. */
export function registerVacancyPages(house: PageHouse): void {
  registerForm(house, optionsPage)
}
