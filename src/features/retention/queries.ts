import type { LogRule, RetentionFacts } from '../../domain/retention/rules.ts'
import type { CivilDate } from '../../domain/dates.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** A child's record, with what decides for how long it is kept. */
export interface KeptChild extends RetentionFacts {
  childId: string
  reference: string
  /** The legal hold in force on it, its own or one on every child; null where there is none. */
  legalHoldId: string | null
}

const keptChildren = `
  select c.id as "childId", c.reference, c.date_of_birth as "bornOn",
         exists (select from care_periods k where k.child_id = c.id)
           or exists (select from legal_statuses l where l.child_id = c.id)
           or exists (select from placements p where p.child_id = c.id) as "lookedAfter",
         (select max(k.ended_on) from care_periods k where k.child_id = c.id and k.end_reason = 'E2') as "diedOn",
         (select max(k.ended_on) from care_periods k where k.child_id = c.id and k.end_reason in ('E11', 'E12')) as "adoptedOn",
         (select h.id from legal_holds h
           where h.lifted_at is null and (h.child_id is null or h.child_id = c.id)
           order by h.child_id nulls last, h.created_at limit 1) as "legalHoldId"
    from children c`

/** The authority's children who were born before a day, with those who died in care: all whose record may be past its time. */
export async function childrenBornUntil(tx: Tx, day: CivilDate): Promise<KeptChild[]> {
  const { rows } = await tx.client.query<KeptChild>(
    `${keptChildren}
      where c.merged_into_id is null
        and (c.date_of_birth <= $1
             or exists (select from care_periods k where k.child_id = c.id and k.end_reason = 'E2'))`,
    [day],
  )
  return rows
}

/** One child of the authority; undefined where there is none, or its record was merged into another. */
export async function keptChild(tx: Tx, childId: string): Promise<KeptChild | undefined> {
  const { rows } = await tx.client.query<KeptChild>(
    `${keptChildren} where c.merged_into_id is null and c.id = $1`,
    [childId],
  )
  return rows[0]
}

/** What was erased: how many rows of each table, and the id of the receipt. */
export interface Erased {
  id: string
  tally: Record<string, number>
}

const eraseSql = {
  child: 'select erase_child($1, $2) as erased',
  entries: `select erase_entries($1, $2::timestamp at time zone 'Europe/London') as erased`,
} as const

/** Erases all that is kept of a child by a rule. Refused by the database while a legal hold is in force. */
export const eraseChild = (tx: Tx, childId: string, rule: string): Promise<Erased> =>
  erase(tx, eraseSql.child, [childId, rule])

const tableOfLog = {
  'access-log': { table: 'access_log', time: 'at' },
  'bulk-reads': { table: 'bulk_reads', time: 'started_at' },
} as const satisfies Record<LogRule, { table: string; time: string }>

/** How many entries of a log are from before a day. */
export async function countEntries(tx: Tx, log: LogRule, day: CivilDate): Promise<number> {
  const { table, time } = tableOfLog[log]
  const { rows } = await tx.client.query<{ total: number }>(
    `select count(*)::integer as total from ${table} where ${time} < $1::timestamp at time zone 'Europe/London'`,
    [day],
  )
  return rows[0]?.total ?? 0
}

/** Erases the entries of a log from before a day, but for those of children under a legal hold. */
export const eraseEntries = (tx: Tx, log: LogRule, day: CivilDate): Promise<Erased> =>
  erase(tx, eraseSql.entries, [tableOfLog[log].table, day])

async function erase(tx: Tx, sql: string, values: string[]): Promise<Erased> {
  const { rows } = await tx.client.query<{ erased: Erased }>(sql, values)
  return rows[0]?.erased ?? { id: '', tally: {} }
}

/** What `work` would do: it is done and taken back, so that a dry run tells exactly what comes of it. */
export async function rehearse<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.client.query('savepoint rehearsal')
  const result = await work()
  await tx.client.query('rollback to savepoint rehearsal')
  return result
}

/** A receipt of an erasure. */
export interface Receipt extends Erased {
  rule: string
  erasedBy: string
  erasedAt: string
}

/** The receipts of the authority's erasures, the latest first; after the one that `from` names, where it is given. */
export async function receipts(
  tx: Tx,
  { limit, from }: { limit: number; from: readonly [string, string] | undefined },
): Promise<Receipt[]> {
  const { rows } = await tx.client.query<Receipt>(
    `select id, rule, erased_by as "erasedBy", to_json(erased_at) #>> '{}' as "erasedAt", tally from erasures
      where $2::timestamptz is null or (erased_at, id) < ($2, $3::uuid)
      order by erased_at desc, id desc limit $1`,
    [limit, from?.[0], from?.[1]],
  )
  return rows
}

/** A legal hold. */
export interface LegalHold {
  id: string
  childId: string | null
  reason: string
  placedBy: string
  placedAt: string
  liftedAt: string | null
  liftedBy: string | null
  liftReason: string | null
  version: number
}

const legalHolds = `
  select id, child_id as "childId", reason, placed_by as "placedBy", to_json(created_at) #>> '{}' as "placedAt",
         to_json(lifted_at) #>> '{}' as "liftedAt", lifted_by as "liftedBy", lift_reason as "liftReason", version
    from legal_holds`

/** Legal holds, those that were lifted too, in order of id: of one child, with those on every child, or all. */
export async function listLegalHolds(
  tx: Tx,
  { childId, limit, afterId }: { childId?: string | undefined; limit: number; afterId: string | undefined },
): Promise<LegalHold[]> {
  const { rows } = await tx.client.query<LegalHold>(
    `${legalHolds} where ($1::uuid is null or child_id = $1 or child_id is null) and ($3::uuid is null or id > $3)
      order by id limit $2`,
    [childId, limit, afterId],
  )
  return rows
}

export async function legalHold(tx: Tx, id: string): Promise<LegalHold | undefined> {
  return (await tx.client.query<LegalHold>(`${legalHolds} where id = $1`, [id])).rows[0]
}

/** Places a legal hold on a child, or on every child where `childId` is null. Resolves to its id. */
export async function addLegalHold(tx: Tx, childId: string | null, reason: string): Promise<string> {
  const { rows } = await tx.client.query<{ id: string }>(
    'insert into legal_holds (authority_code, child_id, reason) values ($1, $2, $3) returning id',
    [tx.principal.authorityCode, childId, reason],
  )
  return rows[0]?.id ?? ''
}

/** Lifts a legal hold that is in force. */
export async function markLifted(tx: Tx, id: string, reason: string): Promise<void> {
  await tx.client.query(
    'update legal_holds set lifted_at = now(), lifted_by = $3, lift_reason = $2 where id = $1 and lifted_at is null',
    [id, reason, tx.principal.subject],
  )
}
