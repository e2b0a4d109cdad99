import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fp from 'fastify-plugin'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import { may, roles, scopes, unlistedScopes, type Scope } from '../../domain/access.ts'
import { finishDocument } from './openapi-document.ts'

/** Whether readers of a document are told of a scope. */
type Told = (scope: Scope) => boolean
const listed: Told = (scope) => !unlistedScopes.includes(scope)

const roleTable = (told: Told) =>
  Object.entries(roles)
    .map(
      ([role, allowed]) =>
        `| ${role} | ${allowed
          .filter(told)
          .map((scope) => `\`${scope}\``)
          .join(' ')} |`,
    )
    .join('\n')
const scopeTable = (told: Told) =>
  Object.entries(scopes)
    .filter(([scope]) => told(scope as Scope))
    .map(([scope, meaning]) => `| \`${scope}\` | ${meaning} |`)
    .join('\n')

const description = (told: Told) => `
Placement planning for English children's services: which beds are free for a child, where children live, and every
sufficiency measure with its definition, numerator and denominator.

**Dates** are civil dates, \`YYYY-MM-DD\`. Nights are half-open, \`[from, to)\`: someone who leaves on the day another
arrives does not clash. **Lists** give \`{items, nextCursor}\`; send \`nextCursor\` back as \`cursor\`. **Tables** are
given as CSV with \`Accept: text/csv\`. **Changes** take \`If-Match\` with the record's \`ETag\`. **Creates** take an
\`Idempotency-Key\`, with which they can be sent again safely. **Problems** are \`application/problem+json\`
(RFC 9457); every \`type\` is explained at \`/problems\`.

A token belongs to one authority and one role.

| role | scopes |
|---|---|
${roleTable(told)}

| scope | allows |
|---|---|
${scopeTable(told)}
`

const tags = {
  Vacancies: 'Find free beds.',
  Plans: 'Propose homes for many children together.',
  Measures: 'Every sufficiency measure, with its definition, numerator and denominator.',
  Scorecards: 'Targets, comparators, observations from other systems, and the tables that committees read.',
  Releases: 'What is published of a year: tables in which no small count can be read or worked out.',
  Children: 'Children, their sibling groups, periods of care and legal statuses.',
  'Placement requests': 'Homes that are needed, and how far each is.',
  Holds: 'Beds kept for named children until an instant.',
  Placements: 'Where children live, lived and are to live, and what needs attention.',
  Moves: 'Steps up and down, and the lists of children that panels work from.',
  Panels: 'Panels, their meetings and packs, cases, decisions and actions.',
  Supply: 'Providers, homes, beds, voids, judgements, contracts and fees.',
  Events: 'What happened to records: a feed, a stream and webhooks.',
  Imports: "The authority's own returns.",
  Geography: 'Authorities and postcodes.',
  Service: 'The service itself.',
}

/** `GET /v1/homes/:id` is getHomesById: it follows from the route alone, so it stays while the route does. */
function operationId(method: string, url: string): string {
  const words = url
    .replace(/^\/v1/, '')
    .replace(/:(\w)/g, (_, letter: string) => `by-${letter}`)
    .split(/[/-]/)
    .filter(Boolean)
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('')
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The document for those who have every scope. */
    wholeDocument: () => OpenApi.Document
  }
}

/** What makes a document of the routes, for readers who are told of some scopes. */
const documentOf = (told: Told): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Sufficiency', version: '1.0.0', description: description(told) },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    security: [{ bearer: [] }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  },
  transform: (input) => {
    const { schema, url } = jsonSchemaTransform(input)
    const scope = input.route.config?.scope
    const described = schema as Record<string, unknown>
    described.operationId ??= operationId(String(input.route.method), url)
    described['x-scope'] = scope
    if (scope === 'public') described.security = []
    else if (scope !== undefined) {
      described.description = [described.description, `Takes the scope \`${scope}\`.`]
        .filter(Boolean)
        .join(' ')
      if (!told(scope)) described.hide = true
    }
    return { schema, url }
  },
  transformObject: (input) => finishDocument(jsonSchemaTransformObject(input) as OpenApi.Document),
})

/**
 * Describes the routes registered after it as OpenAPI 3.1, at `/openapi.json` and, for people, at `/reference`. What
 * takes an unlisted scope is in the document of those alone whose token has it.
 */
export const openapi = fp(
  async (app) => {
    await app.register(swagger, documentOf(listed))
    await app.register(swagger, { ...documentOf(() => true), decorator: 'wholeDocument' })
    app.addHook('onRoute', (route) => {
      if (route.url.startsWith('/reference')) route.config = { ...route.config, scope: 'public' }
    })
    await app.register(swaggerUi, {
      routePrefix: '/reference',
      uiConfig: { docExpansion: 'none', tryItOutEnabled: true },
    })
    app.get(
      '/openapi.json',
      { config: { scope: 'public' }, schema: { hide: true } },
      async (request, reply) => {
        const reader = await app.readerOf(request)
        if (reader === null || !unlistedScopes.every((scope) => may(reader, scope))) return app.swagger()
        reply.header('cache-control', 'no-store')
        return app.wholeDocument()
      },
    )
  },
  { name: 'openapi' },
)
