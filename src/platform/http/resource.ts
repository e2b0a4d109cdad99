import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Principal, Scope } from '../../domain/access.ts'
import type { Change, Store } from '../db/crud.ts'
import { setOccurredOn } from '../db/history.ts'
import { readAs, writeAs, type Tx } from '../db/tenant.ts'
import { logChildAccess, purpose } from './access-log.ts'
import { changeReason } from './change-reason.ts'
import { sendCsv, wantsCsv } from './csv.ts'
import { cutPage, decodeCursor, page, pageOf } from './cursor.ts'
import { etagOf, ifMatch, versionOf } from './etag.ts'
import { asAt, id, knownAt } from './fields.ts'
import { idempotencyKey, once } from './idempotency.ts'
import { notFound, Problem } from './problem.ts'

interface RecordRow {
  id: string
  version: number
}

/** The day and the instant that a reader asks about; now where absent. */
export interface Asked {
  asAt?: string | undefined
  knownAt?: string | undefined
}

/** A kind of record that is created, read, changed and removed over HTTP in the one way that all of them are. */
export interface Resource<Row extends RecordRow, Fields extends z.ZodObject, Filters extends z.ZodObject> {
  /** Plural, hyphenated: `care-periods` answers at `/v1/care-periods`. */
  path: string
  /** What one of them is called: `period of care`. */
  name: string
  /** What it is, for the reference. */
  description: string
  tag: string
  scopes: { read: Scope; write: Scope }
  /** The fields of a create; a change takes any of them, and null empties one. */
  fields: Fields
  /** The answer. */
  view: z.ZodObject
  /** What a list can be narrowed by: columns of the table. */
  filters: Filters
  store: Store<Row, never>
  /** A row as `principal` may see it, at the time that was asked about; the row as it is when not given. */
  present?: (row: Row, principal: Principal, asked: Asked) => Record<string, unknown>
  /** What the answer about a single one says beside that, such as its open actions; at an instant, as they were then. */
  detail?: {
    view: z.ZodObject
    of: (row: Row, tx: Tx, knownAt: string | undefined) => Promise<Record<string, unknown>>
  }
  /** Fields that say when what is recorded happened, from the first to the last in its life. */
  happens?: readonly (keyof z.output<Fields> & string)[]
  /** Fields that say what the record belongs to: given when it is created, and not changed after. */
  fixed?: readonly (keyof z.output<Fields> & string)[]
  /** The child or children that the row is about; whoever is shown it is then kept in the access log. */
  childOf?: (row: Row) => string | readonly string[]
}

type ListQuery = z.output<typeof page> & z.output<typeof knownAt> & z.output<typeof asAt>

const recordVersion = z.object({
  change: z.enum(['created', 'changed', 'removed']),
  recordedAt: z.string().describe('When it was recorded (ISO 8601, UTC).'),
  occurredOn: z.string().nullable().describe('When it happened, where the change said so.'),
  actor: z.string().describe('Who recorded it: the subject of the token.'),
  requestId: z.string().nullable(),
  reason: z.string().nullable().describe('The `Change-Reason` that was given.'),
})

/** The answer of a record's history. */
export const versionsOf = <View extends z.ZodObject>(view: View) =>
  z.object({ items: z.array(recordVersion.extend({ record: view.nullable() })) })

const params = z.object({ id })
const afterId = z.tuple([id])

/** Registers list, create, read, change and remove of `resource` under `/v1`; gives the answer about a single one. */
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
  const present = (row: Row, tx: Tx, asked: Asked = {}) =>
    resource.present?.(row, tx.principal, asked) ?? (row as Record<string, unknown>)
  const single = detail ? resource.view.extend(detail.view.shape).meta({ id: `${component}Detail` }) : view
  const readHeaders = childOf ? purpose : z.object({})
  const fixed: readonly string[] = resource.fixed ?? []
  const changeable = Object.entries(resource.fields.shape).filter(([field]) => !fixed.includes(field))
  const changes = z
    .object(Object.fromEntries(changeable))
    .partial()
    .strict()
    .meta({ id: `${component}Change` })

  /** A record as the caller may see it, kept in the access log where it is a child's. */
  async function show(tx: Tx, request: FastifyRequest, row: Row, knownAt?: string) {
    if (childOf) await logChildAccess(tx, request, [childOf(row)].flat())
    const body = { ...present(row, tx, { knownAt }), ...(await detail?.of(row, tx, knownAt)) }
    return { headers: { etag: etagOf(row.version) }, body }
  }

  /** Keeps with a change the day that its body tells: where it tells several, how a new record begins or another ends. */
  async function tellWhen(tx: Tx, body: unknown, change: 'created' | 'changed'): Promise<void> {
    const told = (resource.happens ?? []).flatMap(
      (field) => (body as Record<string, string | null>)[field] ?? [],
    )
    if (told.length > 0) await setOccurredOn(tx, told.at(change === 'created' ? 0 : -1))
  }

  function rowOf(change: Change<Row>): Row {
    if ('row' in change) return change.row
    if (change.refused === 'absent') throw notFound(name)
    throw new Problem('version-changed', `The ${name} has changed since you read it.`)
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
      const after = decodeCursor(cursor, afterId)?.[0]
      const csv = wantsCsv(request)
      const table = await readAs(pool, request.principal, async (tx) => {
        const { items, nextCursor } = cutPage(
          await store.list(tx, { filters, after, limit: limit + 1, asAt, knownAt }),
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
      once(pool, request, reply, async (tx) => {
        await tellWhen(tx, request.body, 'created')
        const row = await store.insert(tx, request.body as never)
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
        response: { 200: versionsOf(view) },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const versions = await store.versions(tx, request.params.id)
        const current = await store.get(tx, request.params.id)
        if (versions.length === 0 && current === undefined) throw notFound(name)
        if (childOf) {
          const rows = versions.flatMap(({ record }) => (record ? [record as unknown as Row] : []))
          await logChildAccess(tx, request, rows.flatMap(childOf))
        }
        return {
          items: versions.map(({ record, ...kept }) => ({
            ...kept,
            record: record && present(record as unknown as Row, tx, { knownAt: kept.recordedAt }),
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
        await tellWhen(tx, request.body, 'changed')
        const row = rowOf(await store.update(tx, request.params.id, request.body as never, expected))
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
        description: 'For what was recorded by mistake; refused while other records depend on it.',
        headers: ifMatch.extend(changeReason.shape),
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const version = versionOf(request.headers['if-match'])
      await writeAs(pool, request.principal, async (tx) =>
        rowOf(await store.remove(tx, request.params.id, version)),
      )
      return reply.code(204).send(null)
    },
  )
  return single
}
