import type { DailyReceiverKind } from '../../../../../domain/daily-collection/receivers.ts'
import type { Tx } from '../../../../../platform/db/tenant.ts'

export interface DailyReceiverRow {
  id: string
  kind: DailyReceiverKind
  paused: boolean
  switchedBy: string | null
  switchedAt: string | null
  failures: number
  nextAt: string | null
  succeededAt: string | null
  acceptedChildren: number
  refusedChildren: number
  uncertainChildren: number
}

const columns = `r.id, r.kind, r.paused, r.switched_by as "switchedBy", r.switched_at as "switchedAt", r.failures,
  r.next_at as "nextAt", r.succeeded_at as "succeededAt",
  (select count(*)::int from daily_children c where c.receiver_id = r.id and c.hash is not null) as "acceptedChildren",
  (select count(*)::int from daily_children c where c.receiver_id = r.id and c.refused_hash is not null) as "refusedChildren",
  (select count(*)::int from daily_children c where c.receiver_id = r.id and c.unanswered_at is not null) as "uncertainChildren"`

/** Gives the authority a receiver of the kind, paused, where it has none. */
export async function addDailyReceiver(tx: Tx, kind: DailyReceiverKind): Promise<void> {
  await tx.client.query(
    `insert into daily_receivers (authority_code, kind)
     select code, $2 from authorities where code = $1 on conflict (authority_code, kind) do nothing`,
    [tx.principal.authorityCode, kind],
  )
}

export async function dailyReceiverRows(tx: Tx): Promise<DailyReceiverRow[]> {
  const { rows } = await tx.client.query<DailyReceiverRow>(
    `select ${columns} from daily_receivers r order by r.kind`,
  )
  return rows
}

export async function dailyReceiverById(tx: Tx, id: string): Promise<DailyReceiverRow | undefined> {
  const { rows } = await tx.client.query<DailyReceiverRow>(
    `select ${columns} from daily_receivers r where r.id = $1`,
    [id],
  )
  return rows[0]
}

/** Pauses a receiver, or resumes it: it is then due at once. */
export async function switchDailyReceiver(
  tx: Tx,
  id: string,
  { paused: isPaused, now }: { paused: boolean; now: Date },
): Promise<void> {
  await tx.client.query(
    `update daily_receivers set paused = $2, switched_by = $3, switched_at = $4, failures = 0, next_at = null
      where id = $1 and paused <> $2`,
    [id, isPaused, tx.principal.subject, now],
  )
}

/** The receiver of a kind to which a push is due; undefined where none is. */
export async function receiverDue(tx: Tx, kind: DailyReceiverKind, now: Date): Promise<string | undefined> {
  const { rows } = await tx.client.query<{ id: string }>(
    `select id from daily_receivers r
      where kind = $1 and not paused and coalesce(next_at, '-infinity') <= $2
        and not exists (select from daily_pushes p where p.receiver_id = r.id and p.status in ('queued', 'running'))`,
    [kind, now],
  )
  return rows[0]?.id
}

/** Sets when the next push is due, at the earliest. */
export async function postponePushes(tx: Tx, id: string, nextAt: Date): Promise<void> {
  await tx.client.query('update daily_receivers set next_at = $2 where id = $1', [id, nextAt])
}

/** Settles how a push went: when it came through, or how many in a row have failed. */
export async function settleReceiver(
  tx: Tx,
  id: string,
  { succeededAt, failures, nextAt }: { succeededAt: Date | null; failures: number; nextAt: Date },
): Promise<void> {
  await tx.client.query(
    `update daily_receivers set succeeded_at = coalesce($2, succeeded_at), failures = $3, next_at = $4 where id = $1`,
    [id, succeededAt, failures, nextAt],
  )
}
