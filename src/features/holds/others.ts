import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { id, words } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { consentNote, givenBy } from './consents.ts'
import { consentToHold, holdsOfOthers, releaseHoldOfOther } from './queries/others.ts'

const tag = 'Holds'
const NAME = 'hold of another authority'
const URL = '/v1/holds-of-others'
const cursorKey = z.tuple([id])

const view = z
  .object({
    id: z.string(),
    authority: z.object({ code: z.string(), name: z.string() }).describe('Who holds.'),
    beds: z
      .array(z.object({ bedId: z.string(), homeId: z.string() }))
      .describe('The beds of this authority.'),
    from: z.string(),
    to: z.string().nullable(),
    placedAt: z.string(),
    expiresAt: z.string(),
    awaitsConsent: z.boolean().describe('Whether it waits for the consent of this authority.'),
  })
  .meta({ id: 'HoldOfOther' })

/** Routes of other authorities' holds of the authority's own beds: to see them, agree to them and take the beds back. */
export function registerHoldsOfOthers(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  async function one(tx: Tx, holdId: string) {
    const [hold] = await holdsOfOthers(tx, { holdId, limit: 1 })
    if (hold === undefined) throw notFound(NAME)
    return hold
  }

  app.get(
    URL,
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: [tag],
        summary: 'List: holds by other authorities',
        description:
          "Other authorities' holds of this authority's shared beds, while they run, in order of identifier. For which children they are is not said.",
        querystring: z.strictObject(page.shape),
        response: { 200: pageOf(view) },
      },
    },
    async ({ principal, query: { limit, cursor } }) => {
      const afterId = decodeCursor(cursor, cursorKey)?.[0]
      const rows = await readAs(pool, principal, (tx) => holdsOfOthers(tx, { afterId, limit: limit + 1 }))
      return cutPage(rows, limit, (hold) => [hold.id])
    },
  )

  app.get(
    `${URL}/:id`,
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: [tag],
        summary: 'Read: hold by another authority',
        description: 'While it runs: who holds which beds of this authority, and until when.',
        params: z.object({ id }),
        response: { 200: view },
      },
    },
    ({ principal, params }) => readAs(pool, principal, (tx) => one(tx, params.id)),
  )

  app.post(
    `${URL}/:id/consent`,
    {
      config: { scope: 'placements:write' },
      schema: {
        tags: [tag],
        summary: 'Hold by another authority: consent',
        description:
          'Agrees that the other authority places the children for whom it holds the beds. It can then agree its hold. Recorded as a consent to place, of each home.',
        headers: idempotencyKey,
        params: z.object({ id }),
        body: z.strictObject({ givenBy, note: consentNote }),
        response: { 200: view },
      },
    },
    async (request, reply): Promise<void> => {
      await once({ pool, request, reply }, async (tx) => {
        const hold = await one(tx, request.params.id)
        if (!hold.awaitsConsent) throw new Problem('action-not-open', 'It does not wait for consent.')
        await consentToHold(tx, hold, request.body)
        return { status: 200, headers: {}, body: await one(tx, hold.id) }
      })
    },
  )

  app.post(
    `${URL}/:id/release`,
    {
      config: { scope: 'placements:write' },
      schema: {
        tags: [tag],
        summary: 'Hold by another authority: release',
        description:
          'Takes the beds back, with the reason, which the other authority is shown. The whole hold ends, since a hold is of all its beds or none. The answer is the hold as it was.',
        headers: idempotencyKey,
        params: z.object({ id }),
        body: z.strictObject({ reason: words(500).describe('Why. No name, and nothing of a child.') }),
        response: { 200: view },
      },
    },
    async (request, reply): Promise<void> => {
      await once({ pool, request, reply }, async (tx) => {
        const hold = await one(tx, request.params.id)
        await releaseHoldOfOther(tx, hold.id, request.body.reason)
        return { status: 200, headers: {}, body: hold }
      })
    },
  )
}
