import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { answerTo } from '../../engines/figures/answer.ts'
import { catalogue, dimensionTable } from '../../engines/figures/catalogue.ts'
import { seriesPoints, parseQuestion, type Divisions } from '../../engines/figures/parse.ts'
import * as schema from '../../engines/figures/schema.ts'
import { figuresTable } from '../../engines/figures/table.ts'
import { readAnywhere } from '../../platform/db/replicas.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { registerPopulations } from './populations.ts'
import { registerRecords } from './records/index.ts'

/** Routes of the sufficiency measures: their catalogue, and their figures as at a day or as a series of days. */
export function registerMeasures(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  registerPopulations(instance, pool)
  const config = { scope: 'measures:read' } as const
  const tags = ['Measures']

  registerRecords(instance, { pool, clock })

  /** Replies with the figures of a measure at some points, as JSON or CSV; `days` are the response fields that name the days. */
  async function answer<About extends object>(
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    { days, points, divisions }: { days: About; points: readonly CivilDate[]; divisions: Divisions },
  ): Promise<FastifyReply> {
    const asCsv = wantsCsv(request)
    const query = parseQuestion(request.params.id, points, divisions, ukDate(clock()))
    const { measure, ...answer } = await readAnywhere(pool, request.principal, (tx) => answerTo(tx, query), {
      isHeavy: query.question.knownAt !== undefined,
    })
    const body = { measure, ...days, ...answer }
    if (!asCsv) return reply.send(body)
    const { columns, rows } = figuresTable(body)
    return sendCsv(request, reply, { items: rows }, columns)
  }

  app.get(
    '/v1/measures',
    {
      config,
      schema: {
        tags,
        summary: 'The catalogue of measures',
        description: 'Every measure with its definition, and every dimension with its codes.',
        produces: ['application/json', 'text/csv'],
        response: { 200: schema.catalogueView },
      },
    },
    async (request, reply) =>
      wantsCsv(request)
        ? sendCsv(request, reply, { items: catalogue })
        : reply.send({ items: catalogue, dimensions: dimensionTable }),
  )

  app.get(
    '/v1/measures/:id',
    {
      config,
      schema: {
        tags,
        summary: 'A measure as at a day',
        description:
          'The figure on one day, whole or by up to three dimensions, of everyone or of a cohort. As CSV with `Accept: text/csv`.',
        params: schema.measureParams,
        produces: ['application/json', 'text/csv'],
        querystring: schema.asAtQuery,
        response: { 200: schema.asAtView },
      },
    },
    async (request, reply) => {
      const { asAt = ukDate(clock()), from, ...divisions } = request.query
      return answer(request, reply, {
        days: { asAt },
        points: [asAt],
        divisions: { ...divisions, first: from },
      })
    },
  )

  app.get(
    '/v1/measures/:id/series',
    {
      config,
      schema: {
        tags,
        summary: 'A measure over time',
        description:
          'The figure on each of a series of days, whole or by up to three dimensions, of everyone or of a cohort. As CSV with `Accept: text/csv`.',
        params: schema.measureParams,
        produces: ['application/json', 'text/csv'],
        querystring: schema.seriesQuery,
        response: { 200: schema.measureSeriesView },
      },
    },
    async (request, reply) => {
      const { from, to, every: step, ...divisions } = request.query
      const points = seriesPoints(from, to, step)
      return answer(request, reply, { days: { from, to, every: step }, points, divisions })
    },
  )
}
