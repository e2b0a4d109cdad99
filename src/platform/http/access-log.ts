import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Tx } from '../db/tenant.ts'
import { keepEntry } from './entries.ts'

/** The header `Access-Purpose`: why a child's record is read. Stored in the access log. */
export const purpose = z.object({
  'access-purpose': z
    .string()
    .max(200)
    .optional()
    .describe("Why the children's records are read; kept in the access log."),
})

/** Records who reads which children's records, in what role, why and when. The answer is sent only if that is stored. */
export async function logChildAccess(
  tx: Tx,
  request: FastifyRequest,
  childIds: readonly string[],
): Promise<void> {
  if (childIds.length === 0) return
  const why = request.headers['access-purpose']
  await keepEntry(tx, request, {
    table: 'access_log',
    row: {
      authority_code: tx.principal.authorityCode,
      actor: tx.principal.subject,
      role: tx.principal.role,
      action: `${request.method} ${request.routeOptions.url}`,
      purpose: typeof why === 'string' ? why : null,
      request_id: request.id,
      child_ids: [...new Set(childIds)],
    },
  })
}
