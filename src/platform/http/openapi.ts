import { readFile } from 'node:fs/promises'
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fp from 'fastify-plugin'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { OpenAPIV3, OpenAPIV3_1 as OpenApi } from 'openapi-types'
import { may, roles, scopes, unlistedScopes, type Scope } from '../../domain/access.ts'
import { KEY_PARAMETER } from './credentials.ts'
import { finishDocument } from './openapi-document.ts'
import { deprecationWords } from './deprecation.ts'
import { nothingHere } from './problem.ts'
import type { PublicUrlOptions } from './public-url.ts'
import { withUnlisted, type UnlistedParts } from './unlisted-parts.ts'

/** Whether a document shows a scope and the routes that require it. */
type ScopeFilter = (scope: Scope) => boolean
const isListed: ScopeFilter = (scope) => !unlistedScopes.includes(scope)

const roleTable = (isShown: ScopeFilter) =>
  Object.entries(roles)
    .map(
      ([role, roleScopes]) =>
        `| ${role} | ${roleScopes
          .filter(isShown)
          .map((scope) => `\`${scope}\``)
          .join(' ')} |`,
    )
    .join('\n')
const scopeTable = (isShown: ScopeFilter) =>
  Object.entries(scopes)
    .filter(([scope]) => isShown(scope as Scope))
    .map(([scope, meaning]) => `| \`${scope}\` | ${meaning} |`)
    .join('\n')

const description = (isShown: ScopeFilter) => `
Placement planning for English children's services: which beds are free for a child, where children live, and every
sufficiency measure with its definition, numerator and denominator.

**Dates** are civil dates, \`YYYY-MM-DD\`. Nights are half-open, \`[from, to)\`: someone who leaves on the day another
arrives does not clash. **Lists** give \`{items, nextCursor}\`; send \`nextCursor\` back as \`cursor\`. **Tables** are
given as CSV with \`Accept: text/csv\`. **Changes** take \`If-Match\` with the record's \`ETag\`. **Creates** take an
\`Idempotency-Key\`, with which they can be sent again safely. **Problems** are \`application/problem+json\`
(RFC 9457); every \`type\` is explained at \`/problems\`.

**Freshness**: every answer with data has \`Data-As-Of\`, an instant. All that was acknowledged before it, to whomever, is in the answer.

A token belongs to one authority and one role; a service key, for a system, to one authority, with scopes of its own.

| role | scopes |
|---|---|
${roleTable(isShown)}

| scope | allows |
|---|---|
${scopeTable(isShown)}
`

const tags = {
  Vacancies: 'Find free beds.',
  Plans: 'Propose homes for many children together.',
  Forecasts:
    'Children in care in the months to come: how many, how sure, what is short, and how earlier ones did.',
  Measures: 'Every sufficiency measure, with its definition, numerator and denominator.',
  Scorecards: 'Targets, comparators, observations from other systems, and the tables that committees read.',
  Releases: 'What is published of a year: tables in which no small count can be read or worked out.',
  Children: 'Children, their sibling groups, periods of care and legal statuses.',
  Consultation:
    'Care plans, what children wish, who was consulted before a match, visits before a placement, and meetings after one that ended unplanned.',
  'Placement requests': 'Homes that are needed, and how far each is.',
  Holds: 'Beds kept for named children until an instant.',
  Gates:
    'What the law asks before a placement: who holds which office, approvals of carers, exemptions, orders, overrides.',
  Placements: 'Where children live, lived and are to live.',
  Attention: 'What the team must act on: nobody overlooked.',
  Moves: 'Steps up and down, and the lists of children that panels work from.',
  Panels: 'Panels, their meetings and packs, cases, decisions and actions.',
  Supply: 'Providers, homes, beds, voids, judgements, contracts and fees.',
  Events: 'What happened to records: a feed, a stream and webhooks.',
  Feeds: 'Whole sets of rows for analysts, in which no child is named, and who pulled them.',
  Keys: 'Service keys, with which systems call the service by themselves.',
  'Case systems':
    'Other systems, such as case systems, that keep records up to date by identifiers of their own.',
  'People and their data':
    'What is kept of a child, for how long, and who read it: for data protection officers.',
  Sandbox: 'An authority of made-up records, to try things in.',
  Imports: "The authority's own returns.",
  'Daily collection': 'Children sent to the Department for Education every day, and what it answers.',
  Geography: 'Authorities and postcodes.',
  Service: 'The service itself.',
}

