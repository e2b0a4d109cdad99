import type { Tx } from '../../platform/db/tenant.ts'

/** An entry of the access log: who was told something of which children. */
export interface AccessEntry {
  id: number
  at: string
  actor: string
  role: string
  action: string
  purpose: string | null
  requestId: string
  breakGlassId: string | null
  childIds: string[]
}

export interface AccessQuestion {
  childId?: string | undefined
  actor?: string | undefined
  /** The first and the last day, by the clock of the United Kingdom. */
  from?: string | undefined
  to?: string | undefined
  beforeId: number | undefined
  limit: number
}

/** The entries of the authority's access log, the latest first. */
export async function accessEntries(tx: Tx, question: AccessQuestion): Promise<AccessEntry[]> {
  const { childId, actor, from, to, beforeId, limit } = question
  const { rows } = await tx.client.query<AccessEntry>(
    `select id::float8 as id, to_json(at) #>> '{}' as at, actor, role, action, purpose, request_id as "requestId",
            break_glass_id as "breakGlassId", child_ids as "childIds"
       from access_log
      where ($1::uuid is null or child_ids @> array[$1]) and ($2::text is null or actor = $2)
        and ($3::date is null or at >= $3::timestamp at time zone 'Europe/London')
        and ($4::date is null or at < ($4::date + 1)::timestamp at time zone 'Europe/London')
        and ($5::bigint is null or id < $5)
      order by id desc limit $6`,
    [childId, actor, from, to, beforeId, limit],
  )
  return rows
}

/** Records what was found of an unusual access. Resolves to false where it was looked into before. */
export async function addReview(
  tx: Tx,
  review: { id: string; rule: string; finding: string; note: string },
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `insert into access_reviews (authority_code, id, rule, finding, note) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [tx.principal.authorityCode, review.id, review.rule, review.finding, review.note],
  )
  return rowCount === 1
}
