import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { inTenant } from '../db/tenant.ts'
import { ukDate } from '../domain/dates.ts'
import type { DimensionName } from '../domain/measures/dimensions.ts'
import { sendCsv, wantsCsv } from '../http/csv.ts'
import { changes, freshness, type Question } from './queries/changes.ts'
import * as schema from './schema.ts'
import {
  catalogue,
  cohortOf,
  describe,
  dimensionsOf,
  dimensionTable,
  figures,
  findMeasure,
  pointsOf,
} from './service.ts'
import type { Item } from './service.ts'

interface Options {
  pool: Pool
  clock: () => Date
}

/** The sufficiency measures: their definitions, and their figures as at a day or as a series. */
export function measures(instance: FastifyInstance, { pool, clock }: Options): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const config = { scope: 'measures:read' } as const
  const tags = ['Measures']

  async function answer(request: FastifyRequest, id: string, question: Question) {
    const { items, fresh } = await inTenant(pool, request.principal, async (tx) => ({
      items: question.points.length === 0 ? [] : figures(question, await changes(tx, question)),
      fresh: await freshness(tx),
    }))
    return {
      measure: describe(id, question.measure),
      by: [...question.by],
      cohort: question.cohort,
      items,
      freshness: fresh,
    }
  }

  app.get(
    '/v1/measures',
    {
      config,
      schema: {
        tags,
        summary: 'The catalogue of measures',
        description: 'Every measure with its definition, and every dimension with its codes.',
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
        querystring: schema.asAtQuery,
        response: { 200: schema.asAtView },
      },
    },
    async (request, reply) => {
      const { asAt: day, by, ...filters } = request.query
      const measure = findMeasure(request.params.id)
      const today = ukDate(clock())
      const asAt = day ?? today
      const question = {
        measure,
        points: [asAt],
        by: dimensionsOf(measure, by),
        cohort: cohortOf(measure, filters),
        today,
      }
      const body = { asAt, ...(await answer(request, request.params.id, question)) }
      return wantsCsv(request) ? sendTable(request, reply, body) : reply.send(body)
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
        querystring: schema.seriesQuery,
        response: { 200: schema.seriesView },
      },
    },
    async (request, reply) => {
      const { from, to, every, by, ...filters } = request.query
      const measure = findMeasure(request.params.id)
      const question = {
        measure,
        points: pointsOf(from, to, every),
        by: dimensionsOf(measure, by),
        cohort: cohortOf(measure, filters),
        today: ukDate(clock()),
      }
      const body = { from, to, every, ...(await answer(request, request.params.id, question)) }
      return wantsCsv(request) ? sendTable(request, reply, body) : reply.send(body)
    },
  )
}

/** A row for each figure, in flat columns whose names don't depend on the figures. */
function sendTable(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    measure,
    by,
    items,
  }: { measure: { id: string; version: number }; by: readonly DimensionName[]; items: Item[] },
): FastifyReply {
  const rows = items.map(({ asAt, group, labels, ...counts }) => ({
    measure: measure.id,
    version: measure.version,
    asAt,
    ...Object.fromEntries(
      by.flatMap((name) => [
        [name, group[name]],
        [`${name}Label`, labels[name]],
      ]),
    ),
    ...counts,
  }))
  const columns = [
    'measure',
    'version',
    'asAt',
    ...by.flatMap((name) => [name, `${name}Label`]),
    'numerator',
    'denominator',
    'value',
    'unknown',
  ]
  return sendCsv(request, reply, { items: rows }, columns)
}
