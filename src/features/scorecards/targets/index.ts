import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { registerResource } from '../../../platform/http/resource.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

const resourceOptions = {
  tag: 'Scorecards',
  scopes: { read: 'measures:read', write: 'scorecards:write' },
} as const

/** Routes of targets, and of the RAG rules by which figures are red, amber or green against them. */
export function registerTargets(app: FastifyInstance, { pool }: { pool: Pool }): void {
  registerResource(app, pool, {
    ...resourceOptions,
    path: 'rag-rules',
    name: 'RAG rule',
    description:
      'How far a figure may miss its target and still be amber: a figure that meets its target is green, one that misses it by more is red. Which way is a miss follows from the polarity of the measure; a range is missed on either side. Its versions are kept.',
    fields: schema.ragRule,
    view: schema.ragRuleView,
    filters: z.object({}),
    store: queries.ragRuleStore,
  })
  registerResource(app, pool, {
    ...resourceOptions,
    path: 'targets',
    name: 'target',
    description:
      'What a figure ought to be, over some days: a number or a range, of a measure or a part of one, or of a series of observations. One at a time: end one before another begins.',
    fields: schema.target,
    fixed: ['measure', 'filter', 'series'],
    view: schema.targetView,
    filters: schema.targetFilters,
    store: queries.targetStore,
  })
}
