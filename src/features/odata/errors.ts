import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from '../../platform/http/errors.ts'

/** Every answer says by which version of OData it is to be read. */
export const odataHeaders = { 'odata-version': '4.0' }

/** Answers a request with an error in the form of OData's JSON format. */
export function sendODataError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
  const details = problem.faults.map(({ pointer, detail, code }) => ({
    code,
    target: pointer.replace(/^#\/query\//, ''),
    message: detail,
  }))
  const body = {
    error: {
      code: problem.type,
      message: problem.message,
      ...(details[0] ? { target: details[0].target, details } : {}),
    },
  }
  return reply
    .code(problem.status)
    .headers({ ...problem.headers, ...odataHeaders, 'x-request-id': request.id })
    .type('application/json;odata.metadata=minimal;charset=utf-8')
    .serializer(String)
    .send(JSON.stringify(body))
}
