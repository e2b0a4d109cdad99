import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Tx } from '../db/tenant.ts'
import { keepEntry } from './entries.ts'

/** The header by which a caller says why a child's record is read; kept with the read. */
export const purpose = z.object({
  'access-purpose': z
    .string()
    .max(200)
    .optional()
    .describe("Why the children's records are read; kept in the access log."),
})

/** Keeps who read which children's records, in what role, why and when; there is no answer without it. */
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
