import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { carerTypes, codesOf } from '../../domain/codes.ts'
import { id, reference } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { carerJourneyStore } from './queries.ts'
import { journey, journeyView } from './schema.ts'

/** Routes of carer journeys: a fostering household from its enquiry through approval to the day it leaves. */
export function registerCarers(app: FastifyInstance, { pool }: { pool: Pool }): void {
  registerResource(app, pool, {
    tag: 'Supply',
    scopes: { read: 'homes:read', write: 'homes:write' },
    path: 'carer-journeys',
    name: 'carer journey',
    description:
      'A fostering household on its way: enquiry, application, assessment, panel, approval, until it leaves. Each stage has its day and comes after the one before; one that was under way when records began starts with the first stage known. A stage lasts until the next, the last until the journey ends.',
    fields: journey,
    happens: ['enquiredOn', 'appliedOn', 'assessmentStartedOn', 'panelOn', 'approvedOn', 'closedOn'],
    view: journeyView,
    filters: z.object({
      reference: reference.optional(),
      carerType: z.enum(codesOf(carerTypes)).optional(),
      homeId: id.optional(),
    }),
    store: carerJourneyStore,
  })
}
