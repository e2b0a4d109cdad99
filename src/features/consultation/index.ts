import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { id } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

const routeDefaults = {
  tag: 'Consultation',
  scopes: { read: 'placements:read', write: 'placements:write' },
} as const
const childFilter = { childId: id.optional() }
const linkFilters = { ...childFilter, requestId: id.optional(), placementId: id.optional() }

/**
 * Routes of what surrounds a match: care plans, wishes of children, consultations, visits before a placement, and
 * meetings after one that ended unplanned.
 */
export function registerConsultation(app: FastifyInstance, { pool }: { pool: Pool }): void {
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'care-plans',
    name: 'care plan',
    description:
      'The plan for permanence in the care plan of a child, over time (CPPCR 2010 reg. 5): one at a time. Panel packs and the record of the child show the one in force.',
    fields: schema.carePlan,
    fixed: ['childId'],
    happens: ['agreedOn', 'endedOn'],
    view: schema.carePlanView,
    filters: z.object(childFilter),
    store: queries.carePlanStore,
    childOf: (row) => row.childId,
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'consultations',
    name: 'consultation',
    description:
      'Who was consulted before a child was matched with a home: the carers, their supervising social worker, the social workers of the children who live there, and others, by office; when, and what they said. About a placement request, a placement, or both.',
    fields: schema.consultation,
    fixed: ['childId'],
    happens: ['consultedOn'],
    view: schema.consultationView,
    filters: z.object({ ...linkFilters, homeId: id.optional() }),
    store: queries.consultationStore,
    childOf: (row) => [row.childId, ...(row.otherChildId ? [row.otherChildId] : [])],
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'introductions',
    name: 'introduction',
    description:
      'A visit by which a child and a home come to know each other before a placement: planned, then with how it went.',
    fields: schema.introduction,
    fixed: ['childId'],
    happens: ['visitOn'],
    view: schema.introductionView,
    filters: z.object({ ...childFilter, homeId: id.optional(), placementId: id.optional() }),
    store: queries.introductionStore,
    childOf: (row) => row.childId,
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'wishes',
    name: 'wish of a child',
    description:
      'What a child wishes and feels about where to live and how, when it was said and in what office it was heard (Children Act 1989 s22(4)). Those who decide read it first.',
    fields: schema.wish,
    fixed: ['childId'],
    happens: ['heardOn'],
    view: schema.wishView,
    filters: z.object(linkFilters),
    store: queries.wishStore,
    childOf: (row) => row.childId,
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'disruption-meetings',
    name: 'disruption meeting',
    description:
      'A meeting after a placement that ended unplanned: who came, what is learned, what is to be done by when. The placement must have ended by its day.',
    fields: schema.disruptionMeeting,
    fixed: ['placementId'],
    happens: ['heldOn'],
    view: schema.disruptionMeetingView,
    filters: z.object({ ...childFilter, placementId: id.optional() }),
    store: queries.disruptionMeetingStore,
    childOf: (row) => row.childId,
  })
}
