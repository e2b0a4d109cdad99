import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'

/** What the document has for those who have the unlisted scopes, beside what everyone is given. */
export interface UnlistedParts {
  /** The words at the head of the document, with the unlisted scopes in its tables. */
  description: string
  paths: OpenApi.PathsObject
  schemas: Record<string, OpenApi.SchemaObject>
}

/** What of the second record is not in the first. */
const additions = <Part>(base: Record<string, Part> = {}, whole: Record<string, Part> = {}) =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => !(name in base)))

/** The parts of the whole document that are not in the one for everyone. */
export const unlistedParts = (base: OpenApi.Document, whole: OpenApi.Document): UnlistedParts => ({
  description: whole.info.description ?? '',
  paths: additions(base.paths, whole.paths),
  schemas: additions(base.components?.schemas, whole.components?.schemas),
})

/** The whole document, from the one for everyone and the parts that it lacks. */
export const withUnlisted = (
  base: OpenApi.Document,
  { description, paths, schemas }: UnlistedParts,
): OpenApi.Document => ({
  ...base,
  info: { ...base.info, description },
  paths: { ...base.paths, ...paths },
  components: { ...base.components, schemas: { ...base.components?.schemas, ...schemas } },
})
