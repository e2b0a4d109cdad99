import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { ukDate } from '../../domain/dates.ts'
import { switchNames, switches } from '../../domain/measures/switches.ts'
import type { View } from '../../domain/views/view.ts'
import { viewOf, views } from '../../domain/views/views.ts'
import { freshness } from '../../engines/figures/queries/freshness.ts'
import { readAnywhere } from '../../platform/db/replicas.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { notFound } from '../../platform/http/problem.ts'
import { registerAssessment } from './assessment/index.ts'
import * as schema from './schema.ts'
import { aboutView, checkViewQuery, describeView, layOutView } from './service.ts'
import { viewTable } from './table.ts'

export { registerViewPages } from './page.ts'

const list = {
  items: Object.entries<View>(views).map(([id, view]) => describeView(id, view)),
  switches: switchNames.map((name) => ({ name, title: switches[name].title })),
}

/** Routes of the sufficiency views: the tables that sufficiency strategies print, filled with the measures' figures. */
export function registerViews(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  registerAssessment(instance, { pool, clock })
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const config = { scope: 'measures:read' } as const
  const tags = ['Measures']

  app.get(
    '/v1/views',
    {
      config,
      schema: {
        tags,
        summary: 'List: sufficiency views',
        description: 'The tables that sufficiency strategies print, with the measures that each shows.',
        response: { 200: schema.viewListView },
      },
    },
    () => list,
  )

  app.get(
    '/v1/views/:id',
    {
      config,
      schema: {
        tags,
        summary: 'A sufficiency view: the tables of one subject',
        description:
          'Every table of the view on one day, measures over a period up to it. Each column says which measure it is and where to ask it itself. With `Accept: text/csv` a line for each cell, in the same columns for every view.',
        params: schema.viewParams,
        produces: ['application/json', 'text/csv'],
        querystring: schema.viewQuery,
        response: { 200: schema.viewView },
      },
    },
    async (request, reply) => {
      const asCsv = wantsCsv(request)
      const { id } = request.params
      const view = viewOf(id)
      if (view === undefined) throw notFound('view')
      const today = ukDate(clock())
      const { asAt = today, from: first, ...divisions } = request.query
      const query = { asAt, today, divisions: { ...divisions, first } }
      checkViewQuery(view, query)
      const [blocks, fresh] = await readAnywhere(
        pool,
        request.principal,
        (tx) => Promise.all([layOutView(tx, view, query), freshness(tx)]),
        { isHeavy: true },
      )
      if (asCsv) {
        const { columns, rows } = viewTable(id, blocks)
        return sendCsv(request, reply, { items: rows }, columns)
      }
      return reply.send({
        view: aboutView(id, view),
        asAt,
        knownAt: divisions.knownAt ?? null,
        blocks,
        freshness: fresh,
      })
    },
  )
}
