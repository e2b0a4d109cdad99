import fc from 'fast-check'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { operationsOf, schemaReader } from '../../contract/document.ts'
import { resources } from '../../contract/resources.ts'
import { testApp } from '../../support/app.ts'
import { aBed, aChildInCare, aPlacement } from '../../support/builders.ts'
import { faultOf, requestsOf, sendAs } from './generated-requests.ts'
import { arbitraries } from './arbitrary.ts'

t.setTimeout(900_000)

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
const generators = arbitraries(document, ids)
const schemaOf = schemaReader(document)

for (const operation of operationsOf(document)) {
  t.test(
    `${operation.method} ${operation.path}: whatever is sent is answered as the reference says`,
    async (t) => {
      const json = operation.success?.content?.['application/json']?.schema
      const schema = json && schemaOf(json)
      await fc.assert(
        fc.asyncProperty(requestsOf(operation, generators), async (request) => {
          const answer = await sendAs(admin, operation, request)
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
