import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { inTenant } from '../db/tenant.ts'
import { ukDate, type CivilDate } from '../domain/dates.ts'
import type { DimensionName } from '../domain/measures/dimensions.ts'
import { withSwitches } from '../domain/measures/setting.ts'
import type { SwitchName } from '../domain/measures/switches.ts'
import { may } from '../domain/access.ts'
import type { Period } from '../domain/measures/periods.ts'
import { sendCsv, wantsCsv } from '../http/csv.ts'
import { actionPlan } from './action-plan/index.ts'
import { comparators } from './comparators/index.ts'
import { observations } from './observations/index.ts'
import { registerPopulations } from './populations.ts'
import { changes, freshness, namesOf } from './queries/changes.ts'
import * as schema from './schema.ts'
import { scorecards } from './scorecards/index.ts'
import * as service from './service.ts'
import { tableOf } from './table.ts'
import { targets } from './targets/index.ts'

export { importPublished, type PublishedImport } from './comparators/index.ts'

type Divisions = {
  by?: string | undefined
  knownAt?: string | undefined
  period?: Period | undefined
  /** The first day of a period of any length. */
  first?: CivilDate | undefined
} & Partial<Record<DimensionName | SwitchName, string | undefined>>

/** The sufficiency measures: their definitions, and their figures as at a day or as a series. */
export function measures(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  registerPopulations(instance, pool)
  const config = { scope: 'measures:read' } as const
  const tags = ['Measures']

  comparators(instance, { pool })
  targets(instance, { pool })
  observations(instance, { pool })
  scorecards(instance, { pool, clock })
  actionPlan(instance, { pool, clock })

  /** Answers the figures of a measure on some days, after `about`, which says which. */
  async function answer<About extends object>(
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    about: About,
    points: readonly CivilDate[],
    { by, knownAt, period, first, ...filters }: Divisions,
  ): Promise<FastifyReply> {
    const asCsv = wantsCsv(request)
    const { id } = request.params
    const measure = service.findMeasure(id)
    service.checkKnownAt(measure, knownAt)
    const switches = service.switchesOf(measure, filters)
    const kind = service.periodOf(measure, { period, from: first })
    const question = {
      measure: withSwitches(measure, switches),
      points,
      starts: service.startsOf(kind, first, points),
      by: service.dimensionsOf(measure, by),
      cohort: service.cohortOf(measure, filters),
      today: ukDate(clock()),
      knownAt,
    }
    const body = await inTenant(pool, request.principal, async (tx) => {
      const found = await changes(tx, question)
      const names = await namesOf(tx, question.by, found, may(request.principal, 'homes:read'))
      return {
        measure: service.describe(id, measure),
        ...about,
        by: question.by,
        cohort: question.cohort,
        switches,
        period: kind,
        knownAt: knownAt ?? null,
        items: service.figures(question, found, names),
        freshness: await freshness(tx),
      }
    })
    if (!asCsv) return reply.send(body)
    const { columns, rows } = tableOf(body)
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
        ? sendCsv(request, reply, { items: service.catalogue })
        : reply.send({ items: service.catalogue, dimensions: service.dimensionTable }),
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
      return answer(request, reply, { asAt }, [asAt], { ...divisions, first: from })
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
        response: { 200: schema.seriesView },
      },
    },
    async (request, reply) => {
      const { from, to, every, ...divisions } = request.query
      const points = service.pointsOf(from, to, every)
      return answer(request, reply, { from, to, every }, points, divisions)
    },
  )
}
