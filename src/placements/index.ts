import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { may } from '../domain/access.ts'
import { ukDate } from '../domain/dates.ts'
import { placementStatus } from '../domain/placement-status.ts'
import { placementType, type PlacementType } from '../domain/placement-types.ts'
import { displayPostcode, id } from '../http/fields.ts'
import { registerResource } from '../http/resource.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

/** Placements of every type, Staying Put and Staying Close included. `clock` gives the instant. */
export function placements(app: FastifyInstance, { pool, clock }: { pool: Pool; clock: () => Date }): void {
  registerResource(app, pool, {
    tag: 'Placements',
    scopes: { read: 'placements:read', write: 'placements:write' },
    path: 'placements',
    name: 'placement',
    description:
      'Nights that a child spends, or is to spend, in a place. A child is in one placement at a time and a bed in one use; a temporary stay or short break lies over the usual placement, whose bed stays theirs.',
    fields: schema.placement,
    fixed: ['childId'],
    view: schema.placementView,
    filters: z.object({ childId: id.optional(), bedId: id.optional(), homeId: id.optional() }),
    store: queries.placements,
    present: (row, principal) => {
      const fostered = placementType(row.placementType as PlacementType).careFamily === 'fostering'
      return {
        ...row,
        status: placementStatus(row, ukDate(clock())),
        postcode: fostered && !may(principal, 'addresses:read') ? null : displayPostcode(row.postcode),
        homePostcode: displayPostcode(row.homePostcode),
      }
    },
    childOf: (row) => row.childId,
  })
}
