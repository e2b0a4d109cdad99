import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import type { PackedFile } from '../../domain/feeds/data-package.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { purpose } from '../../platform/http/access-log.ts'
import { streamPieces } from '../../platform/http/pieces.ts'
import { Problem } from '../../platform/http/problem.ts'
import { beginBulkLog, type BulkLog } from './bulk-log.ts'
import { allColumnsFor, FEEDS_URL, feedTags, type FeedOptions } from './feeds.ts'
import { makeManifest, writePack, type PackQuestion } from './files/pack.ts'
import { Spool } from './files/spool.ts'
import * as schema from './schema.ts'

/** Registers the routes that give every set at once, all of one moment: the pack, and its manifest alone. */
export function registerPacks(instance: FastifyInstance, { pool, clock }: FeedOptions): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  /** @throws {Problem} invalid-request */
  function questionOf(request: FastifyRequest, query: z.output<typeof schema.feedPackQuery>): PackQuestion {
    const faults = schema.periodFaults(query.from, query.to)
    if (faults.length > 0) throw new Problem('invalid-request', 'The period is not one.', faults)
    const { format, from, to } = query
    return { format, from, to, columns: allColumnsFor(request.principal), today: ukDate(clock()) }
  }

  app.get(
    `${FEEDS_URL}/pack`,
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags: feedTags,
        summary: 'Every set in one archive',
        description:
          'A zip archive of one moment: a file for each set in the form asked for, the data dictionary (`README.md` to read, `dictionary.csv` as a table) and the manifest (`datapackage.json`: rows, bytes, SHA-256, columns and how the sets refer to each other). `from` and `to` are about the sets by month. Each set is recorded with its rows.',
        querystring: schema.feedPackQuery,
        headers: purpose,
        produces: ['application/zip'],
        response: { 200: schema.feedFile },
      },
    },
    async (request, reply) => {
      const question = questionOf(request, request.query)
      const log = await beginBulkLog(pool, request, question.columns)
      const stream = await streamPieces(reply, packPieces({ pool, request, question, log }))
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="feeds-${question.today}.zip"`)
        .send(stream as never)
    },
  )

  app.get(
    `${FEEDS_URL}/manifest`,
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags: feedTags,
        summary: 'What a pack would have in it',
        description:
          'The manifest of the pack with the same parameters, made as if it were asked for now: of each set its rows, bytes, SHA-256 and columns, of one moment. A set pulled by itself has this hash unless it changed since. It takes as long as the pack.',
        querystring: schema.feedPackQuery,
        response: { 200: schema.feedManifest },
      },
    },
    (request) => {
      const question = questionOf(request, request.query)
      return readAs(pool, request.principal, (tx) => makeManifest(tx, question, request.signal))
    },
  )
}

interface Pack {
  pool: FeedOptions['pool']
  request: FastifyRequest
  question: PackQuestion
  log: BulkLog
}

/**
 * The bytes of a pack. It is read in one transaction, as fast as the database gives it, and kept in a file until the client
 * has taken it: a slow client holds no connection.
 */
async function* packPieces({ pool, request, question, log }: Pack): AsyncGenerator<Uint8Array, void> {
  const spool = await Spool.make()
  const departure = new AbortController()
  let files: PackedFile[] = []
  let isWhole = false
  const work = readAs(pool, request.principal, (tx) => writePack(tx, question, spool, departure.signal)).then(
    (result) => {
      files = result
      spool.end()
    },
    (error: Error) => spool.end(error),
  )
  try {
    yield* spool.read()
    isWhole = true
  } finally {
    departure.abort()
    await work
    await spool.close()
    await log.end(Object.fromEntries(files.map(({ set, rows }) => [set, rows])), isWhole)
  }
}
