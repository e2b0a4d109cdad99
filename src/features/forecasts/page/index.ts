import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerFile, registerForm, registerPage } from '../../../platform/pages/page.ts'
import { commissioningPage } from './commissioning.ts'
import { forecastsPage } from './list.ts'
import { cancelForecast, forecastFile, forecastPage } from './show.ts'
import { whatIfForms, whatIfPage } from './what-if.ts'

/** Pages of forecasts: asked for, looked at, stopped. */
export function registerForecastPages(house: PageHouse): void {
  registerForm(house, forecastsPage)
  registerPage(house, whatIfPage)
  for (const form of whatIfForms) registerForm(house, form)
  registerForm(house, commissioningPage)
  registerPage(house, forecastPage)
  registerForm(house, cancelForecast)
  registerFile(house, forecastFile)
}
