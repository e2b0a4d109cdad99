/** Writes `src/api.ts`: the types of the API, from its OpenAPI document. Examples are left out: they are most of its length. */
import { readFileSync, writeFileSync } from 'node:fs'
import { URL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const place = (path) => new URL(path, import.meta.url)
const document = JSON.parse(readFileSync(place('../openapi/openapi.json'), 'utf8'), (name, value) =>
  name === 'example' || name === 'examples' ? undefined : value,
)
// A field that has a default may be left out of a body.
const types = await openapiTS(document, { defaultNonNullable: false })
writeFileSync(place('src/api.ts'), astToString(types))
