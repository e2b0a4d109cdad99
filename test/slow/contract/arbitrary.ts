import fc, { type Arbitrary } from 'fast-check'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'

type Schema = OpenApi.SchemaObject & { const?: unknown }

/** Texts that are known to break software. */
const nastyText = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  "'; drop table children; --",
  '${jndi:ldap://x}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '=1+1',
  'NaN',
  'infinity',
  '-infinity',
  'now',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '\u202e\u0301\ufeff',
  '👩‍👩‍👧',
  '%00%ff',
  '9'.repeat(400),
  'x'.repeat(10_000),
)
const nastyDate = fc.constantFrom(
  '0001-01-01',
  '0000-00-00',
  '9999-12-31',
  '1900-01-01',
  '1901-01-01',
  '2199-12-31',
  '2200-01-01',
  '2023-02-29',
  '2024-02-29',
  '10000-01-01',
  '2023-1-1',
  '2023-12-01T00:00:00Z',
  '01/12/2023',
  '4714-11-24 BC',
)
const nastyNumber = fc.constantFrom(
  0,
  -0,
  -1,
  0.1,
  1e-7,
  1.005,
  25.5,
  32_768,
  2_147_483_648,
  99_999_999.99,
  2 ** 53,
  2 ** 63,
  1e308,
  -1e308,
)
const nestedValue = fc.constantFrom([[[[[[]]]]]], { a: { b: { c: {} } } }, [null], [{}], {})

export const nasty: Arbitrary<unknown> = fc.oneof(
  nastyText,
  nastyDate,
  nastyNumber,
  nestedValue,
  fc.constantFrom(null, true, false),
  fc.jsonValue({ maxDepth: 3 }) as Arbitrary<unknown>,
)

/** Generators of values for a document's schemas. `ids` are ids of existing records, so that some requests succeed. */
export function arbitraries(document: OpenApi.Document, ids: readonly string[]) {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>

  /** Values that the schema accepts, as far as it can tell. */
  function valid(schema: Schema): Arbitrary<unknown> {
    if ('$ref' in schema) return valid(schemas[String(schema.$ref).split('/').at(-1) ?? ''] ?? {})
    if (schema.const !== undefined) return fc.constant(schema.const)
    const values: unknown[] | undefined = schema.enum
    if (values) return fc.constantFrom(...values)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return fc.oneof(...choices.map(valid))
    const types = [schema.type ?? 'object'].flat()
    if (types.length > 1) return fc.oneof(...types.map((type) => valid({ ...schema, type } as Schema)))
    switch (types[0]) {
      case 'string':
        return text(schema)
      case 'integer':
        return fc.integer(numberIn(schema))
      case 'number':
        return schema.multipleOf === 0.01
          ? fc.integer({ min: 0, max: 1_000_000 }).map((pence) => pence / 100)
          : fc.double({ ...numberIn(schema), noNaN: true })
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      case 'array':
        return fc.array(valid(('items' in schema ? schema.items : {}) as Schema), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.min(schema.maxItems ?? 3, 3),
        })
      default:
        return object(schema)
    }
  }

  function text({ format, pattern, minLength = 0, maxLength = 40 }: Schema): Arbitrary<unknown> {
    if (format === 'uuid' || format === 'guid') return fc.oneof(fc.constantFrom(...ids), fc.uuid())
    if (format === 'date') {
      return fc
        .date({ min: new Date('2021-01-01'), max: new Date('2024-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10))
    }
    if (format === 'date-time') return fc.constantFrom('2023-12-01T00:00:00Z', '2023-12-01T00:00:00+23:59')
    if (pattern) return fc.stringMatching(new RegExp(pattern), { maxLength: 250 })
    return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 40) })
  }

  function numberIn({ minimum = -1000, maximum = 1000 }: Schema) {
    return { min: Math.max(minimum, -100_000), max: Math.min(maximum, 100_000) }
  }

  function object({ properties = {}, required: requiredKeys = [] }: Schema): Arbitrary<unknown> {
    const fields = Object.entries(properties).map(([name, field]) => [name, valid(field as Schema)] as const)
    return fc.record(Object.fromEntries(fields), { requiredKeys })
  }

  /** Values with one fault: a field of another type, an extra field or a missing one; or values of any kind. */
  function spoilt(schema: Schema): Arbitrary<unknown> {
    const target = '$ref' in schema ? (schemas[String(schema.$ref).split('/').at(-1) ?? ''] ?? {}) : schema
    const names = Object.keys(target.properties ?? {})
    if (names.length === 0) return nasty
    const change = fc.record({ name: fc.constantFrom(...names), value: nasty, drop: fc.boolean() })
    return fc.oneof(
      {
        weight: 6,
        arbitrary: fc.tuple(valid(schema), change).map(([body, { name, value, drop }]) => {
          const rest = Object.entries(body as object).filter(([field]) => field !== name)
          return Object.fromEntries(drop ? rest : [...rest, [name, value]])
        }),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(valid(schema), nastyText, nasty).map(([body, name, value]) => ({
          ...(body as object),
          [name]: value,
        })),
      },
      { weight: 1, arbitrary: nasty },
    )
  }

  return { valid, spoilt }
}
