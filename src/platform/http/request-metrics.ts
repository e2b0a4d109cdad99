import type { FastifyInstance } from 'fastify'
import { requestSeconds, requestsRunning } from '../metrics/instruments.ts'

/** Counts and times every request by the route that answers it, also one whose client hangs up first. */
export function measureRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, routeOptions }, reply) => {
    requestsRunning.inc()
    const { raw } = reply
    raw.once('close', () => {
      requestsRunning.dec()
      const status = raw.writableFinished ? raw.statusCode : 'cut-off'
      requestSeconds.observe({ method, route: routeOptions.url ?? 'none', status }, reply.elapsedTime / 1000)
    })
  })
}
