import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'

type Schema = OpenApi.SchemaObject
type Schemas = Record<string, Schema>

const uuid = '0c8f7a52-2d5b-4f0e-9a53-6f1d2b7c9e10'
const examplesByFormat: Record<string, string> = {
  uuid: uuid,
  date: '2023-12-01',
  'date-time': '2023-12-01T09:00:00Z',
}

/** Example values of text fields without a format, by the name of the field. */
const examplesByName: readonly (readonly [RegExp, string])[] = [
  [/^id$|Id$/, uuid],
  [/On$|^(asAt|from|to|dateOfBirth)$/, '2023-12-01'],
  [/At$/, '2023-12-01T09:00:00.000Z'],
  [/postcode$/i, 'CW1 2BJ'],
  [/authorityCode$/i, 'E06000049'],
  [/^reference$/, 'CE-1042'],
  [/^nextCursor$/, 'WyIwYzhmN2E1MiJd'],
]

/** The name of the component schema that `schema` refers to; undefined when it is not a reference. */
export function referenceOf(schema: object): string | undefined {
  return '$ref' in schema ? String(schema.$ref).replace('#/components/schemas/', '') : undefined
}

/** An example value of a schema, put together from the examples of its fields; `name` is the field's name. */
export function exampleOf(schema: Schema, schemas: Schemas, name = ''): unknown {
  const component = schemas[referenceOf(schema) ?? '']
  if (component) return exampleOf(component, schemas, name)
  if (schema.examples?.length) return schema.examples[0]
  if (schema.default !== undefined) return schema.default as unknown
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0] as unknown
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return exampleOf(choice, schemas, name)
  switch ([schema.type].flat()[0]) {
    case 'array':
      return [exampleOf(('items' in schema ? schema.items : {}) as Schema, schemas)]
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}) as [string, Schema][]
      return Object.fromEntries(fields.map(([field, inner]) => [field, exampleOf(inner, schemas, field)]))
    }
    case 'string':
      return (
        examplesByFormat[schema.format ?? ''] ??
        examplesByName.find(([pattern]) => pattern.test(name))?.[1] ??
        'text'
      )
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      return Math.max(schema.minimum ?? 1, 1)
  }
}
