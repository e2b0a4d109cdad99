import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { feedSets, type FeedName } from '../../domain/feeds/sets.ts'
import { copiedSet, type FeedQuestion } from '../../engines/feeds/read.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { Problem, type Fault } from '../../platform/http/problem.ts'
import { columnsFor, FEEDS_URL, feedTags, type FeedOptions } from './feeds.ts'
import { fileOfSet, type FileOfSet } from './files/file-of-set.ts'
import { feedFormatNames, feedFormats, feedMediaTypes, type FeedFormat } from './files/formats.ts'
import type { Pull, Pulls } from './pulls.ts'
import * as schema from './schema.ts'
import type { FastifyInstance } from 'fastify'

/** Registers the route that gives the rows of a set. */
export function registerRows(instance: FastifyInstance, { clock }: FeedOptions, pulls: Pulls): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.get(
    `${FEEDS_URL}/:set`,
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags: feedTags,
        summary: 'The rows of a set',
        description:
          'As CSV, as a line of JSON for each row, or as Parquet, by `Accept` or `format`: as many as there are, in order of the key, all of one moment. A transfer that broke off goes on at the byte where it did, with `Range` and `If-Range`. Each pull is recorded with its rows.',
        params: schema.feedParams,
        querystring: schema.feedPartQuery,
        headers: schema.pullHeaders,
        produces: feedMediaTypes,
        response: { 200: schema.feedFile, 206: schema.feedFile },
      },
    },
    async (request, reply) => {
      const { set } = request.params
      const { format = acceptedFormat(request), ...part } = request.query
      const columns = columnsFor(request.principal, set)
      const question = { ...readQuestion(set, part), columns, today: ukDate(clock()) }
      return reply.send((await pulls.open(request, reply, pullOfSet(question, format))) as never)
    },
  )
}

function pullOfSet(question: FeedQuestion, format: FeedFormat): Pull {
  const { name: set, columns } = question
  const { type, parameters, isPackable } = feedFormats[format]
  let file: FileOfSet | undefined
  return {
    type: type + parameters,
    fileName: `${set}.${format}`,
    isPackable,
    columns: { [set]: columns },
    pieces: (tx) => (file = fileOfSet({ set, columns, format }, copiedSet(tx, question))).pieces,
    rowCounts: () => ({ [set]: file?.rowCount() ?? 0 }),
  }
}

/** @throws {Problem} not-acceptable (406) */
function acceptedFormat(request: FastifyRequest): FeedFormat {
  const type = preferredType(request, feedMediaTypes)
  return feedFormatNames.find((name) => feedFormats[name].type === type) ?? 'csv'
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
