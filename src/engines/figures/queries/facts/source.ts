import { sql, type SQL } from 'drizzle-orm'
import type { CivilDate } from '../../../../domain/dates.ts'

/** The records that facts are of, by what they are called where they are shown. */
export const recordKeys = [
  'childId',
  'placementId',
  'homeId',
  'bedId',
  'contractId',
  'siblingGroupId',
  'requestId',
  'searchId',
  'journeyId',
] as const
export type RecordKey = (typeof recordKeys)[number]

/** Where a set of facts is in the database: rows with `from_on` and `to_on`, and each fact's SQL. */
export interface Source {
  rows: SQL
  columns: Readonly<Record<string, SQL>>
  /** The records that a row is of, for whoever may see them. */
  records: Partial<Record<RecordKey, SQL>>
  /** The children of a group, where a row is of one. */
  members?: SQL
  /** What tells rows of the same records and first night apart, where there are such. */
  nth?: SQL
}

/** When facts are asked of: whether a stay past its planned end is overdue depends on today. */
export interface Asked {
  today: CivilDate
  /** The first and the last day that is asked of: facts of other days are not looked at. */
  first: CivilDate
  last: CivilDate
  /** As recorded at this instant; as recorded now where there is none. */
  knownAt: string | undefined
}

type Kept =
  | 'beds'
  | 'care_periods'
  | 'carer_journeys'
  | 'children'
  | 'contracts'
  | 'fees'
  | 'homes'
  | 'judgements'
  | 'placement_requests'
  | 'placements'
  | 'populations'
  | 'providers'

/** The rows of a table as they are recorded, now or at the instant asked of. */
export const recorded = (table: Kept, { knownAt }: Asked): SQL =>
  knownAt === undefined
    ? sql`${sql.identifier(table)}`
    : sql`(select * from as_known(null::${sql.identifier(table)}, ${knownAt}))`

export const yesNo = (column: SQL): SQL => sql`case ${column} when true then 'yes' when false then 'no' end`

/** Days on which what `home_id` has from some day may change: what held then, until the next such day. */
export const untilNext = sql`lead(day.day, 1, 'infinity') over (partition by home.id order by day.day) as to_on`
