import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerPage } from '../../../platform/pages/page.ts'
import { childPage } from './child.ts'
import { homePage } from './home.ts'

/** Pages of a child and of a home, with everything on record about them. */
export function registerRecordPages(house: PageHouse): void {
  registerPage(house, childPage)
  registerPage(house, homePage)
}
