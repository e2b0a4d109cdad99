import { sql, type SQL } from 'drizzle-orm'
import { feedSets, type FeedName } from '../../../domain/feeds/sets.ts'
import type { FeedType } from '../../../domain/feeds/set.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** A row of a feed: values by the names of columns. */
export type FeedRow = Record<string, string | number | boolean | null>

/** SQL of every column of a set: a column that is declared and has none, or the other way round, does not compile. */
export type ColumnSql<Name extends FeedName> = Record<keyof (typeof feedSets)[Name]['columns'], SQL>

/** So that a number arrives as one, and a day as text. */
const casts: Record<FeedType, SQL> = {
  text: sql`::text`,
  id: sql`::uuid`,
  date: sql`::date::text`,
  integer: sql`::integer`,
  decimal: sql`::float8`,
  boolean: sql`::boolean`,
}

/** SQL of a select list: the named columns of a set, each as it is declared. */
export function selectList<Name extends FeedName>(
  name: Name,
  columns: ColumnSql<Name>,
  visible: readonly string[],
): SQL {
  const types = feedSets[name].columns as Readonly<Record<string, { type: FeedType }>>
  const parts = Object.entries<SQL>(columns).flatMap(([column, value]) => {
    const type = types[column]?.type
    if (type === undefined || !visible.includes(column)) return []
    return [sql`(${value})${casts[type]} as ${sql.identifier(column)}`]
  })
  return sql.join(parts, sql`, `)
}

export async function readFeedRows(tx: Tx, statement: SQL): Promise<FeedRow[]> {
  return (await tx.db.execute(statement)).rows as FeedRow[]
}
