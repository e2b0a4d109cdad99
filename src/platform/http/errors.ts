import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { unlistedScopes, type Scope } from '../../domain/access.ts'
import { conflictOf } from '../db/conflicts.ts'
import type { ProblemType } from './problem-types.ts'
import { nothingHere, Problem } from './problem.ts'
import { faultsOf, InvalidInput } from './validation.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers a browser that asks for a page that there is not; undefined where there are no pages. */
    pageOfNothing?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
  }
}

const raisedByFramework: Record<string, { type: ProblemType; detail: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { type: 'too-large', detail: 'The body is larger than this operation takes.' },
  FST_REQ_FILE_TOO_LARGE: { type: 'too-large', detail: 'A file is larger than this operation takes.' },
  FST_FILES_LIMIT: { type: 'too-large', detail: 'There are more files than this operation takes.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    type: 'unsupported-media-type',
    detail: 'The body is not of a type that this operation takes.',
  },
  FST_INVALID_MULTIPART_CONTENT_TYPE: {
    type: 'unsupported-media-type',
    detail: 'Send the files as multipart/form-data.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { type: 'invalid-request', detail: 'The body is empty; JSON is expected.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { type: 'invalid-request', detail: 'The body is not valid JSON.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    type: 'invalid-request',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: { type: 'invalid-request', detail: 'The path is not a well-formed URL path.' },
  FST_ERR_MAX_PARAM_LENGTH: { type: 'invalid-request', detail: 'A part of the path is too long.' },
  ERR_HTTP_REQUEST_TIMEOUT: { type: 'request-timeout', detail: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: {
    type: 'headers-too-large',
    detail: 'The headers are larger than the service takes.',
  },
}

/** The problem to answer with for anything that was thrown. An unknown error becomes internal-error (500). */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof InvalidInput) {
    return new Problem(
      'invalid-request',
      'Some fields are not as this operation takes them.',
      faultsOf(error),
    )
  }
  const conflict = conflictOf(error)
  if (conflict) {
    const faults = conflict.pointer
      ? [{ pointer: conflict.pointer, detail: conflict.detail, code: conflict.rule }]
      : []
    return new Problem(conflict.type, conflict.detail, faults)
  }
  const { code, statusCode } = error as Partial<FastifyError>
  const entry = code === undefined ? undefined : raisedByFramework[code]
  if (entry) return new Problem(entry.type, entry.detail)
  if (statusCode === 429) return new Problem('too-many-requests', 'Too many requests; slow down.')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('invalid-request', 'The request could not be read.')
  }
  return new Problem('internal-error', 'The request could not be carried out; nothing was changed.')
}

/** Answers a request with the problem of an error; logs it when the status is 500 or above. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
  return reply
    .code(problem.status)
    .headers({ ...problem.headers, 'x-request-id': request.id })
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem.body(request.id))
}

/**
 * Answers on the socket what never became a request: bytes that are not HTTP, headers that are too large, a body that
 * stopped arriving.
 */
export function refuseSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const entry = raisedByFramework[error.code ?? '']
    const problem = new Problem(entry?.type ?? 'invalid-request', entry?.detail ?? 'That is not HTTP.')
    const body = JSON.stringify(problem.body())
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    )
  }
  socket.destroy()
}

/** A function from a path to the methods of its routes, to answer 405 and not 404. Routes of unlisted scopes are left out. */
function methodsByPath(app: FastifyInstance): (path: string) => string[] {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method, config }) => {
    if (unlistedScopes.includes(config?.scope as Scope)) return
    const pattern = new RegExp(`^${url.replace(/[.*]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`)
    const route = routes.get(url) ?? { pattern, methods: new Set() }
    for (const name of [method].flat()) route.methods.add(name)
    routes.set(url, route)
  })
  return (path) =>
    [...routes.values()].flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : []))
}

/** Puts the request's id into every answer, and answers every error as `application/problem+json`. */
export const errors = fp(
  (app: FastifyInstance, _options, next) => {
    const methodsOf = methodsByPath(app)
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id)
    })
    app.setErrorHandler(sendProblem)
    app.setNotFoundHandler((request, reply) => {
      const path = request.url.split('?', 1)[0] ?? ''
      const allow = methodsOf(path).join(', ')
      const isForPerson = !path.startsWith('/v1') && request.headers.accept?.startsWith('text/html')
      if (isForPerson && !allow && app.pageOfNothing) return app.pageOfNothing(request, reply)
      const problem = allow
        ? new Problem('method-not-allowed', `This path takes ${allow}.`, [], { allow })
        : nothingHere()
      return sendProblem(problem, request, reply)
    })
    next()
  },
  { name: 'errors' },
)
