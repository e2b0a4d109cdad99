import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { SECRET_BYTES, type Sealing } from '../../platform/db/sealing.ts'
import { readAs, writeAs, type Tx } from '../../platform/db/tenant.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { cutPage, decodeCursor, page } from '../../platform/http/cursor.ts'
import { id } from '../../platform/http/fields.ts'
import { notFound } from '../../platform/http/problem.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { requireStored, positionOf } from './feed.ts'
import { deliveriesOf, replayAfter, replayDead } from './queries/deliveries.ts'
import { OVERLAP_HOURS, replaceSecret, webhookStore as store } from './queries/webhooks.ts'
import * as schema from './schema.ts'
import { webhookStates } from './schema.ts'
import { showSecret } from './signature.ts'

const tags = ['Events']
const read = { config: { scope: 'events:read' } } as const
const write = { config: { scope: 'events:write' } } as const
const params = z.object({ id })
const cursorKey = z.tuple([z.number().int()])

/** Registers the routes of webhooks, their secrets, their deliveries and the replay of events. */
export function registerWebhooks(
  instance: FastifyInstance,
  { pool, loopback, sealing }: { pool: Pool; loopback: boolean; sealing: Sealing },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  async function requireWebhook(tx: Tx, webhookId: string): Promise<void> {
    if ((await store.get(tx, webhookId)) === undefined) throw notFound('webhook')
  }

  registerResource(app, pool, {
    tag: 'Events',
    scopes: { read: 'events:read', write: 'events:write' },
    path: 'webhooks',
    name: 'webhook',
    description:
      'An address that events are posted to, each at least once, those of one record in order. It gets the events published after it was recorded, once it has a secret to sign them with.',
    fields: schema.webhookFields(loopback),
    view: schema.webhookView,
    filters: z.object({ state: z.enum(webhookStates).optional() }),
    store,
  })

  app.post(
    '/v1/webhooks/:id/secrets',
    {
      ...write,
      schema: {
        tags,
        summary: 'Issue a secret, the first or a new one',
        description: `Deliveries are signed by it as Standard Webhooks says. The secret before signs beside it for ${OVERLAP_HOURS} hours.`,
        params,
        headers: changeReason,
        response: { 201: schema.secretView },
      },
    },
    async ({ principal, params }, reply) => {
      const secret = randomBytes(SECRET_BYTES)
      await writeAs(pool, principal, async (tx) => {
        if (!(await replaceSecret(tx, params.id, sealing.seal(secret, params.id)))) throw notFound('webhook')
      })
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ secret: showSecret(secret) })
    },
  )

  app.get(
    '/v1/webhooks/:id/deliveries',
    {
      ...read,
      schema: {
        tags,
        summary: 'What became of the events sent to a webhook',
        description: 'The latest event first. An event that is sent again keeps its place.',
        params,
        querystring: schema.deliveriesQuery.extend(page.shape),
        response: { 200: schema.deliveriesPage },
      },
    },
    async ({ principal, params, query: { state, limit, cursor } }) => {
      const position = decodeCursor(cursor, cursorKey)?.[0]
      return readAs(pool, principal, async (tx) => {
        await requireWebhook(tx, params.id)
        const rows = await deliveriesOf(tx, params.id, { state, beforePosition: position, limit: limit + 1 })
        return cutPage(rows, limit, ({ position }) => [position])
      })
    },
  )

  app.post(
    '/v1/webhooks/:id/replay',
    {
      ...write,
      schema: {
        tags,
        summary: 'Send events again',
        description:
          'Those after a cursor of the feed, or those that were given up; those of one record in order.',
        params,
        body: schema.replay,
        response: { 202: schema.replayResult },
      },
    },
    async ({ principal, params, body }, reply) => {
      const position = positionOf(body.cursor)
      const deliveries = await writeAs(pool, principal, async (tx) => {
        await requireWebhook(tx, params.id)
        await requireStored(tx, position)
        return position === undefined ? replayDead(tx, params.id) : replayAfter(tx, params.id, position)
      })
      return reply.code(202).send({ deliveries })
    },
  )
}
