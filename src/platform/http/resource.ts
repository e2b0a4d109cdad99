import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { plainRemoval, removalRules } from '../../domain/removal.ts'
import { recordChanges } from '../db/history.ts'
import { readAs, writeAs, type Tx } from '../db/tenant.ts'
import { childrenNamedIn, logChildAccess, purpose } from './access-log.ts'
import { changeReason, removalReason } from './change-reason.ts'
import { sendCsv, wantsCsv } from './csv.ts'
import { cutPage, decodeCursor, page, pageOf } from './cursor.ts'
import { addRecordKind } from './dependents.ts'
import { etagOf, ifMatch, versionOf } from './etag.ts'
import { asAt, id, knownAt } from './fields.ts'
import { idempotencyKey, once } from './idempotency.ts'
import { notFound } from './problem.ts'
import { changeRecord, createRecord, removeByRule } from './record-writes.ts'
import {
  changesOf,
  type AnyResource,
  type ReadTime,
  type RecordRow,
  type Resource,
} from './resource-declaration.ts'

type ListQuery = z.output<typeof page> & z.output<typeof knownAt> & z.output<typeof asAt>

const recordVersion = z.object({
  change: z.enum(recordChanges),
  recordedAt: z.string().describe('When it was recorded (ISO 8601, UTC).'),
  occurredOn: z.string().nullable().describe('When it happened, where the change said so.'),
  actor: z.string().describe('Who recorded it: the subject of the token.'),
  requestId: z.string().nullable(),
  reason: z.string().nullable().describe('The `Change-Reason` that was given.'),
})

/** The answer about a record's history: each version with who recorded it, when and why. */
export const versionsView = <View extends z.ZodObject>(view: View) =>
  z.object({ items: z.array(recordVersion.extend({ record: view.nullable() })) })

const params = z.object({ id })
const cursorKey = z.tuple([id])

/**
 * Registers the routes of a resource under `/v1`: list, create, read, history, change and remove.
 * @returns the schema of the answer about a single record
 */
export function registerResource<
  Row extends RecordRow,
  Fields extends z.ZodObject,
  Filters extends z.ZodObject,
