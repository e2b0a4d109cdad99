import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { importRoutes, type ImportsOptions } from './in/routes.ts'
import { discardLeftovers } from './in/uploads.ts'

export { carryOut, firstRejections, submit, type Counts } from './in/service.ts'

const mostFiles = 200

/** SSDA903 returns: taken in. */
export async function returns(app: FastifyInstance, options: ImportsOptions): Promise<void> {
  await discardLeftovers()
  await app.register(multipart, {
    limits: { files: mostFiles, fields: 10, fieldSize: 1000, fileSize: options.maxBytes, headerPairs: 100 },
  })
  importRoutes(app, options)
}
