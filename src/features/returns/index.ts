import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { registerImports, type ImportsOptions } from './in/routes.ts'
import { registerQuestions } from './in/questions/routes.ts'
import { discardLeftovers } from './in/uploads.ts'
import { registerExports } from './out/routes.ts'
import { registerValidation } from './validation/routes.ts'

export { readable } from './in/ssda903/read-files.ts'
export { carryOut, firstFindings, submit, type ImportCounts as Counts } from './in/service.ts'
export { carryOutUndo, submitUndo } from './in/undo.ts'
export { validateReturns } from './validation/service.ts'
export { mergeOfReturns } from './in/merges.ts'
export { columnsBy, linesBy } from './validation/tables.ts'

const mostFiles = 200

/** Registers the import, the validation and the export of SSDA903 returns. */
export async function registerReturns(app: FastifyInstance, options: ImportsOptions): Promise<void> {
  await discardLeftovers()
  await app.register(multipart, {
    // A file's folder may say its year.
    preservePath: true,
    limits: { files: mostFiles, fields: 10, fieldSize: 1000, fileSize: options.maxBytes, headerPairs: 100 },
  })
  registerImports(app, options)
  registerQuestions(app, options)
  registerValidation(app, options)
  registerExports(app, options)
}
