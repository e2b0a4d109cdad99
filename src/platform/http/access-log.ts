import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { insertEntry, type Entry } from '../db/journal.ts'
import type { Tx } from '../db/tenant.ts'
import { keepEntry } from './entries.ts'
import { id } from './fields.ts'
import { Problem } from './problem.ts'

/** The header `Access-Purpose`: why a child's record is read. Stored in the access log. */
export const purpose = z.object({
  'access-purpose': z
    .string()
    .max(200)
    .optional()
    .describe("Why the children's records are read; kept in the access log."),
})

/** The same where nothing is told without it. */
export const statedPurpose = z.object({
  'access-purpose': z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe("Why the child's data is asked for; kept in the access log. Name no one in it."),
})

/**
 * The purpose that a request gives; null where it gives none, and may do so.
 * @throws {Problem} purpose-required where the authority asks for one with the scope of the route
 */
export async function requirePurpose(tx: Tx, request: FastifyRequest): Promise<string | null> {
  const why = request.headers['access-purpose']
  if (typeof why === 'string' && why.trim() !== '') return why.trim().slice(0, 200)
  const { rows } = await tx.client.query(
    'select from authority_settings where authority_code = $1 and $2 = any(purpose_required_for)',
    [tx.principal.authorityCode, request.routeOptions.config.scope],
  )
  if (rows.length === 0) return null
  throw new Problem('purpose-required', 'Say why this is read: your authority asks for it.', [
    {
      pointer: '#/headers/access-purpose',
      detail:
        'is required by the settings of the authority: say why the records are read, in words that name no one',
      code: 'purpose-required',
    },
  ])
}

/** The children whose entries a transaction has already, so that an answer of several parts has one entry of each. */
const entriesOf = new WeakMap<Tx, Set<string>>()

/** Records who reads which children's records, in what role, why and when. The answer is sent only if that is stored. */
export async function logChildAccess(
  tx: Tx,
  request: FastifyRequest,
  childIds: readonly string[],
): Promise<void> {
  const earlier = entriesOf.get(tx) ?? new Set()
  const ids = [...new Set(childIds)].filter((id) => !earlier.has(id))
  if (ids.length === 0) return
  entriesOf.set(tx, new Set([...earlier, ...ids]))
  await keepEntry(tx, request, {
    table: 'access_log',
    row: {
      authority_code: tx.principal.authorityCode,
      actor: tx.principal.subject,
      role: tx.principal.role,
      action: `${request.method} ${request.routeOptions.url}`,
      purpose: await requirePurpose(tx, request),
      request_id: request.id,
      break_glass_id: tx.principal.breakGlassId ?? null,
      child_ids: ids,
    },
  })
}

/**
 * The ids of children that a part of an answer names, in its fields `childId`, `otherChildId` and `childIds`, at any depth.
 * The `childId` of the placements data standard is a reference and no id: its routes enter the child themselves.
 */
export function childrenNamedIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(childrenNamedIn)
  if (part === null || typeof part !== 'object') return []
  return Object.entries(part).flatMap(([field, value]: [string, unknown]) =>
    /^(childId|otherChildId|childIds)$/.test(field)
      ? [value].flat().filter((name): name is string => id.safeParse(name).success)
      : childrenNamedIn(value),
  )
}

/**
 * Enters that it was shown who lives in homes on a night: in the access logs of the authorities of those children who are
 * not the reader's own.
 */
export async function logCompanyShown(
  tx: Tx,
  request: FastifyRequest,
  homeIds: readonly string[],
  night: string,
): Promise<void> {
  if (homeIds.length === 0) return
  await keepEntry(
    tx,
    request,
    companyEntry(tx, `${request.method} ${request.routeOptions.url}`, homeIds, night),
  )
}

/** The same for an action, which writes: in its own transaction. `action` is its method and route. */
export async function enterCompanyShown(
  tx: Tx,
  action: string,
  homeIds: readonly string[],
  night: string,
): Promise<void> {
  if (homeIds.length > 0) await insertEntry(tx.client, companyEntry(tx, action, homeIds, night))
}

const companyEntry = (
  { principal }: Tx,
  action: string,
  homeIds: readonly string[],
  night: string,
): Entry => ({
  table: 'company_shown',
  row: {
    authority_code: principal.authorityCode,
    action,
    request_id: principal.requestId ?? null,
    home_ids: homeIds,
    night,
  },
})
