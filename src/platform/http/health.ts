import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { Problem } from './problem.ts'

const state = z.object({ status: z.literal('ok') })

const DISK_FULL = '53100'

/** Sorts more than it may in memory, so that PostgreSQL writes a temporary file: on a full disk it can't. */
const spill = `select set_config('work_mem', '64kB', true);
  select count(*) from (select md5(n::text) from generate_series(1, 4000) n order by 1 offset 0) sorted`

/** `/health/live` answers when the process is up, `/health/ready` when its database answers too and has room to write. */
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
        description:
          'Whether its database answers too, and has room to write; a load balancer sends requests only then.',
      },
    },
    async () => {
      try {
        await pool.query(spill)
      } catch (error) {
        const { code } = error as { code?: string }
        const fault = code === DISK_FULL ? 'The database has no room left.' : 'The database does not answer.'
        throw new Problem('unavailable', fault)
      }
      return { status: 'ok' }
    },
  )
}
