import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { writeAs } from '../../platform/db/tenant.ts'
import { atVersion, registerAction } from '../../platform/http/action.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { id } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { keyStore } from './queries.ts'
import * as schema from './schema.ts'
import { issueSecret, NAME, revokeKey } from './service.ts'

export { registerKeyPages } from './page.ts'
export { runKeyCommand, type KeyCommand } from './command.ts'

const tag = 'Keys'
const URL = '/v1/keys'

/** Registers the routes of service keys: records of what systems may do, their secrets, and revocation. */
export function registerKeys(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  const view = registerResource(app, pool, {
    tag,
    scopes: { read: 'keys:read', write: 'keys:write' },
    path: 'keys',
    name: NAME,
    description:
      'What a system may do that calls the service by itself. It is let in once the key has a secret, until that expires or the key is revoked; a change of scopes counts from the next request.',
    fields: schema.keyFields,
    fixed: ['name'],
    view: schema.keyView,
    filters: z.object({ name: schema.keyFields.shape.name.optional() }),
    store: keyStore,
  })

  app.post(
    `${URL}/:id/secrets`,
    {
      config: { scope: 'keys:write' },
      schema: {
        tags: [tag],
        summary: 'Issue a secret, the first or a new one',
        description:
          'The answer is the only place where the whole key is ever shown. To rotate a key, issue a new secret and put it into the system before the overlap is over; an answer that was lost is replaced the same way.',
        params: z.object({ id }),
        headers: changeReason,
        body: schema.newSecret,
        response: { 201: schema.issuedSecret },
      },
    },
    async ({ principal, params, body }, reply) =>
      reply.code(201).send(await writeAs(pool, principal, (tx) => issueSecret(tx, params.id, body))),
  )

  registerAction(app, pool, {
    tag,
    scope: 'keys:write',
    url: `${URL}/:id/revoke`,
    summary: 'Revoke: service key',
    description:
      'For ever, with all its secrets: from the next request on, every process of the service refuses it.',
    body: z.strictObject({}),
    view,
    work: async (tx, call) => {
      atVersion(await keyStore.get(tx, call.id), call.version, NAME)
      await revokeKey(tx, call.id)
      const row = atVersion(await keyStore.get(tx, call.id), null, NAME)
      return { status: 200, headers: { etag: etagOf(row.version) }, body: row }
    },
  })
}
