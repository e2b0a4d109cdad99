import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { caseForms, casePage } from './case.ts'
import { followUpActionPage, followUpForms, followUpPage } from './follow-up.ts'
import { meetingForms, meetingPage } from './meeting.ts'
import { meetingPackPage } from './pack.ts'
import { membersPage, newPanelPage } from './members.ts'
import { panelPage, panelsPage } from './panels.ts'

/** Pages of panels: their meetings, the agenda and pack of each, its cases, and what is to be done after. */
export function registerPanelPages(house: PageHouse): void {
  for (const page of [panelsPage, followUpPage, meetingPage, meetingPackPage, casePage, followUpActionPage])
    registerPage(house, page)
  for (const action of [
    newPanelPage,
    membersPage,
    panelPage,
    ...meetingForms,
    ...caseForms,
    ...followUpForms,
  ])
    registerForm(house, action)
}
