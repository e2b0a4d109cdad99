import fc from 'fast-check'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import { z } from 'zod'
import { problemTypes } from '../../../src/platform/http/problem-types.ts'
import type { Operation } from '../../contract/document.ts'
import type { Answer, Body, Headers, TestClient } from '../../support/app.ts'
import { nasty, type arbitraries } from './arbitrary.ts'

/** What is sent to an operation, by the part of the request that it is in. */
export interface GeneratedRequest {
  path: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, unknown>
  body: unknown
}

/** A generator of requests for an operation: mostly valid, some with a fault. */
export function requestsOf(
  operation: Operation,
  { valid, spoilt }: ReturnType<typeof arbitraries>,
): fc.Arbitrary<GeneratedRequest> {
  const parameters = (operation.parameters ?? []) as OpenApi.ParameterObject[]
  const part = (where: string) => {
    const own = parameters.filter((parameter) => parameter.in === where)
    const fields = own.map(({ name, schema }) => {
      const right = valid(schema as OpenApi.SchemaObject)
      return [name, fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: nasty })] as const
    })
    const requiredKeys = where === 'path' ? own.map(({ name }) => name) : []
    return fc.record(Object.fromEntries(fields), { requiredKeys })
  }
  const schema = operation.body?.content['application/json']?.schema
  const body = schema ? fc.oneof(valid(schema), spoilt(schema)) : fc.constant(undefined)
  return fc.record({ path: part('path'), query: part('query'), headers: part('headers'), body })
}

const inText = (value: unknown) =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\p{Cs}/gu, '?')
const inUrl = (value: unknown) => encodeURIComponent(inText(value))

/** Sends a request to an operation as a client, whatever the version of the record. */
export function sendAs(
  client: TestClient,
  operation: Operation,
  { path, query, headers, body }: GeneratedRequest,
): Promise<Answer<Body>> {
  const target = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => inUrl(path[name]).slice(0, 300))
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${inUrl(value)}`)
  const headerValues: Headers = Object.fromEntries(
    // HTTP clients refuse to send header values with line ends or characters beyond Latin-1.
    Object.entries(headers).map(([name, value]) => [
      name,
      inText(value).replace(/[^\x20-\x7e\xa0-\xff]/g, '?'),
    ]),
  )
  if (operation.parameters?.some((parameter) => 'name' in parameter && parameter.name === 'if-match'))
    headerValues['if-match'] ??= '*'
  return client.send(
    operation.method,
    `${target}${parameters.length ? `?${parameters.join('&')}` : ''}`,
    body,
    headerValues,
  )
}

/** Whether a JSON pointer leads to a value in the body, or to a field that is missing in an object of it. */
function leads(pointer: string, body: unknown): boolean {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  let value = body
  for (const [index, step] of steps.entries()) {
    if (value === null || typeof value !== 'object') return false
    if (index === steps.length - 1) return true
    value = (value as Record<string, unknown>)[step]
  }
  return true
}

const types = new Set(Object.keys(problemTypes).map((key) => `/problems/${key}`))
/** The faults of an answer; none if it is as the document declares. */
export function faultOf(
  operation: Operation,
  answer: Answer<Body>,
  request: GeneratedRequest,
  schema?: z.ZodType,
): string | undefined {
  const { status, headers, body } = answer
  if (status >= 500) return `${status}`
  if (!operation.responses?.[status]) return `${status} is not documented: ${JSON.stringify(body)}`
  if (status < 300) {
    if (!schema || !headers['content-type']?.startsWith('application/json')) return undefined
    const { error } = schema.safeParse(body)
    return error && z.prettifyError(error)
  }
  if (!headers['content-type']?.startsWith('application/problem+json'))
    return `not a problem: ${headers['content-type']}`
  if (!types.has(body.type)) return `an unknown type: ${body.type}`
  if (body.instance !== `urn:request:${headers['x-request-id']}`) return 'not the request'
  for (const { pointer, detail } of body.errors ?? []) {
    if (!detail) return `no detail at ${pointer}`
    const elsewhere = /^#\/(query|path|headers)\//.test(pointer)
    if (!elsewhere && pointer !== '#' && !leads(pointer, request.body ?? {}))
      return `${pointer} leads nowhere`
  }
  return undefined
}
