import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Principal, Scope } from '../../domain/access.ts'
import { plainRemoval, removalRules, whyNotRemoved } from '../../domain/removal.ts'
import { conflictOf } from '../db/conflicts.ts'
import type { ChangeResult, Store } from '../db/crud.ts'
import { recordChanges, setOccurredOn } from '../db/history.ts'
import { readAs, writeAs, type Tx } from '../db/tenant.ts'
import { logChildAccess, purpose } from './access-log.ts'
import { changeReason, removalReason } from './change-reason.ts'
import { sendCsv, wantsCsv } from './csv.ts'
import { cutPage, decodeCursor, page, pageOf } from './cursor.ts'
import { addRecordKind, dependencyProblem } from './dependents.ts'
import { etagOf, ifMatch, versionOf } from './etag.ts'
import { asAt, id, knownAt } from './fields.ts'
import { idempotencyKey, once } from './idempotency.ts'
import { notFound, Problem } from './problem.ts'

interface RecordRow {
  id: string
  version: number
}

/** The time that a read asks about: the day in question, and the instant as of which records are known. Absent: now. */
export interface ReadTime {
  asAt?: string | undefined
  knownAt?: string | undefined
}

/** Declares a kind of record. `registerResource` makes its routes from this, so that all kinds behave alike. */
export interface Resource<Row extends RecordRow, Fields extends z.ZodObject, Filters extends z.ZodObject> {
  /** Plural, hyphenated: `care-periods` answers at `/v1/care-periods`. */
  path: string
  /** What one record is called, in descriptions and problems: `period of care`. */
  name: string
  /** What the record is, for the OpenAPI document. */
  description: string
  tag: string
  scopes: { read: Scope; write: Scope }
  /** The body of a create. A change takes any of these fields but the `fixed` ones; null empties one. */
  fields: Fields
  /** A record in an answer. */
  view: z.ZodObject
  /** Query parameters that filter a list; each is the name of a column, compared for equality. */
  filters: Filters
  store: Store<Row, never>
  /** Turns a row into what `principal` may see of it at `time`. Without it the row is shown as it is. */
  present?: (row: Row, principal: Principal, asked: ReadTime) => Record<string, unknown>
  /** More fields for the answer about a single record, such as its open actions, as known at the instant `knownAt`. */
  detail?: {
    view: z.ZodObject
    read: (row: Row, tx: Tx, knownAt: string | undefined) => Promise<Record<string, unknown>>
  }
  /** Date fields that say when the recorded event happened, in the order of a record's life, such as start and end. */
  happens?: readonly (keyof z.output<Fields> & string)[]
  /** Fields that cannot be changed after creation, such as what the record belongs to. */
  fixed?: readonly (keyof z.output<Fields> & string)[]
  /** Ids of the child or children that a row is about. When given, every read of the row is written to the access log. */
  childOf?: (row: Row) => string | readonly string[]
}

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
  const fixedFields: readonly string[] = resource.fixed ?? []
  const changeable = Object.entries(resource.fields.shape).filter(([field]) => !fixedFields.includes(field))
  const changes = z
    .object(Object.fromEntries(changeable))
    .partial()
    .strict()
    .meta({ id: `${component}Change` })

  /** The answer about one record as the caller may see it. Writes to the access log when the record is about a child. */
  async function show(tx: Tx, request: FastifyRequest, row: Row, knownAt?: string) {
    if (childOf) await logChildAccess(tx, request, [childOf(row)].flat())
    const body = { ...present(row, tx, { knownAt }), ...(await detail?.read(row, tx, knownAt)) }
    return { headers: { etag: etagOf(row.version) }, body }
  }

  /**
   * Records with a change the day on which it happened, taken from the `happens` fields of the body: the first one given
   * when a record is created (its start), the last one when it is changed (its end).
   */
  async function setChangeDay(tx: Tx, body: unknown, change: 'created' | 'changed'): Promise<void> {
    const days = (resource.happens ?? []).flatMap(
      (field) => (body as Record<string, string | null>)[field] ?? [],
    )
    if (days.length > 0) await setOccurredOn(tx, days.at(change === 'created' ? 0 : -1))
  }

  /**
   * Removes a record that its rule lets be removed.
   * @throws {Problem} action-not-open; still-referenced, which names what depends on it
   */
  async function remove(tx: Tx, id: string, version: number | null): Promise<void> {
    const row = await store.get(tx, id)
    const why = row === undefined ? null : whyNotRemoved(resource.path, row)
    if (why !== null) throw new Problem('action-not-open', why)
    await tx.client.query('savepoint nothing_removed')
    try {
      changedRow(await store.remove(tx, id, version))
    } catch (error) {
      if (conflictOf(error)?.type !== 'still-referenced') throw error
      await tx.client.query('rollback to nothing_removed')
      throw await dependencyProblem(tx, store.table, id)
    }
  }

  function changedRow(change: ChangeResult<Row>): Row {
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
        await setChangeDay(tx, request.body, 'created')
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
        await setChangeDay(tx, request.body, 'changed')
        const row = changedRow(await store.update(tx, request.params.id, request.body as never, expected))
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
      await writeAs(pool, request.principal, (tx) => remove(tx, request.params.id, version))
      return reply.code(204).send(null)
    },
  )
  return single
}
