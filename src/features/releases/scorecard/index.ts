import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { releaseById } from '../../../engines/released/queries.ts'
import { URL } from '../../../engines/released/summary.ts'
import { findLayout } from '../../../engines/scorecards/find-layout.ts'
import { scorecardId } from '../../../engines/scorecards/schema.ts'
import { readAnywhere } from '../../../platform/db/replicas.ts'
import { preferredType } from '../../../platform/http/accept.ts'
import { sendCsv } from '../../../platform/http/csv.ts'
import { id } from '../../../platform/http/fields.ts'
import { sendPage } from '../../../platform/http/html.ts'
import { notFound } from '../../../platform/http/problem.ts'
import { layOutReleasedScorecard } from './lay-out.ts'
import { releasedScorecardPage } from './page.ts'
import { releasedScorecardView } from './schema.ts'
import { releasedScorecardTable } from './table.ts'

/** The route of the publishable scorecard, which is made from a release alone. */
export function registerReleasedScorecard(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    `${URL}/:id/scorecards/:scorecard`,
    {
      config: { scope: 'releases:read' },
      schema: {
        tags: ['Releases'],
        summary: 'Read: scorecard made of a release',
        description:
          'A scorecard as everyone may see it: every row with its figure in the release, that of the year before where that year was released, target, colour, direction of travel and published comparators. Nothing is in it that a release does not show: a figure that is a symbol there is one here, has no colour and no direction; rows that no release has a table of (sums and means, other systems, most parts of measures) are not released. Rows are those of the layout in force; `corporate-parenting` is built in. As a table with `Accept: text/csv`; as a page to print with `Accept: text/html`.',
        params: z.object({ id, scorecard: scorecardId }),
        produces: ['application/json', 'text/csv', 'text/html'],
        response: { 200: releasedScorecardView },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, ['application/json', 'text/csv', 'text/html'])
      const { id, scorecard } = request.params
      const laidOut = await readAnywhere(pool, request.principal, async (tx) => {
        const release = await releaseById(tx, id)
        if (release === undefined) throw notFound('release')
        const layout = await findLayout(tx, scorecard)
        if (layout === undefined) throw notFound('scorecard')
        return layOutReleasedScorecard(tx, scorecard, layout, release)
      })
      if (type === 'text/html') return sendPage(reply, releasedScorecardPage(laidOut))
      if (type === 'application/json') return reply.send(laidOut)
      const { columns, items } = releasedScorecardTable(laidOut)
      return sendCsv(request, reply, { items }, columns)
    },
  )
}
