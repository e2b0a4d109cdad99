import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerFile, registerPage } from '../../../platform/pages/page.ts'
import { cataloguePage } from './catalogue.ts'
import { figureFile, figurePage } from './figure.ts'
import { recordsPage } from './records.ts'

/** Pages of the catalogue of measures, of a measure's figures, and of the records behind one. */
export function registerFigurePages(house: PageHouse): void {
  registerPage(house, cataloguePage)
  registerPage(house, figurePage)
  registerFile(house, figureFile)
  registerPage(house, recordsPage)
}
