import type { PageHouse } from '../../../platform/pages/house.ts'
import { registerFile, registerForm, registerPage } from '../../../platform/pages/page.ts'
import { importChildrenFile, importPage, importReportFile, undoImportPage } from './import.ts'
import { importsPage } from './imports.ts'
import { questionsPage } from './questions.ts'

/** Pages of imports: what was sent, what came of it, and what it asks. */
export function registerImportPages(house: PageHouse): void {
  registerForm(house, importsPage)
  registerPage(house, importPage)
  registerForm(house, undoImportPage)
  registerForm(house, questionsPage)
  registerFile(house, importReportFile)
  registerFile(house, importChildrenFile)
}
