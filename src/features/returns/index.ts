import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { registerImports, type ImportsOptions } from './in/routes.ts'
import { discardLeftovers } from './in/uploads.ts'

export { carryOut, firstRejections, submit, type ImportCounts as Counts } from './in/service.ts'

const mostFiles = 200

/** Registers the import of SSDA903 returns. */
export async function registerReturns(app: FastifyInstance, options: ImportsOptions): Promise<void> {
  await discardLeftovers()
  await app.register(multipart, {
    limits: { files: mostFiles, fields: 10, fieldSize: 1000, fileSize: options.maxBytes, headerPairs: 100 },
  })
  registerImports(app, options)
}
