import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { atVersion, registerAction } from '../../platform/http/action.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { id } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { addLegalHold, legalHold, listLegalHolds, markLifted, type LegalHold } from './queries.ts'
import * as schema from './schema.ts'

const URL = '/v1/legal-holds'
const NAME = 'legal hold'
const tag = 'People and their data'
const cursorKey = z.tuple([z.guid()])

/** Registers the routes of legal holds, under which nothing is erased. */
export function registerLegalHolds(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const view = schema.legalHoldView.meta({ id: 'LegalHold' })
  const childIdsOf = (holds: readonly LegalHold[]) => holds.flatMap(({ childId }) => childId ?? [])

  app.get(
    URL,
    {
      config: { scope: 'retention:read' },
      schema: {
        tags: [tag],
        summary: 'List: legal hold',
        description: 'Those that were lifted too, in order of identifier.',
        headers: purpose,
        querystring: page.extend({
          childId: id.optional().describe('Only those on this child, and those on every child.'),
        }),
        response: { 200: pageOf(view) },
      },
    },
    async (request) => {
      const { childId, limit, cursor } = request.query
      const afterId = decodeCursor(cursor, cursorKey)?.[0]
      return readAs(pool, request.principal, async (tx) => {
        const rows = await listLegalHolds(tx, { childId, limit: limit + 1, afterId })
        const cut = cutPage(rows, limit, (hold) => [hold.id])
        await logChildAccess(tx, request, childIdsOf(cut.items))
        return cut
      })
    },
  )

  app.get(
    `${URL}/:id`,
    {
      config: { scope: 'retention:read' },
      schema: {
        tags: [tag],
        summary: 'Read: legal hold',
        description: 'Who placed it and why, and whether it is in force.',
        headers: purpose,
        params: z.object({ id }),
        response: { 200: view },
      },
    },
    async (request, reply) => {
      const hold = await readAs(pool, request.principal, async (tx) => {
        const row = await legalHold(tx, request.params.id)
        if (row === undefined) throw notFound(NAME)
        await logChildAccess(tx, request, childIdsOf([row]))
        return row
      })
      return reply.header('etag', etagOf(hold.version)).send(hold)
    },
  )

  const answer = async (tx: Tx, holdId: string, status: number) => {
    const hold = atVersion(await legalHold(tx, holdId), null, NAME)
    return { status, headers: { etag: etagOf(hold.version) }, body: hold }
  }

  app.post(
    URL,
    {
      config: { scope: 'retention:write' },
      schema: {
        tags: [tag],
        summary: 'Place a legal hold',
        description:
          'From then on nothing of the child, or of any child, is erased, whoever asks: the database refuses it. For a claim, a complaint, an investigation, an inquiry.',
        headers: idempotencyKey,
        body: schema.newLegalHold,
        response: { 201: view },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { childId, reason } = request.body
        return answer(tx, await addLegalHold(tx, childId ?? null, reason), 201)
      }),
  )

  registerAction(app, pool, {
    tag,
    scope: 'retention:write',
    url: `${URL}/:id/lift`,
    summary: 'Lift: legal hold',
    description: 'For good, with a reason. What is past its time may then be erased.',
    body: schema.liftBody,
    view,
    work: async (tx, call) => {
      const hold = atVersion(await legalHold(tx, call.id), call.version, NAME)
      if (hold.liftedAt !== null) throw new Problem('action-not-open', 'It was lifted already.')
      await markLifted(tx, call.id, call.body.reason)
      return answer(tx, call.id, 200)
    },
  })
}
