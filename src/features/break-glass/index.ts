import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { scopesOfBrokenGlass } from '../../domain/access.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { id, words } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound } from '../../platform/http/problem.ts'
import { addBrokenGlass, brokenGlass, openGlass } from './queries.ts'
import { brokenGlassView as view } from './schema.ts'

export { registerBreakGlassPages } from './page.ts'

const tags = ['People and their data']
const LONGEST_MINUTES = 120

/** Registers the way to what a role does not show, in an emergency: with a reason, for a time, and with an alarm. */
export function registerBreakGlass(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/v1/break-glass',
    {
      config: { scope: 'break-glass:use' },
      schema: {
        tags,
        summary: 'Break glass',
        description: `In an emergency: opens ${scopesOfBrokenGlass.map((scope) => `\`${scope}\``).join(', ')} to you for some minutes, as when a child must be driven tonight to carers whose address your role does not show. The data protection officer is alarmed at once, by the event \`break-glass.used\` and a row on the attention list that stays until somebody has looked into it; each request that uses it is in the access log.`,
        headers: idempotencyKey,
        body: z.strictObject({
          reason: words(500).describe('Why it can’t wait; in words that name no one.'),
          minutes: z.number().int().min(1).max(LONGEST_MINUTES).default(60),
        }),
        response: { 201: view },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const { reason, minutes } = request.body
        const glass = await addBrokenGlass(tx, reason, minutes)
        return { status: 201, headers: {}, body: { ...glass, opens: [...scopesOfBrokenGlass] } }
      }),
  )

  app.get(
    '/v1/break-glass',
    {
      config: { scope: 'break-glass:use' },
      schema: {
        tags,
        summary: 'List: glass that you have broken',
        description: 'What is open to you now, why, and until when: the longest open first.',
        response: { 200: z.object({ items: z.array(view) }) },
      },
    },
    async ({ principal }) => {
      const glass = await readAs(pool, principal, openGlass)
      return { items: glass.map((one) => ({ ...one, opens: [...scopesOfBrokenGlass] })) }
    },
  )

  app.get(
    '/v1/break-glass/:id',
    {
      config: { scope: 'access-log:read' },
      schema: {
        tags,
        summary: 'Read: broken glass',
        description: 'Who broke it, why, and until when it counted.',
        params: z.object({ id }),
        response: { 200: view },
      },
    },
    async ({ principal, params }) => {
      const glass = await readAs(pool, principal, (tx) => brokenGlass(tx, params.id))
      if (glass === undefined) throw notFound('broken glass')
      return { ...glass, opens: [...scopesOfBrokenGlass] }
    },
  )
}
