import type { FastifyError, FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { conflictOf } from '../db/conflicts.ts'
import { Problem, type Fault } from './problem.ts'
import type { ProblemType } from './problem-types.ts'

const contexts: Record<string, string> = {
  body: '#',
  querystring: '#/query',
  params: '#/path',
  headers: '#/headers',
}

const frameworkErrors: Record<string, { type: ProblemType; detail: string }> = {
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
}

function faultsOf(
  validation: readonly { instancePath: string; message?: string | undefined; keyword: string }[],
  context: string,
): Fault[] {
  const base = contexts[context] ?? '#'
  return validation.map((fault) => ({
    pointer: `${base}${fault.instancePath}`,
    detail: fault.message ?? 'is not valid',
    code: fault.keyword.replaceAll('_', '-'),
  }))
}

/** Turns whatever was thrown into the problem that the caller should read. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new Problem(
      'invalid-request',
      'Some fields are not as this operation takes them.',
      faultsOf(error.validation, error.validationContext ?? 'body'),
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
  const known = code === undefined ? undefined : frameworkErrors[code]
  if (known) return new Problem(known.type, known.detail)
  if (statusCode === 429) return new Problem('too-many-requests', 'Too many requests; slow down.')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('invalid-request', 'The request could not be read.')
  }
  return new Problem('internal-error', 'The request could not be carried out; nothing was changed.')
}

/** Answers every error as problem+json, and logs only those that are ours. */
export const errors = fp(
  (app: FastifyInstance, _options, done) => {
    app.setErrorHandler((error, request, reply) => {
      const problem = problemOf(error)
      if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
      return reply
        .code(problem.status)
        .headers(problem.headers)
        .type('application/problem+json')
        .serializer(JSON.stringify)
        .send(problem.body(request.id))
    })
    app.setNotFoundHandler((request, reply) => {
      const problem = new Problem('not-found', 'There is nothing at this path.')
      return reply
        .code(404)
        .type('application/problem+json')
        .serializer(JSON.stringify)
        .send(problem.body(request.id))
    })
    done()
  },
  { name: 'errors' },
)
