import fastJson from 'fast-json-stringify'
import { z } from 'zod'

/** Rewrites `anyOf: [X, null]` as `X` with `nullable: true`, for which fast-json-stringify compiles faster code. */
function compileNullable({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const [value, none] = jsonSchema.anyOf ?? []
  if (jsonSchema.anyOf?.length === 2 && value && none?.type === 'null') {
    delete jsonSchema.anyOf
    Object.assign(jsonSchema, value, { nullable: true })
  }
}

/** An empty registry: with the default one, schemas that have an id would become references instead of being inlined. */
const nameless = z.registry<object>()

function compile(schema: unknown): (data: unknown) => string {
  const jsonSchema = z.toJSONSchema(schema as z.ZodType, {
    target: 'draft-7',
    io: 'output',
    metadata: nameless,
    override: compileNullable,
  })
  return fastJson(jsonSchema as fastJson.Schema)
}

/**
 * Compiles the serializer of an answer from its schema, when it is first used. Fields that the schema does not declare
 * are left out of the answer.
 */
export function compileSerializer({ schema }: { schema: unknown }): (data: unknown) => string {
  let serialize: ReturnType<typeof compile> | undefined
  return (data) => (serialize ??= compile(schema))(data)
}
