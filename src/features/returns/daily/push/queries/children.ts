import type { DailyFault } from '../../../../../domain/daily-collection/fields.ts'
import {
  episodesOnTheWay,
  removalHash,
  type KnownChild,
  type PushItem,
} from '../../../../../domain/daily-collection/push.ts'
import type { Tx } from '../../../../../platform/db/tenant.ts'

/** What is known of the children at a receiver. */
export async function knownChildren(tx: Tx, receiverId: string): Promise<KnownChild[]> {
  const { rows } = await tx.client.query<KnownChild>(
    `select la_child_id as "laChildId", hash, episodes, unanswered_at as "unansweredAt",
            unanswered_hash as "unansweredHash", refused_hash as "refusedHash"
       from daily_children where receiver_id = $1 order by la_child_id`,
    [receiverId],
  )
  return rows
}

/** Notes that children are being sent: from now on the receiver may have what is in them. */
export async function noteSending(
  tx: Tx,
  receiverId: string,
  { items, now }: { items: readonly PushItem[]; now: Date },
): Promise<void> {
  await tx.client.query(
    `insert into daily_children (authority_code, receiver_id, la_child_id, episodes, unanswered_at, unanswered_hash)
     select $1, $2, x."laChildId", x.episodes, $3, x.hash
       from jsonb_to_recordset($4) as x ("laChildId" text, episodes jsonb, hash text)
     on conflict (authority_code, receiver_id, la_child_id) do update
       set episodes = excluded.episodes, unanswered_at = excluded.unanswered_at,
           unanswered_hash = excluded.unanswered_hash`,
    [
      tx.principal.authorityCode,
      receiverId,
      now,
      JSON.stringify(
        items.map((item) => ({
          laChildId: item.laChildId,
          hash: item.hash,
          episodes: episodesOnTheWay(item),
        })),
      ),
    ],
  )
}

/** Notes that the receiver has children as they were sent; those that were removed it has no more. */
export async function noteAccepted(
  tx: Tx,
  receiverId: string,
  { items, now }: { items: readonly PushItem[]; now: Date },
): Promise<void> {
  await tx.client.query(
    `update daily_children c
        set hash = x.hash, episodes = x.episodes, accepted_at = $2, unanswered_at = null, unanswered_hash = null,
            refused_hash = null, refused_at = null, faults = null
       from jsonb_to_recordset($3) as x ("laChildId" text, episodes jsonb, hash text)
      where c.receiver_id = $1 and c.la_child_id = x."laChildId" and x.hash is not null`,
    [receiverId, now, JSON.stringify(items)],
  )
  await tx.client.query('delete from daily_children where receiver_id = $1 and la_child_id = any($2)', [
    receiverId,
    items.filter(({ hash }) => hash === null).map(({ laChildId }) => laChildId),
  ])
}

/** Notes that the receiver did not take children: what it has, or may have, is what it was before they were sent. */
export async function noteNotTaken(tx: Tx, receiverId: string, items: readonly PushItem[]): Promise<void> {
  await tx.client.query(
    `update daily_children c
        set episodes = x.episodes, unanswered_at = x."unansweredAt", unanswered_hash = x."unansweredHash"
       from jsonb_to_recordset($2)
            as x ("laChildId" text, episodes jsonb, "unansweredAt" timestamptz, "unansweredHash" text)
      where c.receiver_id = $1 and c.la_child_id = x."laChildId"`,
    [
      receiverId,
      JSON.stringify(items.map(({ laChildId, knownChild }) => ({ episodes: {}, ...knownChild, laChildId }))),
    ],
  )
  await tx.client.query(
    `delete from daily_children
      where receiver_id = $1 and la_child_id = any($2)
        and hash is null and unanswered_at is null and refused_hash is null`,
    [receiverId, items.map(({ laChildId }) => laChildId)],
  )
}

