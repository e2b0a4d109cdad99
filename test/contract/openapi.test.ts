import { isDeepStrictEqual } from 'node:util'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { z } from 'zod'
import { scopes } from '../../src/domain/access.ts'
import { unlistedParts, withUnlisted } from '../../src/platform/http/unlisted-parts.ts'
import { testApp } from '../support/app.ts'
import { operationsOf, schemaReader } from './document.ts'

const service = await testApp(t)
const { body: document } = await service.with().get<OpenApi.Document>('/openapi.json')
const operations = operationsOf(document)

t.test('the reference is open to everyone, as a page and as a document', async (t) => {
  t.equal(document.openapi, '3.1.0')
  const page = await service.with().get<string>('/reference/')
  t.match(page, { status: 200, headers: { 'content-type': /text\/html/ } })
})

t.test('the document served is what the routes say', (t) => {
  const text = JSON.stringify(service.app.generatedDocument())
  t.ok(text === JSON.stringify(document), 'else: npm run openapi, and commit it')
  t.end()
})

t.test('so is the document for those who have unlisted scopes', (t) => {
  const whole = service.app.wholeDocument()
  t.ok(isDeepStrictEqual(withUnlisted(document, unlistedParts(document, whole)), whole))
  t.end()
})

t.test('every operation says what it is, what it takes and how it may refuse', async (t) => {
  const ids = operations.map(({ operationId }) => operationId)
  t.equal(new Set(ids).size, ids.length, 'operation ids are unique')
  const tags = new Set(document.tags?.map(({ name }) => name))
  for (const operation of operations) {
    const name = `${operation.method} ${operation.path}`
    t.match(operation.operationId, /^[a-z][A-Za-z]+$/, name)
    t.ok(operation.summary, `${name}: summary`)
    t.ok((operation.description?.length ?? 0) > 30, `${name}: description`)
    t.ok(
      operation.tags?.length === 1 && tags.has(operation.tags[0] ?? ''),
      `${name}: a tag that is explained`,
    )
    t.notOk('x-scope' in operation, name)
    const open = operation.security?.length === 0
    t.ok(
      open || Object.keys(scopes).some((scope) => operation.description?.includes(`\`${scope}\``)),
      `${name}: says its scope`,
    )
    const refusals = ['429', '500', '503', ...(open ? [] : ['401', '403'])]
    if (operation.requestBody) refusals.push('400', '413', '415', '422')
    if (operation.path.includes('{')) refusals.push('400', '404')
    for (const status of refusals) {
      t.same(operation.responses?.[status], { $ref: `#/components/responses/Problem${status}` }, name)
    }
  }
})

t.test('every example is what its schema says', async (t) => {
  const read = schemaReader(document)
  let examples = 0
  for (const operation of operations) {
    for (const content of [operation.body?.content, operation.success?.content]) {
      for (const [type, media] of Object.entries(content ?? {})) {
        if (type === 'multipart/form-data') continue
        t.ok(media.example !== undefined && media.schema, `${operation.operationId}: ${type}`)
        const { error } = read(media.schema ?? {}).safeParse(media.example)
        t.equal(error && z.prettifyError(error), undefined, `${operation.operationId}: ${type}`)
        examples++
      }
    }
  }
  t.ok(examples > operations.length)
})

t.test('nothing refers to what is not there, and nothing is there that is not referred to', async (t) => {
  const text = JSON.stringify(document)
  const references = new Set(text.match(/#\/components\/\w+\/\w+/g))
  const present = Object.entries(document.components ?? {}).flatMap(([kind, components]) =>
    kind === 'securitySchemes'
      ? []
      : Object.keys(components as object).map((name) => `#/components/${kind}/${name}`),
  )
  t.same(
    [...references].filter((reference) => !present.includes(reference)),
    [],
  )
  const leftovers = present.filter((reference) => !references.has(reference))
  t.same(
    leftovers.filter((reference) => !reference.includes('/responses/')),
    [],
  )
  t.notMatch(text, '$defs')
})
