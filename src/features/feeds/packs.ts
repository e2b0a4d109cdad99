import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { Problem } from '../../platform/http/problem.ts'
import { allColumnsFor, FEEDS_URL, feedTags, type FeedOptions } from './feeds.ts'
import type { RowCounts } from './files/kept-file.ts'
import { makeManifest, packPieces, type PackQuestion } from './files/pack.ts'
import type { Pull, Pulls } from './pulls.ts'
import * as schema from './schema.ts'

/** Registers the routes that give every set at once, all of one moment: the pack, and its manifest alone. */
export function registerPacks(instance: FastifyInstance, { clock }: FeedOptions, pulls: Pulls): void {
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
          'A zip archive of one moment: a file for each set in the form asked for, the data dictionary (`README.md` to read, `dictionary.csv` as a table), the measures in SQL over the sets (`formulas.md`) and the manifest (`datapackage.json`: rows, bytes, SHA-256, columns and how the sets refer to each other). `from` and `to` are about the sets by month. Each set is recorded with its rows.',
        querystring: schema.feedPackQuery,
        headers: schema.pullHeaders,
        produces: ['application/zip'],
        response: { 200: schema.feedFile, 206: schema.feedFile },
      },
    },
    async (request, reply) => {
      const pull = pullOfPack(questionOf(request, request.query))
      return reply.send((await pulls.open(request, reply, pull)) as never)
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
      return pulls.inSlot(request, (tx) => makeManifest(tx, question, request.signal))
    },
  )
}

function pullOfPack(question: PackQuestion): Pull {
  const rows: RowCounts = {}
  return {
    type: 'application/zip',
    fileName: `feeds-${question.today}.zip`,
    isPackable: false,
    columns: question.columns,
    pieces: (tx, signal) => packPieces(tx, question, rows, signal),
    rowCounts: () => ({ ...rows }),
  }
}
