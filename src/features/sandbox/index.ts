import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Principal } from '../../domain/access.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { fieldProblem } from '../../platform/http/action.ts'
import { Problem } from '../../platform/http/problem.ts'
import { ownSandbox } from './queries.ts'
import { putBack } from './reset.ts'

export { runSandboxCommand, type SandboxCommand } from './command.ts'

const tags = ['Sandbox']

const view = z.object({
  authorityCode: z.string(),
  isSandbox: z.boolean().describe('Whether it is a sandbox; else it can never be reset.'),
  seededAt: z.string().nullable().describe('When what it is put back to was on record.'),
  resetAt: z.string().nullable().describe('When it was last put back; null where it never was.'),
  resetBy: z.string().nullable().describe('By whom: the subject of the token, or of the service key.'),
})

const resetBody = z.strictObject({
  authorityCode: z
    .string()
    .describe('The authority to reset: your own. Said, so that no call that went astray resets anything.')
    .meta({ examples: ['E06000049'] }),
})

/** Routes of a sandbox. `owner` connects as the owner of the tables; without it none is reset. */
export function registerSandbox(
  instance: FastifyInstance,
  { pool, owner }: { pool: Pool; owner: Pool | undefined },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  const stateOf = async (principal: Principal) => {
    const state = await readAs(pool, principal, ownSandbox)
    const none = { authorityCode: principal.authorityCode, seededAt: null, resetAt: null, resetBy: null }
    return { ...(state ?? none), isSandbox: state !== undefined }
  }

  app.get(
    '/v1/sandbox',
    {
      config: { scope: 'sandbox:reset' },
      schema: {
        tags,
        summary: 'Read: sandbox',
        description:
          'Whether the authority is a sandbox: one of made-up records that can be put back to its seed. If so, of when that is, and when it was last put back.',
        response: { 200: view },
      },
    },
    ({ principal }) => stateOf(principal),
  )

  app.post(
    '/v1/sandbox/reset',
    {
      config: { scope: 'sandbox:reset' },
      schema: {
        tags,
        summary: 'Reset: sandbox',
        description:
          'Puts all records of a sandbox, with their history, back to its seed: what they were when it was made. Service keys, webhooks, logins for reports, events and the access log stay. Who writes meanwhile is answered 503, who reads sees what was before until it is done. An authority that is no sandbox is refused, and nothing is changed.',
        body: resetBody,
        response: {
          200: view.extend({ rows: z.number().int().describe('How many rows it has of the seed.') }),
        },
      },
    },
    async ({ principal, body: { authorityCode } }) => {
      if (owner === undefined)
        throw new Problem('unavailable', 'This process of the service resets no sandboxes.')
      if (authorityCode !== principal.authorityCode)
        throw fieldProblem('authorityCode', 'is not the authority that you are of', 'not-your-authority')
      const rows = await putBack(owner, principal)
      return { ...(await stateOf(principal)), rows }
    },
  )
}
