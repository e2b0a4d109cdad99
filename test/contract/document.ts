import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import { z } from 'zod'

export interface Operation extends OpenApi.OperationObject {
  path: string
  /** In capitals. */
  method: string
  body: OpenApi.RequestBodyObject | undefined
  /** The schema of the successful answer. */
  success: OpenApi.ResponseObject | undefined
}

/** All operations of an OpenAPI document. */
export function operationsOf(document: OpenApi.Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item?.[method]
      if (!operation) return []
      const good = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))
      return [
        {
          ...operation,
          path,
          method: method.toUpperCase(),
          body: operation.requestBody as OpenApi.RequestBodyObject | undefined,
          success: good?.[1] as OpenApi.ResponseObject | undefined,
        },
      ]
    }),
  )
}

type JSONSchema = z.core.JSONSchema.JSONSchema

/** Parses a schema of the document, with the components that it refers to. */
export function schemaReader(document: OpenApi.Document): (schema: object) => z.ZodType {
  const local = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/')) as JSONSchema
  const $defs = local(document.components?.schemas ?? {}) as Record<string, JSONSchema>
  return (schema) => z.fromJSONSchema({ ...local(schema), $defs })
}
