import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import { exampleOf, referenceOf } from './openapi-example.ts'
import { problemTypes } from './problem-types.ts'

/** An operation as generated from its route; `x-scope` is the scope that openapi.ts puts in and `complete` removes. */
type Operation = OpenApi.OperationObject & { 'x-scope'?: string }

const problem: OpenApi.SchemaObject = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457).',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: {
      type: 'string',
      enum: Object.keys(problemTypes).map((key) => `/problems/${key}`),
      description: 'Which kind of problem; the path leads to its page.',
    },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong with this request.' },
    instance: { type: 'string', description: 'The request, as the logs and `X-Request-Id` know it.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail', 'code'],
        properties: {
          pointer: {
            type: 'string',
            description: 'A JSON pointer into the body, or `#/query/…`, `#/path/…`, `#/headers/…`.',
            examples: ['#/startedOn'],
          },
          detail: { type: 'string', description: 'What would be right.' },
          code: { type: 'string' },
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
}

const statuses = [...new Set(Object.values(problemTypes).map(({ status }) => status))]

/** The component responses: one for each status of a problem, named `Problem409` and so on. */
const problemAnswers = Object.fromEntries(
  statuses.map((status) => {
    const types = Object.entries(problemTypes).filter(([, page]) => page.status === status)
    const [[key, { title }]] = types as [(typeof types)[number]]
    return [
      `Problem${status}`,
      {
        description: types.map(([name, page]) => `\`${name}\`: ${page.title}.`).join(' '),
        headers: { 'x-request-id': { $ref: '#/components/headers/RequestId' } },
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            example: { type: `/problems/${key}`, title, status, detail: title },
          },
        },
      },
    ]
  }),
)

/** The statuses of the problems that an operation may answer with, from its parameters, body, answers and scope. */
function refusals(operation: Operation): number[] {
  const takes = (where: string) =>
    (operation.parameters as OpenApi.ParameterObject[] | undefined)?.some(
      (parameter) => parameter.in === where,
    )
  const header = (name: string) =>
    (operation.parameters as OpenApi.ParameterObject[] | undefined)?.some(
      (parameter) => parameter.name === name,
    )
  const answers = Object.values(operation.responses ?? {}) as OpenApi.ResponseObject[]
  const writes = header('idempotency-key') || header('if-match')
  const refusing: [number[], unknown][] = [
    [[400], takes('path') || takes('query') || takes('header') || operation.requestBody],
    [[401, 403], operation['x-scope'] !== 'public'],
    [[404], takes('path')],
    [[406], answers.some(({ content }) => Object.keys(content ?? {}).some((type) => type in otherMedia))],
    [[409], writes],
    [[412, 428], header('if-match')],
    [[413, 415], operation.requestBody],
    [[416], header('range')],
    [[422], operation.requestBody],
    [[429, 500, 503], true],
  ]
  return refusing.flatMap(([codes, applies]) => (applies ? codes : []))
}

const meanings: Record<string, string> = {
  200: 'The answer.',
  201: 'Recorded; `Location` says where.',
  202: 'Taken on; `Location` says where to read on.',
  204: 'Removed.',
  206: 'The part of it that `Range` asks for.',
}
/** What answers are that are not JSON. */
const otherMedia: Readonly<Record<string, OpenApi.MediaTypeObject>> = {
  'text/csv': {
    schema: {
      type: 'string',
      description:
        'The items, a row each, under a header; UTF-8, with a byte-order mark if spreadsheets are to read it.',
    },
    example: 'id,version,name\r\n0c8f7a52-2d5b-4f0e-9a53-6f1d2b7c9e10,1,Cedar Fostering\r\n',
  },
  'application/x-ndjson': {
    schema: { type: 'string', description: 'The items, a line of JSON each.' },
    example: '{"measure":"children-looked-after","asAt":"2023-03-31","numerator":533}\n',
  },
  'text/html': {
    schema: { type: 'string', description: 'A page that stands alone: no scripts, nothing loaded.' },
    example: '<!doctype html><html lang="en-GB"><title>Pack</title></html>',
  },
  'application/xml': {
    schema: { type: 'string', description: "The return in the collection's XML form." },
    example: '<?xml version="1.0" encoding="UTF-8"?><EXPSSDA903></EXPSSDA903>',
  },
  'application/vnd.apache.parquet': {
    schema: { type: 'string', description: 'The bytes of a Parquet file, with the types of the columns.' },
    example: 'PAR1…',
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    schema: { type: 'string', description: 'The bytes of an Excel workbook.' },
    example: 'PK…',
  },
  'application/zip': {
    schema: { type: 'string', description: 'The bytes of an archive of files.' },
    example: 'PK…',
  },
}

/** Adds to an operation what all of them have: problem responses, the request's id as a header, and examples. */
function complete(operation: Operation, schemas: Record<string, OpenApi.SchemaObject>): void {
  for (const [status, answer] of Object.entries(operation.responses ?? {}) as [
    string,
    OpenApi.ResponseObject,
  ][]) {
    answer.description = meanings[status] ?? answer.description
    for (const type of Object.keys(answer.content ?? {})) {
      const media = otherMedia[type]
      if (answer.content && media) answer.content[type] = media
    }
    answer.headers = { 'x-request-id': { $ref: '#/components/headers/RequestId' }, ...answer.headers }
    illustrate(answer.content, schemas)
  }
  illustrate((operation.requestBody as OpenApi.RequestBodyObject | undefined)?.content, schemas)
  for (const status of refusals(operation)) {
    operation.responses = {
      ...operation.responses,
      [status]: { $ref: `#/components/responses/Problem${status}` },
    }
  }
  delete operation['x-scope']
}

function illustrate(
  content: Record<string, OpenApi.MediaTypeObject> | undefined,
  schemas: Record<string, OpenApi.SchemaObject>,
): void {
  for (const [type, media] of Object.entries(content ?? {})) {
    if (type === 'application/json' && media.schema && media.example === undefined)
      media.example = exampleOf(media.schema, schemas)
  }
}

/** The names of all component schemas that `value` refers to, directly or through other components. */
function componentsIn(
  value: unknown,
  schemas: Record<string, unknown>,
  names = new Set<string>(),
): Set<string> {
  if (value === null || typeof value !== 'object') return names
  const name = referenceOf(value)
  if (name !== undefined && !names.has(name)) {
    names.add(name)
    componentsIn(schemas[name], schemas, names)
  }
  for (const inner of Object.values(value)) componentsIn(inner, schemas, names)
  return names
}

/** Completes the generated document: adds problems and examples, and drops component schemas that nothing refers to. */
export function finishDocument(document: OpenApi.Document): OpenApi.Document {
  const schemas = document.components?.schemas ?? {}
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of ['get', 'post', 'patch', 'delete', 'put'] as const) {
      const operation = path?.[method]
      if (operation) complete(operation, schemas)
    }
  }
  const usedNames = componentsIn(document.paths, schemas)
  const usedSchemas = Object.entries(schemas).filter(([name]) => usedNames.has(name))
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...Object.fromEntries(usedSchemas.sort(([a], [b]) => (a < b ? -1 : 1))), Problem: problem },
      responses: problemAnswers,
      headers: {
        RequestId: {
          description: 'The request, as the logs know it.',
          schema: { type: 'string', format: 'uuid' },
        },
      },
    },
  }
}
