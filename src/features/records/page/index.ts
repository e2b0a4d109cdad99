import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { boardPage } from './board.ts'
import { childPage } from './child.ts'
import { correctionPage } from './correction.ts'
import { dangersPage } from './dangers.ts'
import { historyPage } from './history.ts'
import { homePage } from './home.ts'
import { separationPage, separationsPage } from './separations.ts'
import { newVoidPage, voidPage } from './voids.ts'

/** Pages of a child, of a home and of all homes' vacancies; and to put right what is recorded of a child. */
export function registerRecordPages(house: PageHouse): void {
  registerPage(house, childPage)
  registerForm(house, correctionPage)
  registerForm(house, separationsPage)
  registerForm(house, separationPage)
  registerForm(house, dangersPage)
  registerPage(house, historyPage)
  registerPage(house, homePage)
  registerForm(house, newVoidPage)
  registerForm(house, voidPage)
  registerPage(house, boardPage)
}
