import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { Problem } from './problem.ts'

const state = z.object({ status: z.literal('ok') })

/** `/health/live` answers when the process is up, `/health/ready` when its database answers too. */
export function registerHealth(app: FastifyInstance, { pool }: { pool: Pool }): void {
  const config = { scope: 'public' } as const
  const schema = { tags: ['Service'], security: [], response: { 200: state } }
  app.get(
    '/health/live',
    {
      config,
      schema: {
        ...schema,
        summary: 'Is the process alive?',
        description: 'Says nothing of its database; what does not answer here is started again.',
      },
    },
    () => ({ status: 'ok' }),
  )
  app.get(
    '/health/ready',
    {
      config,
      schema: {
        ...schema,
        summary: 'Can it answer requests?',
        description: 'Whether its database answers too; a load balancer sends requests only then.',
      },
    },
    async () => {
      try {
        await pool.query('select 1')
      } catch {
        throw new Problem('unavailable', 'The database does not answer.')
      }
      return { status: 'ok' }
    },
  )
}
