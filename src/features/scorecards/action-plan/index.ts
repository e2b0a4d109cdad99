import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../../domain/dates.ts'
import { statusOf } from '../../../domain/scorecards/action-status.ts'
import { movementOf, type ActionMeasure } from '../../../engines/scorecards/action-movement.ts'
import { id } from '../../../platform/http/fields.ts'
import { registerResource } from '../../../platform/http/resource.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

const resourceOptions = {
  tag: 'Scorecards',
  scopes: { read: 'measures:read', write: 'scorecards:write' },
} as const

/** Routes of the action plan of a strategy: its actions, with the movement of their measures, and the updates on them. */
export function registerActionPlan(
  app: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  registerResource(app, pool, {
    ...resourceOptions,
    path: 'actions',
    name: 'action',
    description:
      'What a strategy says will be done, by whom and by when, and the measures that it is meant to move. Read alone, it says where it stands and whether its measures have moved since it began.',
    fields: schema.action,
    view: schema.actionView,
    filters: z.object({}),
    store: queries.actionStore,
    detail: {
      view: schema.actionDetail,
      async read(row, tx) {
        const today = ukDate(clock())
        const updates = await queries.updatesOf(tx, row.id)
        const measures: Awaited<ReturnType<typeof movementOf>>[] = []
        for (const one of row.measures as ActionMeasure[])
          measures.push(await movementOf(tx, row, one, today))
        return { status: statusOf(row, updates[0]?.status ?? null, today), updates, moved: measures }
      },
    },
  })
  registerResource(app, pool, {
    ...resourceOptions,
    path: 'action-updates',
    name: 'action update',
    description:
      'What is said of an action as at a day: how it stands, and what has been done. Each is added to those before.',
    fields: schema.actionUpdate,
    fixed: ['actionId'],
    view: schema.actionUpdateView,
    filters: z.object({ actionId: id.optional() }),
    store: queries.actionUpdateStore,
  })
}
