import fc from 'fast-check'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { z } from 'zod'
import { problemTypes } from '../../../src/platform/http/problem-types.ts'
import { operationsOf, schemaReader, type Operation } from '../../contract/document.ts'
import { resources } from '../../contract/resources.ts'
import { testApp, type Answer, type Body, type Headers } from '../../support/app.ts'
import { aBed, aChildInCare, aPlacement } from '../../support/builders.ts'
import { arbitraries, nasty } from './arbitrary.ts'

t.setTimeout(600_000)

/** Sends random requests, valid and invalid, and checks that every answer is one that the OpenAPI document declares. */

const SEED = Number(process.env.PROPERTY_SEED ?? 903)
const RUNS = Number(process.env.PROPERTY_RUNS ?? 16)

const service = await testApp(t)
const admin = await service.as('admin')
const { body: document } = await admin.get<OpenApi.Document>('/openapi.json')

const ids: string[] = []
for (const { make } of resources) ids.push((await make(admin)).id)
const child = await aChildInCare(admin)
ids.push(child.id, (await aPlacement(admin, { childId: child.id, bedId: (await aBed(admin)).id })).id)
const { valid, spoilt } = arbitraries(document, ids)

interface Request {
  path: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, unknown>
  body: unknown
}

/** A generator of requests for an operation: mostly valid, some with a fault. */
function requestsOf(operation: Operation): fc.Arbitrary<Request> {
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

function send(operation: Operation, { path, query, headers, body }: Request): Promise<Answer<Body>> {
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
  return admin.send(
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
const read = schemaReader(document)

/** The faults of an answer; none if it is as the document declares. */
function faultOf(
  operation: Operation,
  answer: Answer<Body>,
  request: Request,
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

for (const operation of operationsOf(document)) {
  t.test(
    `${operation.method} ${operation.path}: whatever is sent is answered as the reference says`,
    async (t) => {
      const json = operation.success?.content?.['application/json']?.schema
      const schema = json && read(json)
      await fc.assert(
        fc.asyncProperty(requestsOf(operation), async (request) => {
          const answer = await send(operation, request)
          const fault = faultOf(operation, answer, request, schema)
          if (fault !== undefined) throw new Error(fault)
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      )
      t.pass()
    },
  )
}

t.test('a body that is not JSON, is too deep or too long is refused by name', async (t) => {
  const elements = (count: number) => `{"references":[${'"x",'.repeat(count)}"x"]}`
  const refusals: [body: string | Buffer, type: string][] = [
    ['', 'invalid-request'],
    ['{', 'invalid-request'],
    ['{"references": ["x"],}', 'invalid-request'],
    ['nul', 'invalid-request'],
    ['null', 'invalid-request'],
    ['[]', 'invalid-request'],
    [Buffer.from([0xff, 0xfe, 0x7b, 0x00]), 'invalid-request'],
    ['{"__proto__": {"references": ["x"]}}', 'invalid-request'],
    ['{"constructor": {"prototype": {}}}', 'invalid-request'],
    ['['.repeat(200_000), 'invalid-request'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'invalid-request'],
    [`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'invalid-request'],
    [elements(200_000), 'invalid-request'],
    [elements(1_000_000), 'too-large'],
  ]
  for (const [body, type] of refusals) {
    const answer = await admin.post('/v1/child-lookups', body, { 'content-type': 'application/json' })
    t.equal(answer.body.type, `/problems/${type}`, String(body).slice(0, 40))
    t.ok(answer.status < 500)
    t.ok(JSON.stringify(answer.body).length < 50_000, 'the answer is short')
  }
})
