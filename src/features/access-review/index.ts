import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { addDays, nightsBetween, ukDate } from '../../domain/dates.ts'
import { unusualAccesses, type UnusualAccess } from '../../engines/access-review/queries.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { cutPage, decodeCursor, pageOf } from '../../platform/http/cursor.ts'
import { id } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { accessEntries, addReview } from './queries.ts'
import * as schema from './schema.ts'

export { registerAccessReviewPages } from './page.ts'

const tags = ['People and their data']
const config = { scope: 'access-log:read' } as const
const cursorKey = z.tuple([z.number().int()])
const USUAL_DAYS = 7
const MOST_DAYS = 92

/** Registers who looked at whom: the access log, what of it is unusual, and what a review of that found. */
export function registerAccessReview(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const today = () => ukDate(clock())

  app.get(
    '/v1/access-log',
    {
      config,
      schema: {
        tags,
        summary: 'Who looked at whom',
        description:
          'Every answer that told something of a child: by child, by user, over a period; the latest first. Reading it is an entry too.',
        headers: purpose,
        querystring: schema.accessQuery,
        response: { 200: pageOf(schema.accessEntry.meta({ id: 'AccessEntry' })) },
      },
    },
    async (request) => {
      const { limit, cursor, ...question } = request.query
      const beforeId = decodeCursor(cursor, cursorKey)?.[0]
      return readAs(pool, request.principal, async (tx) => {
        const rows = await accessEntries(tx, { ...question, beforeId, limit: limit + 1 })
        const cut = cutPage(rows, limit, (entry) => [entry.id])
        await logChildAccess(
          tx,
          request,
          cut.items.flatMap(({ childIds }) => childIds),
        )
        return cut
      })
    },
  )

  app.get(
    '/v1/unusual-access',
    {
      config,
      schema: {
        tags,
        summary: 'Unusual reading of records',
        description:
          'What of the access log a declared rule finds unusual, and every breaking of glass, with what a review found; the latest first. What nobody has looked into is on the attention list too, for 7 days.',
        querystring: schema.unusualQuery,
        response: { 200: z.object({ items: z.array(schema.unusualAccess.meta({ id: 'UnusualAccess' })) }) },
      },
    },
    async ({ principal, query }) => {
      const { to = today() } = query
      const { from = addDays(to, -USUAL_DAYS) } = query
      if (nightsBetween(from, to) > MOST_DAYS)
        throw new Problem('invalid-request', `At most ${MOST_DAYS} days can be asked of at once.`, [
          {
            pointer: '#/query/from',
            detail: `must be ${addDays(to, -MOST_DAYS)} or later`,
            code: 'too-many-days',
          },
        ])
      return { items: await readAs(pool, principal, (tx) => unusualAccesses(tx, { from, to })) }
    },
  )

  const recent = async (tx: Tx, accessId: string): Promise<UnusualAccess> => {
    const [access] = await unusualAccesses(tx, {
      from: addDays(today(), -MOST_DAYS),
      to: today(),
      id: accessId,
    })
    if (access === undefined) throw notFound('unusual access of the last 92 days')
    return access
  }

  app.get(
    '/v1/unusual-access/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Read: unusual access',
        description: 'Where a row of the attention list leads. Of the last 92 days.',
        params: z.object({ id }),
        response: { 200: schema.unusualAccess.meta({ id: 'UnusualAccess' }) },
      },
    },
    ({ principal, params }) => readAs(pool, principal, (tx) => recent(tx, params.id)),
  )

  app.post(
    '/v1/unusual-access/:id/review',
    {
      config: { scope: 'access-log:write' },
      schema: {
        tags,
        summary: 'Record what a review found',
        description: 'Once, and not by whoever it is about. The row on the attention list is settled by it.',
        headers: idempotencyKey,
        params: z.object({ id }),
        body: schema.reviewBody,
        response: { 200: schema.unusualAccess.meta({ id: 'UnusualAccess' }) },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { rule, actor } = await recent(tx, request.params.id)
        if (actor === tx.principal.subject)
          throw new Problem('action-not-open', 'It is about you: somebody else looks into it.')
        if (!(await addReview(tx, { id: request.params.id, rule, ...request.body })))
          throw new Problem('action-not-open', 'It was looked into already.')
        return { status: 200, headers: {}, body: await recent(tx, request.params.id) }
      }),
  )
}
