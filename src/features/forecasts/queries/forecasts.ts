import type { CivilDate } from '../../../domain/dates.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { JobKind } from '../../../platform/jobs/rows.ts'

export const forecastJobs: JobKind = {
  table: 'forecasts',
  stoppedDetail: 'The service stopped before the forecast was made. Ask for it again.',
  failedDetail: 'Something went wrong on our side. Ask for the forecast again.',
}

export const forecastStatuses = ['queued', 'running', 'done', 'refused', 'failed', 'cancelled'] as const

/** What a forecast is being made of, and how far it is: `done` of `of`. */
export interface ForecastProgress {
  step: 'reading' | 'testing-back' | 'simulating'
  done: number
  of: number
}

export interface ForecastRow {
  id: string
  title: string | null
  status: (typeof forecastStatuses)[number]
  requestedBy: string
  asAt: CivilDate
  asked: unknown
  progress: ForecastProgress | null
  result: unknown
  detail: string | null
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
}

const summary = `id, title, status, requested_by as "requestedBy", as_at as "asAt", progress, detail,
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`

/** Stores a queued forecast. Returns its id. */
export async function addForecast(
  tx: Tx,
  { title, asAt, asked: question }: { title: string | null; asAt: CivilDate; asked: unknown },
): Promise<string> {
  const { authorityCode, subject } = tx.principal
  const { rows } = await tx.client.query<{ id: string }>(
    `insert into forecasts (authority_code, title, requested_by, as_at, asked) values ($1, $2, $3, $4, $5) returning id`,
    [authorityCode, title, subject, asAt, JSON.stringify(question)],
  )
  return rows[0]!.id
}

export async function forecastById(tx: Tx, id: string): Promise<ForecastRow | undefined> {
  const { rows } = await tx.client.query<ForecastRow>(
    `select ${summary}, asked, result from forecasts where id = $1`,
    [id],
  )
  return rows[0]
}

/** At most `limit` forecasts, newest first, that come after `position` (creation time and id) in that order. */
export async function forecastsBefore(
  tx: Tx,
  position: readonly [string, string] | undefined,
  limit: number,
): Promise<ForecastRow[]> {
  const [time, id] = position ?? [null, null]
  const { rows } = await tx.client.query<ForecastRow>(
    `select ${summary} from forecasts
      where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
      order by created_at desc, id desc limit $3`,
    [time, id, limit],
  )
  return rows
}
