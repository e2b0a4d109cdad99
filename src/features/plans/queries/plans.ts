import type { Tx } from '../../../platform/db/tenant.ts'
import type { JobKind } from '../../../platform/jobs/rows.ts'

export const planJobs: JobKind = {
  table: 'plans',
  stoppedDetail: 'The service stopped before the plan was made. Ask for it again.',
  failedDetail: 'Something went wrong on our side. Ask for the plan again.',
}

export const planStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type PlanStatus = (typeof planStatuses)[number]

/** A plan's progress, as reported by the process that makes it. */
export interface PlanProgress {
  step: 'gathering' | 'solving'
  /** 0 for the supply as it is, 1 for the first alternative. */
  alternative: number
  /** The objective being optimised; null while gathering. */
  objective: string | null
  /** (bound − value) ÷ |value| of the best solution so far; null while unknown. */
  gap: number | null
}

export interface PlanRow {
  id: string
  title: string | null
  status: PlanStatus
  requestedBy: string
  asked: unknown
  progress: PlanProgress | null
  result: unknown
  detail: string | null
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
}

const summary = `id, title, status, requested_by as "requestedBy", progress, detail, created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt"`

/** A child of a plan, with the placement request that its need comes from; null for a need in the body. */
export interface PlanChild {
  childId: string
  requestId: string | null
}

/** Stores a queued plan: its question and its children. Returns its id. */
export async function addPlan(
  tx: Tx,
  title: string | null,
  question: unknown,
  children: readonly PlanChild[],
): Promise<string> {
  const { authorityCode, subject } = tx.principal
  const { rows } = await tx.client.query<{ id: string }>(
    `insert into plans (authority_code, title, requested_by, asked) values ($1, $2, $3, $4) returning id`,
    [authorityCode, title, subject, JSON.stringify(question)],
  )
  const id = rows[0]!.id
  await tx.client.query(
    `insert into plan_children (authority_code, plan_id, child_id, request_id)
     select $1, $2, c."childId", c."requestId" from jsonb_to_recordset($3) as c ("childId" uuid, "requestId" uuid)`,
    [authorityCode, id, JSON.stringify(children)],
  )
  return id
}

export async function planById(tx: Tx, id: string): Promise<PlanRow | undefined> {
  const { rows } = await tx.client.query<PlanRow>(
    `select ${summary}, asked, result from plans where id = $1`,
    [id],
  )
  return rows[0]
}

/** The stored inputs of a plan: null until gathered; undefined where there is no such plan. */
export async function inputsOf(tx: Tx, id: string): Promise<{ inputs: unknown } | undefined> {
  return (await tx.client.query<{ inputs: unknown }>('select inputs from plans where id = $1', [id])).rows[0]
}

/** At most `limit` plans, newest first, that come after `position` (creation time and id) in that order. */
export async function plansBefore(
  tx: Tx,
  position: readonly [string, string] | undefined,
  limit: number,
): Promise<PlanRow[]> {
  const [time, id] = position ?? [null, null]
  const { rows } = await tx.client.query<PlanRow>(
    `select ${summary} from plans
      where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
      order by created_at desc, id desc limit $3`,
    [time, id, limit],
  )
  return rows
}

export async function childrenOfPlan(tx: Tx, id: string): Promise<PlanChild[]> {
  const { rows } = await tx.client.query<PlanChild>(
    'select child_id as "childId", request_id as "requestId" from plan_children where plan_id = $1 order by 1',
    [id],
  )
  return rows
}

export async function keepInputs(tx: Tx, id: string, inputs: unknown): Promise<void> {
  await tx.client.query('update plans set inputs = $2 where id = $1', [id, JSON.stringify(inputs)])
}
