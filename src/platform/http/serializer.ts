import fastJson from 'fast-json-stringify'
import { z } from 'zod'

/** Nullable written as `nullable`, which the serialiser compiles, rather than as a choice, which it must try out. */
function compileNullable({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const [value, none] = jsonSchema.anyOf ?? []
  if (jsonSchema.anyOf?.length === 2 && value && none?.type === 'null') {
    delete jsonSchema.anyOf
    Object.assign(jsonSchema, value, { nullable: true })
  }
}

/** The names that schemas have in the reference would make references of them here. */
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
 * Serialises answers by functions compiled from their schemas, each when it is first needed: fast, and what a schema does
 * not declare is left out.
 */
export function compileSerializer({ schema }: { schema: unknown }): (data: unknown) => string {
  let compiled: ReturnType<typeof compile> | undefined
  return (data) => (compiled ??= compile(schema))(data)
}
