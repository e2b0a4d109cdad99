import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../../domain/dates.ts'
import { parseQuestion } from '../../../engines/figures/parse.ts'
import { measureParams } from '../../../engines/figures/schema.ts'
import { readAnywhere } from '../../../platform/db/replicas.ts'
import { logChildAccess, purpose } from '../../../platform/http/access-log.ts'
import { sendCsv, wantsCsv } from '../../../platform/http/csv.ts'
import { cutPage, decodeCursor } from '../../../platform/http/cursor.ts'
import * as schema from './schema.ts'
import { checkPart, figureRecords } from './service.ts'
import { recordsTable } from './table.ts'

const afterKey = z.array(z.string().regex(/^[\da-z-]{0,40}$/)).max(12)

/** The route of the records behind a figure. Without the scope `measures:records` it answers 404, as if it did not exist. */
export function registerRecords(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/measures/:id/records',
    {
      config: { scope: 'measures:records' },
      schema: {
        tags: ['Measures'],
        summary: 'The records behind a figure',
        description:
          "The children, or the nights of beds, that a figure is made of: they add up to its numerator, its denominator, or what it leaves out as unknown. It takes what the figure takes; for one cell of a figure that is divided, give each dimension its code, as in the cell's `group`. Whoever may not read them is answered as if there were nothing at this path. Reads of children are kept in the access log. As CSV with `Accept: text/csv`.",
        params: measureParams,
        headers: purpose,
        querystring: schema.recordsQuery,
        produces: ['application/json', 'text/csv'],
        response: { 200: schema.recordsView },
      },
    },
    async (request, reply) => {
      const asCsv = wantsCsv(request)
      const { asAt = ukDate(clock()), from, of: part, limit, cursor, ...divisions } = request.query
      const lastKey = decodeCursor(cursor, afterKey)
      const query = parseQuestion(request.params.id, [asAt], { ...divisions, first: from }, ukDate(clock()))
      checkPart(query, part)
      const { items: facts, ...answer } = await readAnywhere(
        pool,
        request.principal,
        async (tx) => {
          const records = await figureRecords(tx, query, { part, lastKey, limit: limit + 1 })
          const page = records.items.slice(0, limit)
          const children = page.flatMap(({ record }) => record.children.map(({ id }) => id))
          await logChildAccess(tx, request, children)
          return records
        },
        { isHeavy: query.question.knownAt !== undefined },
      )
      const { items: pageFacts, nextCursor } = cutPage(facts, limit, ({ key }) => key)
      const items = pageFacts.map(({ record }) => record)
      if (!asCsv) return reply.send({ asAt, ...answer, of: part, items, nextCursor })
      const { columns, rows } = recordsTable(query.question, items)
      return sendCsv(request, reply, { items: rows, nextCursor }, columns)
    },
  )
}
