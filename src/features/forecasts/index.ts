import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { id } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { JobQueue, type Takeovers } from '../../platform/jobs/queue.ts'
import { endJob, keepWork, settleJobs } from '../../platform/jobs/rows.ts'
import { forecastJob } from './jobs.ts'
import { outcomesOf, seriesRows } from './outcomes.ts'
import { checkOrigin } from './origin.ts'
import { publicationOf, publicationRows } from './publication.ts'
import * as queries from './queries/forecasts.ts'
import * as schema from './schema.ts'
import type { ForecastWork } from './work.ts'

export { registerForecastPages } from './page/index.ts'

const tags = ['Forecasts']
const URL = '/v1/forecasts'
const params = z.object({ id })

/** Routes of forecasts: children in care in the months to come. `clock` returns the present instant. */
export function registerForecasts(
  instance: FastifyInstance,
  { pool, clock, takeovers }: { pool: Pool; clock: () => Date; takeovers?: Takeovers | undefined },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const jobs = new JobQueue(pool, instance.log, queries.forecastJobs, { atOnce: 1 })
  jobs.takeOver(takeovers, ({ work: workKept }) => {
    const work = workKept as ForecastWork
    // An older version may have kept it, without what can be asked since.
    return forecastJob(pool, { ...work, question: schema.forecastAsked.parse(work.question) })
  })
  app.addHook('onClose', () => jobs.close())
  const today = () => ukDate(clock())

  app.post(
    URL,
    {
      config: { scope: 'forecasts:write' },
      schema: {
        tags,
        summary: 'Forecast: make one',
        description:
          'Forecasts children in care at the end of each month, for up to 36, from the authority’s own records: with intervals that back-tests have widened to what they say, by age, type, area and need, every breakdown summing to the total. Answers at once; a thread makes it in the background. Read the resource in `Location` until it is done. Records that would not bear a forecast are refused, with what would put them right.',
        headers: idempotencyKey,
        body: schema.forecastAsked,
        response: { 202: schema.forecastView },
      },
    },
    async (request, reply) => {
      let work: ForecastWork | undefined
      await once({ pool, request, reply }, async (tx) => {
        const { principal, body } = request
        const asAt = checkOrigin(body, today())
        const question = { ...body, asAt }
        const id = await queries.addForecast(tx, { title: body.title, asAt, asked: question })
        work = { id, principal, question, asAt }
        await keepWork(tx, queries.forecastJobs, id, work)
        return { status: 202, headers: { location: `${URL}/${id}` }, body: await readForecast(tx, id) }
      })
      if (work) void jobs.add(forecastJob(pool, work))
      return reply
    },
  )

  app.get(
    URL,
    {
      config: { scope: 'forecasts:read' },
      schema: {
        tags,
        summary: 'List: forecasts',
        description:
          'The latest first, without what they were asked and came to. None is ever changed or removed.',
        querystring: z.strictObject(page.shape),
        response: { 200: pageOf(schema.forecastSummary) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const position = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
      await settleJobs(pool, request.principal, queries.forecastJobs)
      return readAs(pool, request.principal, async (tx) => {
        const rows = await queries.forecastsBefore(tx, position, limit + 1)
        return cutPage(rows, limit, (row) => [row.createdAt, row.id])
      })
    },
  )

  app.get(
    `${URL}/:id`,
    {
      config: { scope: 'forecasts:read' },
      schema: {
        tags,
        summary: 'Read: forecast',
        description:
          'How far it is and, when it is done, the numbers by month and breakdown, sentences to read out, the back-test beside it and, of the months that have passed since, what came. With `Accept: text/csv` a line for each month of each series.',
        produces: ['application/json', 'text/csv'],
        params,
        response: { 200: schema.forecastView },
      },
    },
    async (request, reply) => {
      const asCsv = wantsCsv(request)
      await settleJobs(pool, request.principal, queries.forecastJobs)
      const forecast = await readAs(pool, request.principal, async (tx) => {
        const row = await readForecast(tx, request.params.id)
        return { ...row, outcomes: await outcomesOf(tx, row, today()) }
      })
      if (asCsv) return sendCsv(request, reply, { items: seriesRows(forecast) }, schema.seriesColumns)
      return reply.send(forecast as never)
    },
  )

  app.get(
    `${URL}/:id/publication`,
    {
      config: { scope: 'forecasts:read' },
      schema: {
        tags,
        summary: 'Forecast: what the public may see',
        description:
          'The fans of all children, of categories and of age bands, where at least 10 children are expected in every month; no means, which could be taken from each other. With `Accept: text/csv` a line for each month of each series.',
        produces: ['application/json', 'text/csv'],
        params,
        response: { 200: schema.publicationView },
      },
    },
    async (request, reply) => {
      const asCsv = wantsCsv(request)
      const publication = await readAs(pool, request.principal, async (tx) =>
        publicationOf(await readForecast(tx, request.params.id)),
      )
      if (asCsv)
        return sendCsv(request, reply, { items: publicationRows(publication) }, schema.publicationColumns)
      return reply.send(publication)
    },
  )

  app.post(
    `${URL}/:id/cancel`,
    {
      config: { scope: 'forecasts:write' },
      schema: {
        tags,
        summary: 'Forecast: cancel',
        description: 'Stops it. One that has ended cannot be cancelled; one that was cancelled stays so.',
        headers: idempotencyKey,
        params,
        response: { 200: schema.forecastView },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await once({ pool, request, reply }, async (tx) => {
        const detail = 'It was cancelled before it was made.'
        const hasEnded = await endJob(tx, queries.forecastJobs, id, { status: 'cancelled', detail })
        const forecast = await readForecast(tx, id)
        if (!hasEnded && forecast.status !== 'cancelled')
          throw new Problem('action-not-open', `The forecast is ${forecast.status}.`)
        return { status: 200, headers: {}, body: forecast }
      })
      jobs.abort(id)
      return reply
    },
  )
}

async function readForecast(tx: Tx, id: string) {
  const row = await queries.forecastById(tx, id)
  if (row === undefined) throw notFound('forecast')
  return { ...row, outcomes: [] }
}
