import type { FastifyInstance } from 'fastify'
import { registerImports, type ImportsOptions } from './in/routes.ts'
import { registerQuestions } from './in/questions/routes.ts'
import { registerDailyPushes } from './daily/push/routes.ts'
import type { DailyPushOptions } from './daily/push/service.ts'
import { registerDailyChildren } from './daily/routes.ts'
import { registerExports } from './out/routes.ts'
import { registerValidation } from './validation/routes.ts'

export { registerImportPages } from './page/index.ts'
export { readable } from './in/ssda903/read-files.ts'
export { carryOut, firstFindings, submit, type ImportCounts as Counts } from './in/service.ts'
export { carryOutUndo, submitUndo } from './in/undo.ts'
export { validateReturns } from './validation/service.ts'
export { mergeOfReturns } from './in/merges.ts'
export { columnsBy, linesBy } from './validation/tables.ts'

export { dailyCommands, runDailyCommand } from './daily/push/command.ts'
export type { DailyPushOptions } from './daily/push/service.ts'

/** Registers the import, the validation and the export of SSDA903 returns, and the daily collection. */
export function registerReturns(
  app: FastifyInstance,
  options: ImportsOptions & { daily: DailyPushOptions },
): void {
  registerImports(app, options)
  registerQuestions(app, options)
  registerValidation(app, options)
  registerExports(app, options)
  registerDailyChildren(app, options)
  registerDailyPushes(app, options)
}
