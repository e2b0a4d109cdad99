import { readFile } from 'node:fs/promises'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { breaks, contractOf, mayBreak } from '../support/api-changes.ts'

const text = await readFile(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')

/** The routes of voids alone, with the schemas that they use: enough for every kind of change, and soon compared. */
function partOf(document: OpenApi.Document): OpenApi.Document {
  const paths = Object.fromEntries(
    Object.entries(document.paths ?? {}).filter(([path]) => path.startsWith('/v1/voids')),
  )
  const names = ['Void', 'NewVoidInput', 'VoidChangeInput', 'Problem']
  const schemas = Object.fromEntries(names.map((name) => [name, document.components?.schemas?.[name] ?? {}]))
  return { ...document, paths, components: { ...document.components, schemas } }
}

/** A field or part of a document, to be changed at will. */
interface Part {
  [key: string]: Part
}

const part = JSON.stringify(partOf(JSON.parse(text) as OpenApi.Document))
const variant = (change: (document: Part) => void) => {
  const document = JSON.parse(part) as Part
  change(document)
  return contractOf(document)
}
const baseline = contractOf(JSON.parse(part) as object)

const schema = (document: Part, name: string) => document.components?.schemas?.[name] as Part
const listOf = (holder: Part | undefined, key: string) => holder?.[key] as unknown as unknown[]
const post = (document: Part) => document.paths?.['/v1/voids']?.post as Part
const get = (document: Part) => document.paths?.['/v1/voids']?.get as Part

t.test('every kind of change that would break a client is named', (t) => {
  const cases: [words: string, change: (document: Part) => void, name: RegExp][] = [
    [
      'an operation is gone',
      (d) => delete d.paths?.['/v1/voids/{id}']?.get,
      /voids\/\{id\} get: \[Removed\]/,
    ],
    ['a path is gone', (d) => delete d.paths?.['/v1/voids'], /\/v1\/voids post: \[Removed\]/],
    [
      'a field must now be sent',
      (d) => listOf(schema(d, 'NewVoidInput'), 'required').push('endsOn'),
      /endsOn/,
    ],
    ['a field is taken no more', (d) => delete schema(d, 'NewVoidInput').properties?.endsOn, /endsOn/],
    [
      'a value is taken no more',
      (d) => listOf(schema(d, 'NewVoidInput').properties?.reason, 'enum').pop(),
      /reason/,
    ],
    ['a field is not answered', (d) => delete schema(d, 'Void').properties?.endsOn, /endsOn/],
    [
      'a field is not always answered',
      (d) => Object.assign(schema(d, 'Void'), { required: listOf(schema(d, 'Void'), 'required').slice(1) }),
      /paths \/v1\/voids/,
    ],
    [
      'a field is of another type',
      (d) => Object.assign(schema(d, 'Void').properties ?? {}, { version: { type: 'string' } }),
      /version/,
    ],
    [
      'a parameter must now be sent',
      (d) =>
        listOf(get(d), 'parameters').push({
          name: 'z',
          in: 'query',
          required: true,
          schema: { type: 'string' },
        }),
      /required query parameter `z`/,
    ],
    ['a parameter is taken no more', (d) => listOf(get(d), 'parameters').shift(), /query parameter/],
    ['an answer is gone', (d) => delete post(d).responses?.['201'], /Response 201/],
    [
      'a form of the answer is gone',
      (d) => delete get(d).responses?.['200']?.content?.['application/json'],
      /json/,
    ],
    ['a way to sign in is gone', (d) => listOf(d, 'security').pop(), /security/],
  ]
  for (const [words, change, name] of cases) {
    const faults = breaks(baseline, variant(change))
    t.ok(
      faults.some((fault) => name.test(fault)),
      `${words}: ${faults.join('; ')}`,
    )
  }
  t.end()
})

t.test('what only adds, and what only words, breaks nothing', (t) => {
  const cases: [words: string, change: (document: Part) => void][] = [
    ['nothing', () => {}],
    [
      'an operation',
      (d) => Object.assign(d.paths ?? {}, { '/v1/more': { get: { responses: { 200: {} } } } }),
    ],
    [
      'a field answered',
      (d) => Object.assign(schema(d, 'Void').properties ?? {}, { more: { type: 'string' } }),
    ],
    [
      'a field that may be sent',
      (d) => Object.assign(schema(d, 'NewVoidInput').properties ?? {}, { more: {} }),
    ],
    ['a value taken', (d) => listOf(schema(d, 'NewVoidInput').properties?.reason, 'enum').push('more')],
    [
      'a parameter that may be sent',
      (d) => listOf(get(d), 'parameters').push({ name: 'z', in: 'query', schema: { type: 'string' } }),
    ],
    ['a field that need not be sent', (d) => listOf(schema(d, 'NewVoidInput'), 'required').pop()],
    ['words', (d) => Object.assign(post(d), { description: 'Other words', summary: 'Others' })],
    ['deprecation', (d) => Object.assign(post(d), { deprecated: true })],
  ]
  for (const [words, change] of cases) t.same(breaks(baseline, variant(change)), [], words)
  const answering = (...codes: string[]) =>
    variant((d) =>
      Object.assign(schema(d, 'Void').properties ?? {}, { reason: { type: 'string', enum: codes } }),
    )
  t.same(breaks(answering('repair'), answering('repair', 'closing')), [], 'a code more in an answer')
  t.end()
})

t.test('a column of a set that is gone, or of another type, is named', (t) => {
  const { document, sets } = baseline
  const homes = { ...sets.homes, colour: 'text', opensOn: 'text' }
  t.same(breaks({ document, sets: { ...sets, homes, paint: { tint: 'text' } } }, baseline), [
    'set homes: column opensOn was text and is date',
    'set homes: column colour was text and is gone',
    'set paint: column tint was text and is gone',
  ])
  t.same(breaks({ document, sets: { homes: {} } }, baseline), [], 'a new one is not')
  t.end()
})

t.test('a new major version may break clients', (t) => {
  const next = variant((d) => Object.assign(d.info ?? {}, { version: '2.0.0' }))
  t.ok(mayBreak(baseline, next))
  t.notOk(mayBreak(baseline, baseline))
  t.end()
})