/** A record that a receiver refused, or that was not sent as a field of it does not fit. */
export interface RefusedRecord {
  laChildId: string
  /** Null of a removal. */
  hash: string | null
  faults: readonly DailyFault[]
}

/** Notes refusals: these records are not sent again as they are, unless somebody asks for it. */
export async function noteRefusals(
  tx: Tx,
  receiverId: string,
  { records, now }: { records: readonly RefusedRecord[]; now: Date },
): Promise<void> {
  await tx.client.query(
    `insert into daily_children (authority_code, receiver_id, la_child_id, refused_hash, refused_at, faults)
     select $1, $2, x."laChildId", coalesce(x.hash, $5), $3, x.faults
       from jsonb_to_recordset($4) as x ("laChildId" text, hash text, faults jsonb)
     on conflict (authority_code, receiver_id, la_child_id) do update
       set refused_hash = excluded.refused_hash, faults = excluded.faults,
           refused_at = case when daily_children.refused_hash = excluded.refused_hash
                             then daily_children.refused_at else excluded.refused_at end`,
    [tx.principal.authorityCode, receiverId, now, JSON.stringify(records), removalHash],
  )
}

/** Lets the next push send a record that was refused. */
export async function liftRefusal(tx: Tx, id: string): Promise<void> {
  await tx.client.query(
    'update daily_children set refused_hash = null, refused_at = null, faults = null where id = $1',
    [id],
  )
}

/** Forgets the refusal of records that are as the receiver has them again, and of children it never had and who are gone. */
export async function forgetRefusals(
  tx: Tx,
  receiverId: string,
  laChildIds: readonly string[],
): Promise<void> {
  if (laChildIds.length === 0) return
  await tx.client.query(
    `update daily_children set refused_hash = null, refused_at = null, faults = null
      where receiver_id = $1 and la_child_id = any($2)`,
    [receiverId, laChildIds],
  )
  await tx.client.query(
    `delete from daily_children
      where receiver_id = $1 and la_child_id = any($2) and hash is null and unanswered_at is null`,
    [receiverId, laChildIds],
  )
}

export const pushedStates = ['accepted', 'refused', 'unanswered'] as const
export type PushedState = (typeof pushedStates)[number]

export interface PushedChildRow {
  id: string
  receiverId: string
  laChildId: string
  childId: string | null
  acceptedAt: string | null
  unansweredAt: string | null
  refusedAt: string | null
  faults: DailyFault[] | null
}

const columns = `d.id, d.receiver_id as "receiverId", d.la_child_id as "laChildId",
  (select c.id from children c where c.reference = d.la_child_id and c.merged_into_id is null) as "childId",
  d.accepted_at as "acceptedAt", d.unanswered_at as "unansweredAt", d.refused_at as "refusedAt", d.faults`

const inState: Record<PushedState, string> = {
  accepted: 'd.hash is not null and d.unanswered_at is null and d.refused_hash is null',
  refused: 'd.refused_hash is not null',
  unanswered: 'd.unanswered_at is not null',
}

/** At most `limit` children that were sent or refused, by reference, after `position` (reference and id). */
export async function pushedChildrenAfter(
  tx: Tx,
  { state, position }: { state: PushedState | undefined; position: readonly [string, string] | undefined },
  limit: number,
): Promise<PushedChildRow[]> {
  const [laChildId, id] = position ?? [null, null]
  const { rows } = await tx.client.query<PushedChildRow>(
    `select ${columns} from daily_children d
      where ${state ? inState[state] : 'true'} and ($1::text is null or (d.la_child_id, d.id) > ($1, $2::uuid))
      order by d.la_child_id, d.id limit $3`,
    [laChildId, id, limit],
  )
  return rows
}

export async function pushedChildById(tx: Tx, id: string): Promise<PushedChildRow | undefined> {
  const { rows } = await tx.client.query<PushedChildRow>(
    `select ${columns} from daily_children d where d.id = $1`,
    [id],
  )
  return rows[0]
}
