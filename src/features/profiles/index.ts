import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { readAs } from '../../platform/db/tenant.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound } from '../../platform/http/problem.ts'
import { listProfiles, publishProfile, readProfileVersion } from './queries/profiles.ts'
import * as schema from './schema.ts'

const url = '/v1/matching-profiles'
const NAME = 'version of a matching profile'

/** Routes of matching profiles: named, versioned weights for ranking options. A published version never changes. */
export function registerProfiles(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['Vacancies']

  app.get(
    url,
    {
      config: { scope: 'vacancies:search' },
      schema: {
        tags,
        summary: 'List: matching profile',
        description:
          'Every version of every profile of weights that the authority has published, and of the built-in standard one; by name, then version.',
        response: { 200: z.object({ items: z.array(schema.profile) }) },
      },
    },
    async (request) => ({ items: await readAs(pool, request.principal, listProfiles) }),
  )

  app.post(
    url,
    {
      config: { scope: 'settings:write' },
      schema: {
        tags,
        summary: 'Publish: matching profile',
        description:
          'Publishes the next version of a profile. It can never be changed or removed, so that a search made with it can be explained years later; what is to change is published anew.',
        headers: idempotencyKey,
        body: schema.newProfile,
        response: { 201: schema.profile },
      },
    },
    async (request, reply) =>
      once({ pool, request, reply }, async (tx) => {
        const body = await publishProfile(tx, request.body)
        return { status: 201, headers: { location: `${url}/${body.name}/versions/${body.version}` }, body }
      }),
  )

  app.get(
    `${url}/:name/versions/:version`,
    {
      config: { scope: 'vacancies:search' },
      schema: {
        tags,
        summary: 'Read: matching profile',
        description: 'One version of a profile, such as that which a search names as its own.',
        params: z.object({ name: z.string().max(40), version: z.coerce.number().int().min(1).max(1e6) }),
        response: { 200: schema.profile },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const profile = await readProfileVersion(tx, request.params.name, request.params.version)
        if (profile === undefined) throw notFound(NAME)
        return profile
      }),
  )
}
