import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { builtInScorecards } from '../../domain/scorecards/built-in.ts'
import { quarterOf, quarterOn } from '../../domain/scorecards/quarters.ts'
import { layOutScorecard } from '../../engines/scorecards/lay-out.ts'
import { findLayout } from '../../engines/scorecards/find-layout.ts'
import * as queries from '../../engines/scorecards/queries.ts'
import * as schema from '../../engines/scorecards/schema.ts'
import { readAnywhere } from '../../platform/db/replicas.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { sendCsv } from '../../platform/http/csv.ts'
import { sendPage } from '../../platform/http/html.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { registerActionPlan } from './action-plan/index.ts'
import { registerObservations } from './observations/index.ts'
import { scorecardPage } from './page.ts'
import { scorecardTable } from './table.ts'
import { registerTargets } from './targets/index.ts'

export { registerScorecardPages } from './pages.ts'

const tag = 'Scorecards'
const resourceOptions = { tag, scopes: { read: 'measures:read', write: 'scorecards:write' } } as const
const config = { scope: 'measures:read' } as const
const hrefOf = (id: string) => `/v1/scorecards/${id}`

function refuseUnknown(field: 'scorecard' | 'rowRef'): never {
  const detail = field === 'scorecard' ? 'There is no such scorecard.' : 'The scorecard has no such row.'
  throw new Problem('unknown-reference', detail, [{ pointer: `#/${field}`, detail, code: 'unknown' }])
}

/** Routes of scorecards: definitions, targets, observations, comments, the table that a committee reads, the action plan. */
export function registerScorecards(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  registerTargets(instance, { pool })
  registerObservations(instance, { pool })
  registerActionPlan(instance, { pool, clock })

  registerResource(instance, pool, {
    ...resourceOptions,
    path: 'scorecard-definitions',
    name: 'scorecard definition',
    description:
      'How a scorecard is laid out: its rows in order, each a measure or a series of observations. It is read, with its figures, at `/v1/scorecards/{id}`.',
    fields: schema.definition,
    view: schema.definitionView,
    filters: z.object({}),
    store: queries.scorecardStore,
  })

  registerResource(instance, pool, {
    ...resourceOptions,
    path: 'scorecard-comments',
    name: 'scorecard comment',
    description:
      'What is said of a row of a scorecard in a period: one text, of which every version is kept with who wrote it.',
    fields: schema.comment,
    fixed: ['scorecard', 'rowRef', 'period'],
    view: schema.commentView,
    filters: z.object({ scorecard: schema.scorecardId.optional(), period: schema.period.optional() }),
    store: queries.scorecardCommentStore(async (tx, id) => (await findLayout(tx, id))?.rows, refuseUnknown),
  })

  app.get(
    '/v1/scorecards',
    {
      config,
      schema: {
        tags: [tag],
        summary: 'List: scorecards',
        description: "The scorecards that can be read: those built in, then the authority's own by title.",
        response: { 200: schema.scorecardListView },
      },
    },
    async (request) => {
      const own = await readAnywhere(pool, request.principal, queries.scorecardTitles)
      const builtIn = Object.entries(builtInScorecards).map(([id, { title, description }]) => ({
        id,
        title,
        description,
      }))
      return {
        items: [
          ...builtIn.map((one) => ({ ...one, builtIn: true, href: hrefOf(one.id) })),
          ...own.map((one) => ({ ...one, builtIn: false, href: hrefOf(one.id) })),
        ],
      }
    },
  )

  app.get(
    '/v1/scorecards/:id',
    {
      config,
      schema: {
        tags: [tag],
        summary: "A scorecard: the committee's table",
        description:
          "Every row with its neighbours' average, England's figure, target, last year end, each quarter so far, colour against the target, direction of travel and whether that is good, comment and priority; and how many rows are red, amber, green and not judged. As a table with `Accept: text/csv`; as a page to print, with small charts, with `Accept: text/html`. Small numbers are in it: what may be published is `GET /v1/releases/{id}/scorecards/{scorecard}`.",
        params: z.object({ id: schema.scorecardId }),
        querystring: z.strictObject({
          period: schema.period.optional().describe('The quarter; the one that today lies in when left out.'),
        }),
        produces: ['application/json', 'text/csv', 'text/html'],
        response: { 200: schema.scorecardView },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, ['application/json', 'text/csv', 'text/html'])
      const { id } = request.params
      const today = ukDate(clock())
      const quarter = quarterOf(request.query.period ?? '') ?? quarterOn(today)
      if (quarter.from > today) {
        const detail = 'has not begun'
        throw new Problem('invalid-request', 'The quarter has not begun.', [
          { pointer: '#/query/period', detail, code: 'in-future' },
        ])
      }
      const laidOut = await readAnywhere(
        pool,
        request.principal,
        async (tx) => {
          const layout = await findLayout(tx, id)
          if (layout === undefined) throw notFound('scorecard')
          return layOutScorecard(tx, { id, layout, quarter, today })
        },
        { isHeavy: true },
      )
      if (type === 'text/html') return sendPage(reply, await scorecardPage(laidOut))
      if (type === 'application/json') return reply.send(laidOut)
      const { columns, items } = scorecardTable(laidOut)
      return sendCsv(request, reply, { items }, columns)
    },
  )
}
