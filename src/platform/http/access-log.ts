import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Tx } from '../db/tenant.ts'

/** The header by which a caller says why a child's record is read; kept with the read. */
export const purpose = z.object({
  'access-purpose': z
    .string()
    .max(200)
    .optional()
    .describe("Why the children's records are read; kept in the access log."),
})

/** Keeps who read which children's records, in what role, why and when, in the transaction of the read. */
export async function logChildAccess(
  tx: Tx,
  request: FastifyRequest,
  childIds: readonly string[],
): Promise<void> {
  if (childIds.length === 0) return
  const why = request.headers['access-purpose']
  await tx.client.query(
    `insert into access_log (authority_code, actor, role, action, purpose, request_id, child_ids)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.principal.authorityCode,
      tx.principal.subject,
      tx.principal.role,
      `${request.method} ${request.routeOptions.url}`,
      typeof why === 'string' ? why : null,
      request.id,
      [...new Set(childIds)],
    ],
  )
}
