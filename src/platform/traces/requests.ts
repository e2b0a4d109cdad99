import { context, propagation, SpanKind, SpanStatusCode, trace, type Context } from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { areSpansRecorded, startSpan } from './spans.ts'

/**
 * A span for each request, by the route that answers it, which continues the trace of a caller that sends `traceparent`. What else
 * a caller says of its trace is left out, as it is the caller's own words.
 */
export function traceRequests(app: FastifyInstance): void {
  if (!areSpansRecorded()) return
  const contexts = new WeakMap<FastifyRequest, Context>()

  app.addHook('onRequest', (request, { raw }, next) => {
    const { method, headers, routeOptions } = request
    const route = routeOptions.url ?? 'none'
    const outer = propagation.extract(context.active(), { traceparent: headers.traceparent })
    const attributes = { 'http.request.method': method, 'http.route': route }
    const span = startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, outer)
    if (span === undefined) return next()
    raw.once('close', () => {
      if (raw.writableFinished) span.setAttribute('http.response.status_code', raw.statusCode)
      else span.setAttribute('error.type', 'cut-off')
      if (raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    })
    const inner = trace.setSpan(outer, span)
    contexts.set(request, inner)
    context.with(inner, next)
  })

  // A body arrives outside of what came before it.
  app.addHook('preValidation', (request, _reply, next) => {
    context.with(contexts.get(request) ?? context.active(), next)
  })
}
