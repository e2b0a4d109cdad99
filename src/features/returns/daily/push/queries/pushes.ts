import type { Tx } from '../../../../../platform/db/tenant.ts'
import type { JobKind } from '../../../../../platform/jobs/rows.ts'

export const pushJobs: JobKind = {
  table: 'daily_pushes',
  stoppedDetail: 'The service stopped during the push. The next one goes on.',
  failedDetail: 'Something went wrong on our side. The next push goes on.',
}

export const pushStatuses = ['queued', 'running', 'succeeded', 'partly', 'failed'] as const

/** How many children of a push came to what. */
export interface PushTally {
  new: number
  amended: number
  deleted: number
  repeated: number
  accepted: number
  refused: number
  /** Not sent, as a field does not fit. */
  withheld: number
  /** Not taken, or not known to be, when the push stopped: the next sends them. */
  left: number
}

export interface PushRow {
  id: string
  receiverId: string
  status: (typeof pushStatuses)[number]
  requestedBy: string
  tally: PushTally | null
  progress: unknown
  detail: string | null
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
}

const columns = `id, receiver_id as "receiverId", status, requested_by as "requestedBy", tally, progress, detail,
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`

/**
 * Stores a push to a receiver as queued. Returns its id.
 * @throws {DatabaseError} of constraint one_push_at_a_time while another is at work
 */
export async function addPush(tx: Tx, receiverId: string): Promise<string> {
  const { authorityCode, subject } = tx.principal
  const { rows } = await tx.client.query<{ id: string }>(
    'insert into daily_pushes (authority_code, receiver_id, requested_by) values ($1, $2, $3) returning id',
    [authorityCode, receiverId, subject],
  )
  return rows[0]!.id
}

export async function pushById(tx: Tx, id: string): Promise<PushRow | undefined> {
  const { rows } = await tx.client.query<PushRow>(`select ${columns} from daily_pushes where id = $1`, [id])
  return rows[0]
}

/** At most `limit` pushes, newest first, that come after `position` (creation time and id) in that order. */
export async function pushesBefore(
  tx: Tx,
  position: readonly [string, string] | undefined,
  limit: number,
): Promise<PushRow[]> {
  const [time, id] = position ?? [null, null]
  const { rows } = await tx.client.query<PushRow>(
    `select ${columns} from daily_pushes
      where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
      order by created_at desc, id desc limit $3`,
    [time, id, limit],
  )
  return rows
}

/** Whether a push is at work still: not ended by whoever took it for dead. It can't be ended during the transaction. */
export async function isPushAtWork(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `select from daily_pushes where id = $1 and status = 'running' for share`,
    [id],
  )
  return rowCount === 1
}
