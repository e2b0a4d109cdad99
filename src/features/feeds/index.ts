import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { may, type Principal } from '../../domain/access.ts'
import { ukDate } from '../../domain/dates.ts'
import { feedNames, feedSets, visibleColumns, type FeedName } from '../../domain/feeds/sets.ts'
import type { FeedColumn } from '../../domain/feeds/set.ts'
import { feedBatches } from '../../engines/feeds/read.ts'
import { readAs, writeAs } from '../../platform/db/tenant.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { purpose } from '../../platform/http/access-log.ts'
import { cutPage, decodeCursor, page } from '../../platform/http/cursor.ts'
import { Problem, type Fault } from '../../platform/http/problem.ts'
import { beginBulkRead, bulkReads, endBulkRead } from './queries.ts'
import * as schema from './schema.ts'
import { feedFormats, feedStream } from './stream.ts'

const tags = ['Feeds']
const URL = '/v1/feeds'
const cursorKey = z.tuple([z.number().int()])

const columnsFor = (principal: Principal, set: FeedName) =>
  visibleColumns(set, (scope) => may(principal, scope))

/** Registers the feeds: whole sets of rows for analysts, and the log of who pulled them. */
export function registerFeeds(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    URL,
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags,
        summary: 'Every set of the feeds',
        description: 'What each says, with those of its columns that you may see: type, words, codes.',
        response: { 200: schema.feedCatalogue },
      },
    },
    ({ principal }) => ({ items: feedNames.map((set) => describeSet(set, columnsFor(principal, set))) }),
  )

  app.get(
    `${URL}/:set`,
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags,
        summary: 'The rows of a set',
        description:
          'As CSV or, with `Accept: application/x-ndjson`, a line of JSON for each row: as many as there are, in order of the key. A transfer that broke off is resumed with `after`. Each pull is recorded with its rows.',
        params: schema.feedParams,
        querystring: schema.feedPartQuery,
        headers: purpose,
        produces: [...feedFormats],
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const { principal, query, params } = request
      const format = preferredType(request, feedFormats)
      const question = { ...readQuestion(params.set, query), columns: columnsFor(principal, params.set) }
      const id = await writeAs(pool, principal, (tx) =>
        beginBulkRead(tx, {
          set: params.set,
          asked: query,
          columns: question.columns,
          purpose: request.headers['access-purpose'] ?? null,
          requestId: request.id,
        }),
      )
      const batches = feedBatches({ ...question, today: ukDate(clock()) }, (work) =>
        readAs(pool, principal, work),
      )
      const finish = (rows: number, isWhole: boolean) =>
        writeAs(pool, principal, (tx) => endBulkRead(tx, id, rows, isWhole))
      const charset = format === 'text/csv' ? '; charset=utf-8; header=present' : '; charset=utf-8'
      return reply.type(format + charset).send(feedStream(batches, question.columns, format, finish) as never)
    },
  )

  app.get(
    '/v1/bulk-reads',
    {
      config: { scope: 'bulk-reads:read' },
      schema: {
        tags,
        summary: 'Who pulled which set',
        description:
          'Every pull of a feed, the latest first: who, which columns, how many rows, when and what for.',
        querystring: schema.bulkReadsQuery.extend(page.shape),
        response: { 200: schema.bulkReadsPage },
      },
    },
    async ({ principal, query: { set, limit, cursor } }) => {
      const beforeId = decodeCursor(cursor, cursorKey)?.[0]
      const rows = await readAs(pool, principal, (tx) => bulkReads(tx, { set, beforeId, limit: limit + 1 }))
      return cutPage(rows, limit, ({ id }) => [id])
    },
  )
}

function describeSet(set: FeedName, visible: readonly string[]) {
  const { title, words, key, period } = feedSets[set]
  const columns: Readonly<Record<string, FeedColumn>> = feedSets[set].columns
  return {
    set,
    title,
    words,
    key: [...key],
    period,
    href: `${URL}/${set}`,
    columns: Object.entries(columns)
      .filter(([name]) => visible.includes(name))
      .map(([name, { type, words, codes = null }]) => ({ name, type, words, codes })),
  }
}

/** @throws {Problem} invalid-request, naming the parameters that the set does not take */
function readQuestion(name: FeedName, { from, to, after: text }: z.output<typeof schema.feedPartQuery>) {
  const faults: Fault[] = []
  const { period, key } = feedSets[name]
  for (const [parameter, value] of Object.entries({ from, to })) {
    if (value === undefined || period !== null) continue
    const detail = 'this set has no period: it is always given whole'
    faults.push({ pointer: `#/query/${parameter}`, detail, code: 'no-period' })
  }
  if (from !== undefined && to !== undefined && to <= from)
    faults.push({ pointer: '#/query/to', detail: 'must be after `from`', code: 'not-after-from' })
  const start = text === undefined ? undefined : schema.readKey(name, text)
  if (start === null) {
    const detail = `must be the key of a row of the set, separated by commas: ${key.join(',')}`
    faults.push({ pointer: '#/query/after', detail, code: 'not-a-key' })
  }
  if (faults.length > 0)
    throw new Problem('invalid-request', 'Some parameters are not as this set takes them.', faults)
  return { name, from, to, after: start ?? undefined }
}
