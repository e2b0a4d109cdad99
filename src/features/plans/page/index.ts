import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerForm, registerPage } from '../../../platform/pages/page.ts'
import { cancelPlan, holdPlan, planPage } from './plan.ts'
import { plansPage } from './plans.ts'

/** Pages of plans: asked for, looked at, stopped, and their beds held. */
export function registerPlanPages(house: PageHouse): void {
  registerForm(house, plansPage)
  registerPage(house, planPage)
  registerForm(house, cancelPlan)
  registerForm(house, holdPlan)
}