/** The operation id of a route, made from its method and path alone so that it is stable: `getHomesById`. */
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
    /** The document as the routes make it, which takes seconds: for `npm run openapi`. */
    generatedDocument: () => OpenApi.Document
    /** The same with the routes of unlisted scopes included. */
    wholeDocument: () => OpenApi.Document
  }
}

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of the identity provider, or a service key.',
  },
  basic: { type: 'http', scheme: 'basic', description: 'A service key as the password; any user name.' },
  key: {
    type: 'apiKey',
    in: 'query',
    name: KEY_PARAMETER,
    description: 'A service key, for clients that can set no header. It is kept in no log.',
  },
} as const

export interface DocumentOptions extends PublicUrlOptions {
  /** The e-mail address or page of the team that runs the service. */
  contact: string | undefined
}

const contactOf = (contact: string | undefined): OpenApi.ContactObject => ({
  name: 'The team that runs this service',
  ...(contact === undefined ? {} : contact.includes('@') ? { email: contact } : { url: contact }),
})

/** Options of @fastify/swagger for a document that leaves out the scopes that `isShown` rejects, and their routes. */
function documentOptions(
  isShown: ScopeFilter,
  { publicUrl, contact }: DocumentOptions,
): FastifyDynamicSwaggerOptions {
  // Of its own: those of the package remember the schemas of the first app of a process.
  const transform = createJsonSchemaTransform({})
  const transformObject = createJsonSchemaTransformObject({})
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sufficiency',
        version: '1.0.0',
        description: description(isShown),
        contact: contactOf(contact),
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: publicUrl ?? '/', description: 'The service that gave this document.' }],
      components: { securitySchemes },
      security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    },
    transform: (input) => {
      const { schema, url } = transform(input)
      const scope = input.route.config?.scope
      const operation = schema as Record<string, unknown>
      operation.operationId ??= operationId(String(input.route.method), url)
      operation['x-scope'] = scope
      if (scope === 'public') operation.security = []
      else if (scope !== undefined) {
        operation.description = [operation.description, `Takes the scope \`${scope}\`.`]
          .filter(Boolean)
          .join(' ')
        if (!isShown(scope)) operation.hide = true
      }
      const deprecation = input.route.config?.deprecation
      if (deprecation !== undefined) {
        operation.deprecated = true
        operation.description = [operation.description, deprecationWords(deprecation)].join(' ')
      }
      return { schema, url }
    },
    transformObject: (input) => finishDocument(transformObject(input) as OpenApi.Document),
  }
}

const readCommitted = async <Part>(name: string) =>
  JSON.parse(await readFile(new URL(`../../../openapi/${name}.json`, import.meta.url), 'utf8')) as Part
let committedDocument: Promise<OpenApi.Document> | undefined

const JSON_TYPE = 'application/json; charset=utf-8'

/** The bytes of a document, the same for all who ask: it is of megabytes. They are made when first asked for. */
function onceWritten(document: OpenApi.Document): () => Buffer {
  let bytes: Buffer | undefined
  return () => (bytes ??= Buffer.from(JSON.stringify(document)))
}

/** The document as it is committed, with the address and contact of this service. */
async function servedDocument({ publicUrl, contact }: DocumentOptions): Promise<OpenApi.Document> {
  committedDocument ??= readCommitted('openapi')
  const document = await committedDocument
  const [server] = document.servers ?? []
  return {
    ...document,
    info: { ...document.info, contact: contactOf(contact) },
    servers: [{ ...server, url: publicUrl ?? '/' }],
  }
}

/**
 * Describes the routes registered after it as OpenAPI 3.1: the document at `/openapi.json`, pages for people at
 * `/reference`. Both give the committed document, since making it from the routes holds up every other request for
 * seconds. Routes with an unlisted scope are only in the document given to a token that has it, whose parts are committed too.
 */
export const openapi = fp(
  async (app, options: DocumentOptions) => {
    const document = await servedDocument(options)
    const parts = await readCommitted<UnlistedParts>('unlisted')
    const [listedBytes, wholeBytes] = [onceWritten(document), onceWritten(withUnlisted(document, parts))]
    await app.register(swagger, {
      mode: 'static',
      specification: { document: document as OpenAPIV3.Document },
    })
    await app.register(swagger, { ...documentOptions(isListed, options), decorator: 'generatedDocument' })
    await app.register(swagger, { ...documentOptions(() => true, options), decorator: 'wholeDocument' })
    app.addHook('onRoute', (route) => {
      // To write it as YAML would take as long as to make it.
      if (route.url === '/reference/yaml') route.handler = () => Promise.reject(nothingHere())
      if (route.url === '/reference/json')
        route.handler = (_request, reply) => reply.type(JSON_TYPE).send(listedBytes())
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
        reply.type(JSON_TYPE)
        if (reader === null || !unlistedScopes.every((scope) => may(reader, scope))) return listedBytes()
        reply.header('cache-control', 'no-store')
        return wholeBytes()
      },
    )
  },
  { name: 'openapi' },
)
