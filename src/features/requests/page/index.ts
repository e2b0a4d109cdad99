import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { requestList } from './list.ts'
import { requestForm } from './new.ts'
import { requestPage, startArrivals, withdrawRequest } from './show.ts'

/** Pages of placement requests. */
export function registerRequestPages(house: PageHouse): void {
  registerPage(house, requestList)
  registerForm(house, requestForm)
  registerPage(house, requestPage)
  registerForm(house, startArrivals)
  registerForm(house, withdrawRequest)
}
