import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { dateRanges, displayPostcodeOrNull, id, reference } from '../../platform/http/fields.ts'
import { withPastDates } from '../../platform/http/past-dates.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { duplicateWarnings, registerMerges, warningsAbout, type MergeOfReturns } from './merge.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

const routeDefaults = { tag: 'Children', scopes: { read: 'children:read', write: 'children:write' } } as const
const childFilter = z.object({ childId: id.optional() })
const spanFilters = childFilter.extend(dateRanges('startedOn', 'endedOn'))

function present(row: queries.RecordOfChild) {
  return {
    ...row,
    homePostcode: displayPostcodeOrNull(row.homePostcode),
    schoolPostcode: displayPostcodeOrNull(row.schoolPostcode),
  }
}

/**
 * Routes of children and of what is recorded about each: sibling groups, care periods, legal statuses, needs. `clock`
 * returns the present instant.
 */
export function registerChildren(
  app: FastifyInstance,
  { pool, clock, returns }: { pool: Pool; clock: () => Date; returns: MergeOfReturns },
): void {
  const today = () => ukDate(clock())

  registerResource(app, pool, {
    ...routeDefaults,
    path: 'sibling-groups',
    name: 'sibling group',
    description: 'Brothers and sisters who are looked after.',
    fields: schema.siblingGroup,
    view: schema.siblingGroupView,
    filters: z.object({}),
    store: queries.siblingGroupStore,
  })
  const view = registerResource(app, pool, {
    ...routeDefaults,
    path: 'children',
    name: 'child',
    description: 'A child whom the authority looks after or has looked after. No names are held.',
    fields: schema.child,
    view: schema.childView,
    filters: z.object({ siblingGroupId: id.optional() }),
    store: withPastDates(queries.childStore, ['dateOfBirth', 'uascCeasedOn'], today),
    present,
    detail: {
      view: duplicateWarnings,
      read: async (row, tx, instant) => ({
        warnings: instant === undefined ? await warningsAbout(tx, row.id) : [],
      }),
    },
    childOf: ({ id, parentId, mergedIntoId, mergedFromIds }) => [
      id,
      ...[parentId, mergedIntoId].flatMap((other) => other ?? []),
      ...mergedFromIds,
    ],
  })
  registerMerges(app, { pool, view, present, returns })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'child-distinctions',
    name: 'distinction of children',
    description: 'That two records which look like one child’s are of two children.',
    fields: schema.distinction,
    fixed: ['childId', 'otherChildId'],
    view: schema.distinctionView,
    filters: z.object({ childId: id.optional(), otherChildId: id.optional() }),
    store: queries.distinctionStore,
    childOf: (row) => [row.childId, row.otherChildId],
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'care-periods',
    name: 'period of care',
    description: 'Nights over which a child is looked after, from entry to ceasing.',
    fields: schema.carePeriod,
    happens: ['startedOn', 'endedOn'],
    fixed: ['childId'],
    view: schema.carePeriodView,
    filters: spanFilters.extend({
      endReason: schema.carePeriod.shape.endReason.unwrap().unwrap().optional(),
    }),
    store: withPastDates(queries.carePeriodStore, ['startedOn', 'endedOn'], today),
    childOf: (row) => row.childId,
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'legal-statuses',
    name: 'legal status',
    description: 'The order or agreement under which a child is looked after, over time.',
    fields: schema.legalStatus,
    happens: ['startedOn', 'endedOn'],
    fixed: ['childId'],
    view: schema.legalStatusView,
    filters: spanFilters.extend({ status: schema.legalStatus.shape.status.optional() }),
    store: withPastDates(queries.legalStatusStore, ['startedOn', 'endedOn'], today),
    childOf: (row) => row.childId,
  })

  registerResource(app, pool, {
    ...routeDefaults,
    path: 'child-needs',
    name: 'needs of a child',
    description:
      'What is known of a child that decides which home fits, one record a child. Every search for the child reads it.',
    fields: schema.childNeedsFields,
    fixed: ['childId'],
    view: schema.childNeedsView,
    filters: childFilter,
    store: queries.childNeedsStore,
    childOf: (row) => row.childId,
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'separations',
    name: 'separation',
    description:
      'Two children who must not live in one home. No search offers it, and no placement or hold that would bring them together is taken.',
    fields: schema.separation,
    happens: ['fromOn', 'toOn'],
    fixed: ['childId', 'otherChildId'],
    view: schema.separationView,
    filters: z.object({ childId: id.optional(), otherChildId: id.optional() }),
    store: queries.separationStore,
    childOf: (row) => [row.childId, row.otherChildId],
  })
  registerResource(app, pool, {
    ...routeDefaults,
    path: 'connections',
    name: 'connection',
    description:
      'A relative or friend of a child who has a home: an approved one is preferred to any other (Children Act 1989 s22C(7)(a)).',
    fields: schema.connection,
    fixed: ['childId', 'homeId'],
    view: schema.connectionView,
    filters: z.object({ childId: id.optional(), homeId: id.optional() }),
    store: queries.connectionStore,
    childOf: (row) => row.childId,
  })

  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/child-lookups',
    {
      config: { scope: 'children:read' },
      schema: {
        tags: [routeDefaults.tag],
        summary: 'Find children by their references',
        description:
          "In a body, so that no child's reference stands in a URL. References that are not known are left out.",
        headers: purpose,
        body: z.strictObject({ references: z.array(reference).min(1).max(500) }),
        response: { 200: z.object({ items: z.array(schema.childView) }) },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const rows = await queries.childrenByReference(tx, request.body.references)
        await logChildAccess(
          tx,
          request,
          rows.map((row) => row.id),
        )
        return { items: rows.map(present) }
      }),
  )
}
