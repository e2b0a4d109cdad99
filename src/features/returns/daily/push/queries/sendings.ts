import type { DailyFault } from '../../../../../domain/daily-collection/fields.ts'
import type { PushItem, PushReason } from '../../../../../domain/daily-collection/push.ts'
import type { Tx } from '../../../../../platform/db/tenant.ts'

export const sendingOutcomes = ['sent', 'accepted', 'refused', 'not-taken', 'unanswered'] as const
export type SendingOutcome = (typeof sendingOutcomes)[number]

/** One child in one request. */
export interface SendingRow {
  id: number
  pushId: string
  laChildId: string
  request: number
  reason: PushReason
  record: unknown
  outcome: SendingOutcome
  sentAt: string
  answeredAt: string | null
  attempts: number
  httpStatus: number | null
  receipt: string | null
  faults: DailyFault[] | null
  answer: string | null
}

const columns = `id, push_id as "pushId", la_child_id as "laChildId", request, reason, record, outcome,
  sent_at as "sentAt", answered_at as "answeredAt", attempts, http_status as "httpStatus", receipt, faults, answer`

/** Stores what is about to be sent. */
export async function addSendings(
  tx: Tx,
  pushId: string,
  { items, request, now }: { items: readonly PushItem[]; request: number; now: Date },
): Promise<void> {
  await tx.client.query(
    `insert into daily_sendings (authority_code, push_id, la_child_id, request, reason, record, sent_at)
     select $1, $2, x."laChildId", $3, x.reason, x.record, $4
       from jsonb_to_recordset($5) as x ("laChildId" text, reason text, record jsonb)`,
    [tx.principal.authorityCode, pushId, request, now, JSON.stringify(items)],
  )
}

export interface SendingEnd {
  laChildId: string
  outcome: SendingOutcome
  receipt?: string | undefined
  faults?: readonly DailyFault[] | undefined
}

/** Stores what was answered to a request, child by child. */
export async function endSendings(
  tx: Tx,
  { pushId, request }: { pushId: string; request: number },
  {
    ends,
    now,
    attempts,
    httpStatus,
    answer,
  }: {
    ends: readonly SendingEnd[]
    now: Date
    attempts: number
    httpStatus: number | null
    answer: string | null
  },
): Promise<void> {
  await tx.client.query(
    `update daily_sendings s
        set outcome = x.outcome, receipt = x.receipt, faults = x.faults, answered_at = $3, attempts = $4,
            http_status = $5, answer = $6
       from jsonb_to_recordset($7) as x ("laChildId" text, outcome text, receipt text, faults jsonb)
      where s.push_id = $1 and s.request = $2 and s.la_child_id = x."laChildId"`,
    [pushId, request, now, attempts, httpStatus, answer, JSON.stringify(ends)],
  )
}

/** Settles sendings of a receiver's pushes that ended before an answer was stored: whether they were taken is not known. */
export async function settleSendings(tx: Tx, receiverId: string): Promise<void> {
  await tx.client.query(
    `update daily_sendings s set outcome = 'unanswered'
       from daily_pushes p
      where p.id = s.push_id and p.receiver_id = $1 and p.finished_at is not null and s.outcome = 'sent'`,
    [receiverId],
  )
}

/** At most `limit` sendings of a push, in order, after the one with this id. */
export async function sendingsOfPush(
  tx: Tx,
  pushId: string,
  { lastId, limit }: { lastId: number; limit: number },
): Promise<(SendingRow & { childId: string | null })[]> {
  const { rows } = await tx.client.query<SendingRow & { childId: string | null }>(
    `select ${columns},
            (select c.id from children c where c.reference = la_child_id and c.merged_into_id is null) as "childId"
       from daily_sendings where push_id = $1 and id > $2 order by id limit $3`,
    [pushId, lastId, limit],
  )
  return rows
}

/** The latest sendings of a child to a receiver, the latest first. */
export async function sendingsOfChild(
  tx: Tx,
  { receiverId, laChildId }: { receiverId: string; laChildId: string },
  limit: number,
): Promise<SendingRow[]> {
  const { rows } = await tx.client.query<SendingRow>(
    `select ${columns} from daily_sendings
      where la_child_id = $2 and push_id in (select id from daily_pushes where receiver_id = $1)
      order by id desc limit $3`,
    [receiverId, laChildId, limit],
  )
  return rows
}
