import { sql, type SQL } from 'drizzle-orm'
import { providerSectors, shortBreakStatuses } from '../../../../domain/codes.ts'
import type { CivilDate } from '../../../../domain/dates.ts'

/** The kinds of record that a fact can refer to, by the name of their id in answers. */
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
  'noticeId',
] as const
export type RecordKey = (typeof recordKeys)[number]

/** How a set of facts is read from the database. */
export interface Source {
  /**
   * A `from` item called `night` with `authority_code` and the half-open run of nights `[from_on, to_on)` of each fact.
   * A fact of one day (a start, an ending, a search) has a run of one night.
   */
  rows: SQL
  /** SQL over `night` of each fact that dimensions and measures refer to, by the fact's name. */
  columns: Readonly<Record<string, SQL>>
  /** SQL of the ids of the records that a row refers to. They are shown only with the scope `measures:records`. */
  records: Partial<Record<RecordKey, SQL>>
  /** SQL of an array of child ids, where a row is a group of siblings. */
  members?: SQL
  /** Whether each fact depends on the records of its child alone, so that those of a child can be read by themselves. */
  perChild?: boolean
  /** SQL that tells apart rows with the same records and first night, where there can be several. */
  nth?: SQL
}

/** The time for which facts are read. */
export interface FactScope {
  /** A stay whose planned end has passed by this day, and which has not ended, is overdue: its bed is still occupied. */
  today: CivilDate
  /** The first and last day of the question: a source may leave out facts of other days. */
  first: CivilDate
  last: CivilDate
  /** The period that is asked of, of a set of facts that differs from one to the next: SQL over the item `asked`. */
  asked: { first: SQL; last: SQL }
  /** Records as they stood at this instant (ISO 8601); undefined for as they are now. */
  knownAt: string | undefined
  /** The children whose facts are read; undefined for all. Only sets of facts that are each of one child heed it. */
  children?: readonly string[] | undefined
}

/** The tables whose earlier versions are kept, and read. */
const versionedTables = [
  'beds',
  'care_periods',
  'carer_journeys',
  'children',
  'contracts',
  'fees',
  'homes',
  'judgements',
  'notices',
  'placement_requests',
  'placements',
  'populations',
  'providers',
  'separations',
] as const
type VersionedTable = (typeof versionedTables)[number]

/** The view in which the reader sees rows of others too. */
const viewOf: Partial<Record<VersionedTable, string>> = { homes: 'visible_homes' }

/** Whether facts as known at an instant don't change with what is written to a table later. */
export const hasVersions = (table: string): boolean =>
  ['care_facts', 'voids', ...versionedTables].includes(table)

/** A `from` item: the rows of a table as they are now, or as they stood at `knownAt`. */
export const tableAsKnown = (table: VersionedTable, { knownAt }: FactScope): SQL =>
  knownAt === undefined
    ? sql`${sql.identifier(viewOf[table] ?? table)}`
    : sql`(select * from as_known(null::${sql.identifier(viewOf[table] ?? table)}, ${knownAt}))`

/** SQL of a list of codes that the domain declares, for `in`. */
export const codeList = (codes: readonly string[]): SQL => sql.raw(`('${codes.join("', '")}')`)

/** Children looked after only for short breaks are counted nowhere. */
export const shortBreaks = codeList(shortBreakStatuses)

/** SQL of the sector of a provider code, as the dimension has it. */
export const providerSectorOf = (column: SQL): SQL =>
  sql`case ${column} ${sql.raw(
    Object.entries(providerSectors)
      .map(([code, sector]) => `when '${code}' then '${sector}'`)
      .join(' '),
  )} end`

/** SQL of 'yes' or 'no' for a boolean; null where it is null. */
export const yesNo = (column: SQL): SQL => sql`case ${column} when true then 'yes' when false then 'no' end`

/** The end of a run that starts on `day.day`: the home's next such day, or infinity. For queries over `home` and `day`. */
export const untilNext = sql`lead(day.day, 1, 'infinity') over (partition by home.id order by day.day) as to_on`
