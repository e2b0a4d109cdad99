import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { feedSets, type FeedName } from '../../domain/feeds/sets.ts'
import { feedBatches } from '../../engines/feeds/read.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { purpose } from '../../platform/http/access-log.ts'
import { streamPieces } from '../../platform/http/pieces.ts'
import { Problem, type Fault } from '../../platform/http/problem.ts'
import { beginBulkLog, type BulkLog } from './bulk-log.ts'
import { columnsFor, FEEDS_URL, feedTags, type FeedOptions } from './feeds.ts'
import { fileOfSet, type FileOfSet } from './files/file-of-set.ts'
import { feedFormatNames, feedFormats, feedMediaTypes, type FeedFormat } from './files/formats.ts'
import * as schema from './schema.ts'
import type { FastifyInstance } from 'fastify'

/** Registers the route that gives the rows of a set. */
export function registerRows(instance: FastifyInstance, { pool, clock }: FeedOptions): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.get(
    `${FEEDS_URL}/:set`,
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags: feedTags,
        summary: 'The rows of a set',
        description:
          'As CSV, as a line of JSON for each row, or as Parquet, by `Accept` or `format`: as many as there are, in order of the key. A transfer of lines that broke off is resumed with `after`; a Parquet file can be read only when it is whole. Each pull is recorded with its rows.',
        params: schema.feedParams,
        querystring: schema.feedPartQuery,
        headers: purpose,
        produces: feedMediaTypes,
        response: { 200: schema.feedFile },
      },
    },
    async (request, reply) => {
      const { principal } = request
      const { set } = request.params
      const { format = acceptedFormat(request), ...part } = request.query
      const columns = columnsFor(principal, set)
      const question = { ...readQuestion(set, part), columns, today: ukDate(clock()) }
      const log = await beginBulkLog(pool, request, { [set]: columns })
      const batches = feedBatches(question, (work) => readAs(pool, principal, work))
      const file = fileOfSet({ set, columns, format }, batches)
      const stream = await streamPieces(reply, loggedPieces(file, log))
      return sendFeedFile(reply, format, file.path).send(stream)
    },
  )
}

/** @throws {Problem} not-acceptable (406) */
function acceptedFormat(request: FastifyRequest): FeedFormat {
  const type = preferredType(request, feedMediaTypes)
  return feedFormatNames.find((name) => feedFormats[name].type === type) ?? 'csv'
}

function sendFeedFile(reply: FastifyReply, format: FeedFormat, name: string): FastifyReply {
  const { type, parameters } = feedFormats[format]
  return reply
    .type(type + parameters)
    .header('vary', 'accept')
    .header('content-disposition', `attachment; filename="${name}"`)
}

/** The pieces of a file. At their end the log says how many rows were given, and whether they were all. */
async function* loggedPieces({ set, pieces, rowCount }: FileOfSet, log: BulkLog) {
  let isWhole = false
  try {
    yield* pieces
    isWhole = true
  } finally {
    await log.end({ [set]: rowCount() }, isWhole)
  }
}

/** @throws {Problem} invalid-request, naming the parameters that the set does not take */
function readQuestion(
  name: FeedName,
  { from, to, after: text }: Omit<z.output<typeof schema.feedPartQuery>, 'format'>,
) {
  const faults: Fault[] = []
  const { period, key } = feedSets[name]
  for (const [parameter, value] of Object.entries({ from, to })) {
    if (value === undefined || period !== null) continue
    const detail = 'this set has no period: it is always given whole'
    faults.push({ pointer: `#/query/${parameter}`, detail, code: 'no-period' })
  }
  faults.push(...schema.periodFaults(from, to))
  const start = text === undefined ? undefined : schema.readKey(name, text)
  if (start === null) {
    const detail = `must be the key of a row of the set, separated by commas: ${key.join(',')}`
    faults.push({ pointer: '#/query/after', detail, code: 'not-a-key' })
  }
  if (faults.length > 0)
    throw new Problem('invalid-request', 'Some parameters are not as this set takes them.', faults)
  return { name, from, to, after: start ?? undefined }
}
