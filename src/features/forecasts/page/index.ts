import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerFile, registerForm, registerPage } from '../../../platform/pages/page.ts'
import { forecastsPage } from './list.ts'
import { cancelForecast, forecastFile, forecastPage } from './show.ts'

/** Pages of forecasts: asked for, looked at, stopped. */
export function registerForecastPages(house: PageHouse): void {
  registerForm(house, forecastsPage)
  registerPage(house, forecastPage)
  registerForm(house, cancelForecast)
  registerFile(house, forecastFile)
}
