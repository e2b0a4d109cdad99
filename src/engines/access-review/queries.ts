import {
  MANY_AT_NIGHT,
  MANY_CHILDREN,
  NIGHT_HOURS,
  OPENED_AT_ONCE,
  type AccessRule,
} from '../../domain/access-review/rules.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** An access that a rule finds unusual, and what became of it. */
export interface UnusualAccess {
  /** The same at every reading. */
  id: string
  rule: AccessRule
  actor: string
  role: string
  /** The first and the last entry, or when glass was broken and until when (ISO 8601). */
  from: string
  to: string
  /** How many different children. */
  children: number
  entries: number
  /** Why glass was broken; null of any other. */
  reason: string | null
  review: { finding: string; note: string; reviewedBy: string; reviewedAt: string } | null
}

const hourOf = (instant: string) => `extract(hour from ${instant} at time zone 'Europe/London')`

/**
 * SQL of the unusual accesses in a range of time: columns `id, rule, actor, role, began, ended, children, entries, reason`.
 * @param from SQL of the first instant
 * @param to SQL of the instant after the last
 */
export const unusualAccessSql = (from: string, to: string): string => `
  with opening as (
    select l.actor, l.role, l.at, l.id, l.child_ids
      from access_log l
     where l.at >= ${from} and l.at < ${to} and cardinality(l.child_ids) <= ${OPENED_AT_ONCE}
       and l.action like 'GET %' and l.actor not like 'key:%' and l.role <> 'another-authority'),
  hourly as (
    select actor, role, at, id, child, date_trunc('hour', at at time zone 'UTC') as hour
      from opening cross join lateral unnest(child_ids) child),
  nightly as (
    select actor, role, at, id, child, date_trunc('day', (at - interval '${NIGHT_HOURS.to} hours') at time zone 'Europe/London') as night
      from opening cross join lateral unnest(child_ids) child
     where role <> 'duty' and (${hourOf('at')} >= ${NIGHT_HOURS.from} or ${hourOf('at')} < ${NIGHT_HOURS.to}))
  select md5(concat_ws(':', 'many-children', actor, hour))::uuid as id, 'many-children' as rule, actor, min(role) as role,
         min(at) as began, max(at) as ended, count(distinct child)::integer as children,
         count(distinct id)::integer as entries, null as reason
    from hourly group by actor, hour having count(distinct child) > ${MANY_CHILDREN}
  union all
  select md5(concat_ws(':', 'at-night', actor, night))::uuid, 'at-night', actor, min(role), min(at), max(at),
         count(distinct child)::integer, count(distinct id)::integer, null
    from nightly group by actor, night having count(distinct child) > ${MANY_AT_NIGHT}
  union all
  select b.id, 'glass-broken', b.subject, b.role, b.created_at, b.expires_at,
         (select count(distinct child)::integer from access_log l, unnest(l.child_ids) child where l.break_glass_id = b.id),
         (select count(*)::integer from access_log l where l.break_glass_id = b.id), b.reason
    from break_glass b
   where b.created_at >= ${from} and b.created_at < ${to}`

/**
 * The unusual accesses in a range of days, the latest first, each with what its review found.
 * @param from the first day (YYYY-MM-DD), by the clock of the United Kingdom
 * @param to the last day
 */
export async function unusualAccesses(
  tx: Tx,
  { from, to, id }: { from: string; to: string; id?: string },
): Promise<UnusualAccess[]> {
  const { rows } = await tx.client.query<UnusualAccess>(
    `select u.id, u.rule, u.actor, u.role, to_json(u.began) #>> '{}' as "from", to_json(u.ended) #>> '{}' as "to",
            u.children, u.entries, u.reason,
            case when r.id is not null then jsonb_build_object('finding', r.finding, 'note', r.note,
              'reviewedBy', r.reviewed_by, 'reviewedAt', to_json(r.reviewed_at) #>> '{}') end as review
       from (${unusualAccessSql(
         "($1::timestamp at time zone 'Europe/London')",
         "(($2::date + 1)::timestamp at time zone 'Europe/London')",
       )}) u
       left join access_reviews r on r.id = u.id
      where $3::uuid is null or u.id = $3
      order by u.began desc, u.id`,
    [from, to, id],
  )
  return rows
}
