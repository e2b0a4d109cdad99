import { sql, type SQL } from 'drizzle-orm'
import type { CivilDate } from '../../../domain/dates.ts'
import { setColumn, setViewName } from '../../../domain/feeds/names.ts'
import type { FeedColumn, FeedType } from '../../../domain/feeds/set.ts'
import { feedSets, type FeedName } from '../../../domain/feeds/sets.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** A row of a feed: values by the names of columns. */
export type FeedRow = Record<string, string | number | boolean | null>

/** The view of a set, for `from`: it gives the rows of the authority that reads. */
export const setView = (set: FeedName): SQL => sql`reporting.${sql.identifier(setViewName(set))}`

const columnsOf = (set: FeedName): Readonly<Record<string, FeedColumn>> => feedSets[set].columns

/** SQL of a value as it is given: a day as text, a number as one. */
export const valueForms: Partial<Record<FeedType, (column: SQL) => SQL>> = {
  date: (column) => sql`${column}::text`,
  instant: (column) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
}

/** Types of the database, for values that are compared with a column. */
export const databaseTypes: Record<FeedType, SQL> = {
  text: sql`text collate "C"`,
  id: sql`uuid`,
  date: sql`date`,
  instant: sql`timestamptz`,
  integer: sql`integer`,
  decimal: sql`float8`,
  boolean: sql`boolean`,
}

const typeOf = (set: FeedName, column: string): FeedType => columnsOf(set)[column]?.type ?? 'text'

/** SQL by which the rows of a set are ordered and compared by a column: text by its characters, whatever the language. */
export const sortable = (set: FeedName, column: string): SQL => {
  const name = sql.identifier(setColumn(column))
  return typeOf(set, column) === 'text' ? sql`${name} collate "C"` : sql`${name}`
}

/** SQL of a value that a column is compared with. */
export const comparable = (set: FeedName, column: string, value: string): SQL =>
  sql`${value}::${databaseTypes[typeOf(set, column)]}`

/** SQL of a select list: columns of a set by their names in feeds, in the form in which they are given. */
export const selectList = (set: FeedName, columns: readonly string[]): SQL =>
  sql.join(
    columns.map((column) => {
      const name = sql`${sql.identifier(setColumn(column))}`
      return sql`${valueForms[typeOf(set, column)]?.(name) ?? name} as ${sql.identifier(column)}`
    }),
    sql`, `,
  )

/** Rows of a set that one statement reads. */
export interface SetPart {
  columns: readonly string[]
  /** The first and the last month whose rows are read; undefined of a set without a period. */
  months: readonly [first: CivilDate, last: CivilDate] | undefined
  /** The key behind which rows are read. */
  after: readonly string[] | undefined
}

/** SQL of the rows of a part of a set in order of its key, with its values in it: COPY takes no parameters. */
export function partSql(set: FeedName, { columns, months, after: position }: SetPart): SQL {
  const { key } = feedSets[set]
  const list = (parts: SQL[]) => sql.join(parts, sql`, `)
  const order = list(key.map((column) => sortable(set, column)))
  const conditions: SQL[] = []
  if (months !== undefined)
    conditions.push(sql`month >= ${months[0]}::date`, sql`month <= ${months[1]}::date`)
  if (position !== undefined) {
    const values = list(key.map((column, index) => comparable(set, column, position[index] ?? '')))
    conditions.push(sql`(${order}) > (${values})`)
  }
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
  return sql`select ${selectList(set, columns)} from ${setView(set)} ${where} order by ${order}`.inlineParams()
}

/** Sets the day up to which the sets go, for the rest of the transaction. */
export async function setToday(tx: Tx, today: CivilDate): Promise<void> {
  await tx.client.query(`select set_config('app.today', $1, true)`, [today])
}

export async function readFeedRows(tx: Tx, statement: SQL): Promise<FeedRow[]> {
  return (await tx.db.execute(statement)).rows as FeedRow[]
}
