import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { importRoutes, type ImportsOptions } from './routes.ts'
import { discardLeftovers } from './uploads.ts'

export { carryOut, firstRejections, submit, type Counts } from './service.ts'

const mostFiles = 200

/** Imports of SSDA903 returns. */
export async function imports(app: FastifyInstance, options: ImportsOptions): Promise<void> {
  await discardLeftovers()
  await app.register(multipart, {
    limits: { files: mostFiles, fields: 10, fieldSize: 1000, fileSize: options.maxBytes, headerPairs: 100 },
  })
  importRoutes(app, options)
}