>(instance: FastifyInstance, pool: Pool, resource: Resource<Row, Fields, Filters>): z.ZodObject {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { name, store, scopes, detail, childOf } = resource
  const component = name.replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase())
  const view = resource.view.meta({ id: component })
  const url = `/v1/${resource.path}`
  const base = { tags: [resource.tag] }
  addRecordKind(store.table, { url, scope: scopes.read })
  const present = (row: Row, tx: Tx, time: ReadTime = {}) =>
    resource.present?.(row, tx.principal, time) ?? (row as Record<string, unknown>)
  const single = detail ? resource.view.extend(detail.view.shape).meta({ id: `${component}Detail` }) : view
  const readHeaders = childOf ? purpose : z.object({})
  const changes = changesOf(resource).meta({ id: `${component}Change` })
  app.resources.set(resource.path, resource as unknown as AnyResource)

  /** The answer about one record as the caller may see it. Writes to the access log when the record is about a child. */
  async function show(tx: Tx, request: FastifyRequest, row: Row, knownAt?: string) {
    const more = await detail?.read(row, tx, knownAt)
    if (childOf) await logChildAccess(tx, request, [...[childOf(row)].flat(), ...childrenNamedIn(more)])
    const body = { ...present(row, tx, { knownAt }), ...more }
    return { headers: { etag: etagOf(row.version) }, body }
  }

  app.get(
    url,
    {
      config: { scope: scopes.read },
      schema: {
        ...base,
        summary: `List: ${name}`,
        description: `${resource.description} In order of identifier; as CSV with \`Accept: text/csv\`.`,
        headers: readHeaders,
        querystring: z.strictObject({
          ...resource.filters.shape,
          ...(store.dated ? asAt.shape : {}),
          ...knownAt.shape,
          ...page.shape,
        }),
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(view) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, asAt, knownAt, ...filters } = request.query as ListQuery &
        Record<string, unknown>
      const afterId = decodeCursor(cursor, cursorKey)?.[0]
      const csv = wantsCsv(request)
      const table = await readAs(pool, request.principal, async (tx) => {
        const { items, nextCursor } = cutPage(
          await store.list(tx, { filters, afterId, limit: limit + 1, asAt, knownAt }),
          limit,
          (row) => [row.id],
        )
        if (childOf) await logChildAccess(tx, request, items.flatMap(childOf))
        return { items: items.map((row) => present(row, tx, { asAt, knownAt })), nextCursor }
      })
      return csv ? sendCsv(request, reply, table, Object.keys(view.shape)) : reply.send(table)
    },
  )

  app.post(
    url,
    {
      config: { scope: scopes.write },
      schema: {
        ...base,
        summary: `Record: ${name}`,
        description: resource.description,
        headers: idempotencyKey.extend(changeReason.shape).extend(readHeaders.shape),
        body: resource.fields.strict().meta({ id: `New${component}` }),
        response: { 201: single },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const row = await createRecord(tx, resource, request.body)
        const { headers, body } = await show(tx, request, row)
        return { status: 201, headers: { ...headers, location: `${url}/${row.id}` }, body }
      }),
  )

  app.get(
    `${url}/:id`,
    {
      config: { scope: scopes.read },
      schema: {
        ...base,
        summary: `Read: ${name}`,
        description: resource.description,
        headers: readHeaders,
        params,
        querystring: z.strictObject(knownAt.shape),
        response: { 200: single },
      },
    },
    async (request, reply) => {
      const { headers, body } = await readAs(pool, request.principal, async (tx) => {
        const row = await store.get(tx, request.params.id, request.query.knownAt)
        if (row === undefined) throw notFound(name)
        return show(tx, request, row, request.query.knownAt)
      })
      return reply.headers(headers).send(body)
    },
  )

  app.get(
    `${url}/:id/versions`,
    {
      config: { scope: scopes.read },
      schema: {
        ...base,
        summary: `History: ${name}`,
        description:
          'Every version, oldest first: what it said, who recorded it, when and why. A record that was loaded in bulk begins with its first change.',
        headers: readHeaders,
        params,
        response: { 200: versionsView(view) },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const versions = await store.versions(tx, request.params.id)
        if (versions.length === 0 && (await store.get(tx, request.params.id)) === undefined)
          throw notFound(name)
        if (childOf) {
          const rows = versions.flatMap(({ record }) => (record ? [record as unknown as Row] : []))
          await logChildAccess(tx, request, rows.flatMap(childOf))
        }
        return {
          items: versions.map(({ record, ...version }) => ({
            ...version,
            record: record && present(record as unknown as Row, tx, { knownAt: version.recordedAt }),
          })),
        }
      }),
  )

  app.patch(
    `${url}/:id`,
    {
      config: { scope: scopes.write },
      schema: {
        ...base,
        summary: `Change: ${name}`,
        description: 'A JSON merge patch: fields left out stay as they are, null empties one.',
        headers: ifMatch.extend(changeReason.shape).extend(readHeaders.shape),
        params,
        body: changes,
        response: { 200: single },
      },
    },
    async (request, reply) => {
      const expected = versionOf(request.headers['if-match'])
      const { headers, body } = await writeAs(pool, request.principal, async (tx) => {
        const { id } = request.params
        const row = await changeRecord(tx, resource, { id, version: expected }, request.body)
        return show(tx, request, row)
      })
      return reply.headers(headers).send(body)
    },
  )

  app.delete(
    `${url}/:id`,
    {
      config: { scope: scopes.write },
      schema: {
        ...base,
        summary: `Remove: ${name}`,
        description: `${(removalRules[resource.path] ?? plainRemoval).rule} Refused while other records depend on it: the answer names them.`,
        headers: ifMatch.extend(removalReason.shape),
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const version = versionOf(request.headers['if-match'])
      await writeAs(pool, request.principal, (tx) =>
        removeByRule(tx, resource, { id: request.params.id, version }),
      )
      return reply.code(204).send(null)
    },
  )
  return single
}
