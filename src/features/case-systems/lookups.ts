import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { may } from '../../domain/access.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { Problem } from '../../platform/http/problem.ts'
import { linksByNames, linksByRecords, recordsByIds } from './queries.ts'
import { lookupBody, lookupView } from './schema.ts'

/** Registers the route that tells which records other systems' identifiers are of. */
export function registerLookups(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const { resources } = instance
  instance.withTypeProvider<ZodTypeProvider>().post(
    '/v1/external-id-lookups',
    {
      config: { scope: 'external-ids:read' },
      schema: {
        tags: ['Case systems'],
        summary: 'Find records by the identifiers of other systems, or these by records',
        description:
          'In a body, so that no identifier of another system stands in a URL. Takes the scope to read the kind besides. What is not known is left out; a child whose record was merged is the one into which it was.',
        headers: purpose,
        body: lookupBody,
        response: { 200: lookupView },
      },
    },
    async (request) => {
      const { kind, system, externalIds, ids } = request.body
      const resource = resources.get(kind)
      if (!resource) throw new TypeError(`no resource is at ${kind}`)
      if (!may(request.principal, resource.scopes.read))
        throw new Problem('forbidden', `Records of ${kind} take the scope \`${resource.scopes.read}\`.`)
      return readAs(pool, request.principal, async (tx) => {
        const links =
          externalIds && system !== undefined
            ? await linksByNames(
                tx,
                externalIds.map((externalId) => ({ system, kind, externalId })),
              )
            : await linksByRecords(tx, kind, ids ?? [])
        const items = links
          .filter((link) => system === undefined || link.system === system)
          .map(({ recordId, mergedIntoId, ...name }) => {
            const id = mergedIntoId ?? recordId
            return { ...name, id, mergedFromId: mergedIntoId && recordId, href: `/v1/${kind}/${id}` }
          })
        if (resource.childOf) {
          const rows = await recordsByIds(tx, resource, [...new Set(items.map(({ id }) => id))])
          await logChildAccess(tx, request, rows.flatMap(resource.childOf))
        }
        return { items }
      })
    },
  )
}
