import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { may } from '../../domain/access.ts'
import { typesInStandard, writePlacement } from '../../domain/placements-standard/placement.ts'
import { missingFields } from '../../domain/placements-standard/referral.ts'
import {
  fieldsOf,
  standardEntities,
  type StandardEntity,
  type StandardRecord,
} from '../../domain/placements-standard/standard.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { civilDate, id } from '../../platform/http/fields.ts'
import { fieldNotes, standardRecord } from '../../platform/http/placements-standard.ts'
import { placementsForStandard, type StandardPlacement } from './queries/standard.ts'

const afterId = z.tuple([z.uuid()])
const entities = Object.keys(standardEntities) as StandardEntity[]

const query = z.strictObject({
  requestId: id.optional().describe('Only those made for this placement request.'),
  startedFrom: civilDate.optional().describe('Only those that started on this day or later.'),
  startedTo: civilDate.optional().describe('Only those that started before this day.'),
  ...page.shape,
})

const item = z.object({
  placementId: z.string(),
  requestId: z.string().nullable(),
  record: standardRecord,
  missing: fieldNotes.describe('What the standard asks for, and our records do not say.'),
})

/** Registers the list of placements in the form of the Placements Data Standard. */
export function registerStandardPlacements(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/v1/standard-placements',
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: ['Placements'],
        summary: 'List: placements in the form of the Placements Data Standard',
        description:
          'Version 2, in effect since 18 July 2025: each placement in residential, foster or supported care that has started, with the referral that it answers. In order of identifier; with `Accept: text/csv` a row each, with the names of the standard as columns. `childId` takes the scope `children:read` too.',
        headers: purpose,
        querystring: query,
        produces: ['application/json', 'text/csv'],
        response: { 200: pageOf(item) },
      },
    },
    async (request, reply) => {
      const isCsv = wantsCsv(request)
      const { limit, cursor, ...filters } = request.query
      const lastId = decodeCursor(cursor, afterId)?.[0]
      const table = await readAs(pool, request.principal, async (tx) => {
        const isNamed = may(tx.principal, 'children:read')
        const rows = await placementsForStandard(tx, {
          requestId: filters.requestId,
          startedFrom: filters.startedFrom,
          startedTo: filters.startedTo,
          types: typesInStandard,
          afterId: lastId,
          limit: limit + 1,
        })
        const cut = cutPage(rows, limit, (row) => [row.id])
        await logChildAccess(
          tx,
          request,
          cut.items.map(({ childId }) => childId),
        )
        return { ...cut, items: cut.items.map((row) => describePlacement(row, isNamed)) }
      })
      if (!isCsv) return reply.send(table)
      return sendCsv(request, reply, { ...table, items: table.items.map(rowOf) }, columns)
    },
  )
}

function describePlacement(row: StandardPlacement, isNamed: boolean) {
  const reference = isNamed ? row.reference : null
  const record = writePlacement(
    {
      ...row,
      placementType: row.placementType as PlacementType,
      request: row.request && { ...row.request, reference },
    },
    reference,
  )
  const { id: placementId, requestId } = row
  return { placementId, requestId, record, missing: missingFields(record, entities) }
}

/** The names of fields are unique over the entities. */
const columns = ['placementId', ...entities.flatMap((entity) => fieldsOf(entity).map(([name]) => name))]

const rowOf = ({ placementId, record }: { placementId: string; record: StandardRecord }) => ({
  placementId,
  ...(Object.assign({}, ...Object.values(record)) as Record<string, unknown>),
})
