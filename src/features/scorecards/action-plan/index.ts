import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../../domain/dates.ts'
import { measureOf } from '../../../domain/measures/measures.ts'
import { statusOf } from '../../../domain/scorecards/action-status.ts'
import { directionOf } from '../../../domain/scorecards/direction.ts'
import { figuresAt } from '../../../engines/figures/figures-at.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { id } from '../../../platform/http/fields.ts'
import { registerResource } from '../../../platform/http/resource.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

const about = { tag: 'Scorecards', scopes: { read: 'measures:read', write: 'scorecards:write' } } as const

/** A measure of an action on the day that it began and now, or when it was completed. */
async function moved(tx: Tx, { startsOn, completedOn }: queries.Action, of: queries.Moved, today: CivilDate) {
  const { measure: name, filter = {} } = of
  const measure = measureOf(name)
  const last = completedOn !== null && completedOn < today ? completedOn : today
  const points = startsOn > today ? [] : [...new Set([startsOn, last])]
  const [figures = []] = await figuresAt(tx, [{ measure: name, filter }], points, today)
  const at = (day: CivilDate) => {
    const found = figures.find(({ asAt }) => asAt === day)
    return found ? { asAt: day, value: found.value } : null
  }
  const [then, now] = [at(startsOn), at(last)]
  const { title = name, unit = 'count', polarity = 'none' } = measure ?? {}
  const { arrow, verdict } = directionOf(then?.value ?? null, now?.value ?? null, { unit, polarity })
  return { measure: name, filter, title, unit, polarity, then, now, arrow, verdict }
}

/** The action plan of a strategy: actions, the updates on them, and whether their measures moved. */
export function actionPlan(app: FastifyInstance, { pool, clock }: { pool: Pool; clock: () => Date }): void {
  registerResource(app, pool, {
    ...about,
    path: 'actions',
    name: 'action',
    description:
      'What a strategy says will be done, by whom and by when, and the measures that it is meant to move. Read alone, it says where it stands and whether its measures have moved since it began.',
    fields: schema.action,
    view: schema.actionView,
    filters: z.object({}),
    store: queries.actions,
    detail: {
      view: schema.actionDetail,
      async read(row, tx) {
        const today = ukDate(clock())
        const updates = await queries.updatesOf(tx, row.id)
        const measures: Awaited<ReturnType<typeof moved>>[] = []
        for (const one of row.measures as queries.Moved[]) measures.push(await moved(tx, row, one, today))
        return { status: statusOf(row, updates[0]?.status ?? null, today), updates, moved: measures }
      },
    },
  })
  registerResource(app, pool, {
    ...about,
    path: 'action-updates',
    name: 'action update',
    description:
      'What is said of an action as at a day: how it stands, and what has been done. Each is added to those before.',
    fields: schema.update,
    fixed: ['actionId'],
    view: schema.updateView,
    filters: z.object({ actionId: id.optional() }),
    store: queries.updates,
  })
}
