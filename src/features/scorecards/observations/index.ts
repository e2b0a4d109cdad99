import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { seriesKey } from '../../../engines/figures/subject.ts'
import { registerResource } from '../../../platform/http/resource.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

const resourceOptions = {
  tag: 'Scorecards',
  scopes: { read: 'measures:read', write: 'scorecards:write' },
} as const

/** Routes of observations: figures of other systems, recorded here so that scorecards can show them. */
export function registerObservations(app: FastifyInstance, { pool }: { pool: Pool }): void {
  registerResource(app, pool, {
    ...resourceOptions,
    path: 'observation-series',
    name: 'series of observations',
    description:
      'Something that another system measures and this one does not, such as health assessments in time or school attendance, with its source.',
    fields: schema.observationSeriesFields,
    fixed: ['key'],
    view: schema.observationSeriesView,
    filters: z.object({ key: seriesKey.optional() }),
    store: queries.observationSeriesStore,
  })
  registerResource(app, pool, {
    ...resourceOptions,
    path: 'observations',
    name: 'observation',
    description:
      'A figure of another system as at a day. It is shown as recorded, never as computed here: with its source, and who recorded it when.',
    fields: schema.observation,
    fixed: ['series'],
    view: schema.observationView,
    filters: z.object({ series: seriesKey.optional() }),
    store: queries.observationStore,
  })
}
