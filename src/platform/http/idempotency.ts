import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { locks } from '../db/locks.ts'
import { KEY_HOURS } from '../db/retention.ts'
import { writeAs, type Moment, type Tx } from '../db/tenant.ts'
import { childrenNamedIn, logChildAccess } from './access-log.ts'
import { Problem } from './problem.ts'

/** The header `Idempotency-Key`, which makes a create safe to send again. */
export const idempotencyKey = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe(
      `A key of your own for this request. Sent again with the same body within ${KEY_HOURS} hours, it gives the first answer again.`,
    ),
})

/** An answer that is sent only after its transaction has committed. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** SHA-256 of a request, hexadecimal: role, method, route, path parameters and content, whatever the order of fields. */
function hashOf(request: FastifyRequest, content: unknown): string {
  const withSortedKeys = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(withSortedKeys)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, v]) => [k, withSortedKeys(v)]),
          )
        : value
  const { role } = request.principal
  const parts = [role, request.method, request.routeOptions.url, request.params, withSortedKeys(content)]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/**
 * Runs `work` in one transaction and, after the commit, sends its answer, with an entry in the access log for the children
 * that it names, the first time or again. A request with an `Idempotency-Key` that was
 * used before gets the first answer again, and `work` does not run. The key and the answer are written in the
 * transaction of the work, so that neither exists without the other.
 * @param sending `content` is what was sent, where it is no body: of files their digests
 * @throws {Problem} request-in-flight while another request with the key runs, idempotency-key-reused when it was used
 * for a different request
 */
export async function once(
  {
    pool,
    request,
    reply,
    content = request.body,
  }: { pool: Pool; request: FastifyRequest; reply: FastifyReply; content?: unknown },
  work: (tx: Tx) => Promise<Answer>,
  moment: Moment = {},
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key']?.toString()
  const answer = await writeAs(
    pool,
    request.principal,
    async (tx) => {
      const answer =
        key === undefined
          ? await work(tx)
          : await answerOnce(tx, key, hashOf(request, content), () => work(tx))
      await logChildAccess(tx, request, childrenNamedIn(answer.body))
      return answer
    },
    moment,
  )
  return reply.code(answer.status).headers(answer.headers).send(answer.body)
}

async function answerOnce(tx: Tx, key: string, hash: string, work: () => Promise<Answer>): Promise<Answer> {
  const { authorityCode, subject } = tx.principal
  const lock = await tx.client.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, $2)) as free',
    [JSON.stringify([authorityCode, subject, key]), locks.idempotencyKey],
  )
  if (!lock.rows[0]?.free)
    throw new Problem('request-in-flight', 'A request with this idempotency key is still being carried out.')
  const earlier = await tx.client.query<Answer & { request_hash: string }>(
    `select request_hash, status, headers, body from idempotency_keys
      where actor = $1 and key = $2 and created_at > now() - make_interval(hours => $3)`,
    [subject, key, KEY_HOURS],
  )
  const first = earlier.rows[0]
  if (first) {
    if (first.request_hash !== hash)
      throw new Problem('idempotency-key-reused', 'The idempotency key was used for a different request.')
    const { status, headers, body } = first
    return { status, headers: { ...headers, 'idempotency-replayed': 'true' }, body }
  }
  const answer = await work()
  await tx.client.query(
    `insert into idempotency_keys (authority_code, actor, key, request_hash, status, headers, body)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (authority_code, actor, key) do update set request_hash = excluded.request_hash,
       status = excluded.status, headers = excluded.headers, body = excluded.body, created_at = now()`,
    [authorityCode, subject, key, hash, answer.status, answer.headers, JSON.stringify(answer.body)],
  )
  return answer
}
