import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { stabilityWatch, stepDownWatch } from '../../domain/moves/watch.ts'
import { readJourney } from '../../engines/care-record/picture.ts'
import { findMoveOptions } from '../../engines/move-options/move-options.ts'
import * as schema from '../../engines/move-options/schema.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, logCompanyShown, purpose } from '../../platform/http/access-log.ts'
import { id } from '../../platform/http/fields.ts'
import { notFound } from '../../platform/http/problem.ts'
import { registerWatch } from './watch.ts'

/** Routes of a child's move options and of the two watch lists of panels. `clock` returns the present instant. */
export function registerMoves(instance: FastifyInstance, options: { pool: Pool; clock: () => Date }): void {
  instance.withTypeProvider<ZodTypeProvider>().post(
    '/v1/children/:id/move-options',
    {
      config: { scope: 'vacancies:search' },
      schema: {
        tags: ['Moves'],
        summary: 'What a child could move to',
        description:
          'Every step of the ladder from where the child lives today, up, down or within the level, open or not and why; the vacancies that each open step leads to, with their reasons and the differences in cost and distance; and the facts that are weighed before a move. Nothing is kept: a panel case keeps what was laid before the panel.',
        headers: purpose,
        params: z.object({ id }),
        body: schema.moveSearch.meta({ id: 'MoveOptionsAsk' }),
        response: { 200: schema.moveOptionsView.meta({ id: 'MoveOptions' }) },
      },
    },
    async (request) =>
      readAs(options.pool, request.principal, async (tx) => {
        const today = ukDate(options.clock())
        const { from } = request.body
        const journey = await readJourney(tx, request.params.id, from < today ? from : today)
        if (journey === undefined) throw notFound('child')
        const { answer, childIds } = await findMoveOptions(tx, journey, request.body, today)
        await logChildAccess(tx, request, childIds)
        const homeIds = answer.steps.flatMap(({ options }) => options.map(({ home }) => home.id))
        await logCompanyShown(tx, request, [...new Set(homeIds)], from)
        return answer
      }),
  )

  registerWatch(instance, options, {
    url: '/v1/step-down-candidates',
    summary: 'Children who might step down',
    description:
      'Every child looked after who is not in foster care, with family or placed for adoption, and for whom no placement with parents is agreed. Of equal counts the longest in the placement comes first.',
    watch: stepDownWatch,
  })
  registerWatch(instance, options, {
    url: '/v1/stability-watch',
    summary: 'Placements that may break',
    description:
      'Every child looked after of whose placement at least one indicator of fragility speaks. Of equal counts the newest in the placement comes first.',
    watch: stabilityWatch,
  })
}
