import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { ukDate } from '../../domain/dates.ts'
import { figuresOf } from '../../engines/figures/answer.ts'
import { freshness } from '../../engines/figures/queries/freshness.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { csvPieces, jsonPieces, linePieces, type FiguresPart } from './formats.ts'
import { pointIntoBody, questionsOf } from './question.ts'
import { figuresBody, figuresView } from './schema.ts'

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
          'The figures of several measures, by several divisions, of one cohort, on several days: all of one moment. A measure that lacks a dimension of `by` or `cohort` is a fault that names both; of `all` measures it is left out, and the answer says so. As one CSV with `Accept: text/csv`, in the columns of the measures’ CSV; as a line of JSON for each figure with `Accept: application/x-ndjson`. At most 300,000 tables’ days (measures × divisions × days) and 600,000 figures.',
        body: figuresBody,
        produces: [...produces],
        response: { 200: figuresView },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, produces)
      const { queries, leftOut } = questionsOf(request.body, ukDate(clock()))
      const { items, ...read } = await readAs(pool, request.principal, async (tx) => ({
        items: await figuresOf(tx, queries),
        freshness: await freshness(tx),
      })).catch((error: unknown) => {
        throw pointIntoBody(error)
      })
      const parts: FiguresPart[] = queries.map((query, index) => ({ query, items: items[index] ?? [] }))
      const { cohort, knownAt: instant = null } = request.body
      const pieces = {
        'application/json': () => jsonPieces(parts, { cohort, knownAt: instant, leftOut, ...read }),
        'text/csv': () => csvPieces(parts),
        'application/x-ndjson': () => linePieces(parts),
      }[type]()
      const charset = type === 'text/csv' ? '; charset=utf-8; header=present' : '; charset=utf-8'
      return reply.type(type + charset).send(Readable.from(pieces, { highWaterMark: 1 }) as never)
    },
  )
}
