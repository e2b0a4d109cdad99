import type { FastifyInstance } from 'fastify'

/**
 * Answers say how fresh they are, in `Data-As-Of`: all that was acknowledged before that instant is in them, whichever server of
 * the database they were read on. It is when the request came (`platform/db/replicas.ts` keeps that promise). An answer that is
 * given again to an idempotency key is of an earlier moment, and does not say it.
 */
export function sayHowFresh(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, _payload, next) => {
    const isOfData = request.routeOptions.url?.startsWith('/v1/') && reply.statusCode < 400
    if (isOfData && !reply.hasHeader('idempotency-replayed'))
      reply.header('data-as-of', new Date(Date.now() - reply.elapsedTime).toISOString())
    next()
  })
}
