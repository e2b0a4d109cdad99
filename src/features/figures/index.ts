import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { ukDate } from '../../domain/dates.ts'
import { talliesOf } from '../../engines/figures/answer.ts'
import { freshness } from '../../engines/figures/queries/freshness.ts'
import { readAnywhere } from '../../platform/db/replicas.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { csvPieces, jsonPieces, linePieces } from './formats.ts'
import { pointIntoBody, questionsOf } from './question.ts'
import { figuresBody, figuresView } from './schema.ts'

export { registerFigurePages } from './page/index.ts'

/** How many figures are computed at most for one answer, of all its measures together. */
const maxFigures = 3_000_000

const produces = ['application/json', 'text/csv', 'application/x-ndjson'] as const

/** The route that asks several measures at once. */
export function registerFigures(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/v1/figures',
    {
      config: { scope: 'measures:read' },
      schema: {
        tags: ['Measures'],
        summary: 'Several measures at once',
        description:
          'The figures of several measures, by several divisions, of one cohort, on several days: all of one moment. A measure that lacks a dimension of `by` or `cohort` is a fault that names both; of `all` measures it is left out, and the answer says so. As one CSV with `Accept: text/csv`, in the columns of the measures’ CSV; as a line of JSON for each figure with `Accept: application/x-ndjson`. At most 300,000 tables’ days (measures × divisions × days) and 3,000,000 figures: five years of months of every measure by every single dimension is one call.',
        body: figuresBody,
        produces: [...produces],
        response: { 200: figuresView },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, produces)
      const { queries, leftOut } = questionsOf(request.body, ukDate(clock()))
      const [parts, fresh] = await readAnywhere(
        pool,
        request.principal,
        (tx) => Promise.all([talliesOf(tx, queries, { maxFigures }), freshness(tx)]),
        { isHeavy: true },
      ).catch((error: unknown) => {
        throw pointIntoBody(error)
      })
      const { cohort, knownAt: instant = null } = request.body
      const pieces = {
        'application/json': () => jsonPieces(parts, { cohort, knownAt: instant, leftOut, freshness: fresh }),
        'text/csv': () => csvPieces(parts),
        'application/x-ndjson': () => linePieces(parts),
      }[type]()
      const charset = type === 'text/csv' ? '; charset=utf-8; header=present' : '; charset=utf-8'
      return reply.type(type + charset).send(Readable.from(pieces, { highWaterMark: 1 }) as never)
    },
  )
}
