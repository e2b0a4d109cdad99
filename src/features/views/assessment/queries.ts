import type { CivilDate } from '../../../domain/dates.ts'
import type { Outturn } from '../../../domain/forecast/cost.ts'
import type { GapMonth } from '../../../domain/forecast/gap.ts'
import type { ForecastSeries } from '../../../domain/forecast/series.ts'
import type { ActionStatus } from '../../../domain/scorecards/action-status.ts'
import type { ActionMeasure } from '../../../engines/scorecards/action-movement.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** What the assessment shows of a forecast. */
export interface AssessedForecast {
  id: string
  title: string | null
  asAt: CivilDate
  children: number
  months: CivilDate[]
  history: { asAt: CivilDate; children: number }[]
  sentences: string[]
  series: ForecastSeries[]
  gap: { placementType: string; area: string | null; values: GapMonth[] }[]
  /** Null in a forecast that was made before costs were. */
  outturns: Outturn[] | null
}

/** The latest forecast of simulated lives from a day or before; undefined where there is none. */
export async function latestForecast(tx: Tx, asAt: CivilDate): Promise<AssessedForecast | undefined> {
  const { rows } = await tx.client.query<AssessedForecast>(
    `select id, title, as_at as "asAt", (result->'children')::integer as children, result->'months' as months,
            result->'history' as history, result->'sentences' as sentences, result->'series' as series,
            result->'gap' as gap, result->'costs'->'outturns' as outturns
       from forecasts
      where status = 'done' and as_at <= $1 and result->>'method' = 'semi-markov-1'
      order by as_at desc, created_at desc
      limit 1`,
    [asAt],
  )
  return rows[0]
}

/** An action of a strategy, with the status that was last declared of it. */
export interface AssessedAction {
  id: string
  ref: string
  strategy: string | null
  priority: string | null
  what: string
  ownerRole: string
  startsOn: CivilDate
  dueOn: CivilDate
  completedOn: CivilDate | null
  measures: ActionMeasure[]
  lastStatus: ActionStatus | null
  words: string | null
}

/** Actions that have begun by a day, with what had been said of each by then. */
export async function actionsBegun(tx: Tx, asAt: CivilDate): Promise<AssessedAction[]> {
  const { rows } = await tx.client.query<AssessedAction>(
    `select a.id, a.ref, a.strategy, a.priority, a.what, a.owner_role as "ownerRole", a.starts_on as "startsOn",
            a.due_on as "dueOn", case when a.completed_on <= $1 then a.completed_on end as "completedOn", a.measures,
            latest.status as "lastStatus", latest.words
       from strategy_actions a
       left join lateral (
         select u.status, u.words from action_updates u
          where u.action_id = a.id and u.as_at <= $1
          order by u.as_at desc, u.created_at desc limit 1
       ) latest on true
      where a.starts_on <= $1
      order by a.strategy, a.ref`,
    [asAt],
  )
  return rows
}
