import {
  and,
  arrayContains,
  asc,
  eq,
  getTableName,
  gt,
  gte,
  isNull,
  lte,
  or,
  type InferInsertModel,
  type InferSelectModel,
  type SQL,
} from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { rowAsKnown, rowsAsKnown, readVersions, type RecordVersion } from './history.ts'
import type { Tx } from './tenant.ts'

/** A table of records: every one has these columns. */
type RecordTable = PgTable & { id: PgColumn; version: PgColumn; authorityCode: PgColumn }

/** The result of a change: the row as it now is, or why nothing was changed. */
export type ChangeResult<Row> = { row: Row } | { refused: 'absent' | 'version-changed' }

/** Which rows a list gives. They come in order of id. */
export interface Listing {
  /**
   * What a row must be, by the names of columns: `childId` equals, or is among `childIds`; `startedOnSince` and
   * `startedOnUntil` are the first and the last day of `startedOn`. Undefined means no condition.
   */
  filters: Record<string, unknown>
  /** A condition that no filter can express, such as one on a derived status. */
  condition?: SQL | undefined
  /** Only rows with a greater id: where the previous page ended. */
  afterId: string | undefined
  limit: number
  /** ISO 8601 instant: rows as they were recorded then. Absent: as they are recorded now. */
  knownAt?: string | undefined
  /** Only rows in force on this day (YYYY-MM-DD), for tables whose rows are in force over days. */
  asAt?: string | undefined
}

/**
 * How to tell whether a row is in force on a day: by two date columns, half-open `[from, until)` with an empty `until`
 * for no end yet, or by an SQL condition.
 */
export type InForce = { from: string; until?: string } | ((day: string, knownAt: string | undefined) => SQL)

export interface Store<Row, New> {
  /** The name of the table in which the records are. */
  table: string
  /** Whether rows are in force over days, so that lists accept `asAt`. */
  dated: boolean
  list(tx: Tx, listing: Listing): Promise<Row[]>
  get(tx: Tx, id: string, knownAt?: string): Promise<Row | undefined>
  /** All versions of the row, oldest first. */
  versions(tx: Tx, id: string): Promise<RecordVersion[]>
  insert(tx: Tx, values: New): Promise<Row>
  /** Changes the row if it is at `version`; null for any version. */
  update(tx: Tx, id: string, values: Partial<New>, version: number | null): Promise<ChangeResult<Row>>
  remove(tx: Tx, id: string, version: number | null): Promise<ChangeResult<Row>>
}

/**
 * The store of a table of records: list, read, history, insert, update and delete, under row-level security.
 * @param inForce when given, lists accept `asAt`
 */
export function crud<T extends RecordTable>(
  table: T,
  inForce?: InForce,
): Store<InferSelectModel<T>, Omit<InferInsertModel<T>, 'authorityCode'>> {
  type Row = InferSelectModel<T>
  const columns = table as unknown as Record<string, PgColumn>
  const source: PgTable = table
  const ownRow = (tx: Tx, id: string, version: number | null): SQL | undefined =>
    and(
      eq(table.id, id),
      eq(table.authorityCode, tx.principal.authorityCode),
      version === null ? undefined : eq(table.version, version),
    )

  function satisfies([filter, value]: [string, unknown]): SQL | undefined {
    if (value === undefined) return undefined
    const [column, list] = [columns[filter], columns[`${filter}s`]]
    if (column) return eq(column, value)
    if (list) return arrayContains(list, [value])
    const [, date = '', bound] = /^(.*)(Since|Until)$/.exec(filter) ?? []
    const day = columns[date]
    if (!day) throw new TypeError(`no column has what ${filter} filters by`)
    return bound === 'Since' ? gte(day, value) : lte(day, value)
  }

  function isInForce(day: string | undefined, knownAt: string | undefined): SQL | undefined {
    if (day === undefined || inForce === undefined) return undefined
    if (typeof inForce === 'function') return inForce(day, knownAt)
    const [from, end] = [columns[inForce.from], columns[inForce.until ?? '']]
    if (from === undefined) return undefined
    return and(lte(from, day), end && or(isNull(end), gt(end, day)))
  }

  async function get(tx: Tx, id: string, knownAt?: string): Promise<Row | undefined> {
    if (knownAt !== undefined) return (await rowAsKnown(tx, table, knownAt, id)) as Row | undefined
    const rows = await tx.db.select().from(source).where(eq(table.id, id))
    return (rows as Row[])[0]
  }

  /**
   * The result of a change that wrote `rows`. When it wrote none: version-changed if the row is the authority's own, else
   * absent. Another authority's shared record can be read but not changed.
   */
  async function outcome(tx: Tx, id: string, rows: unknown[]): Promise<ChangeResult<Row>> {
    const [row] = rows as Row[]
    if (row !== undefined) return { row }
    const present = (await get(tx, id)) as { authorityCode: string } | undefined
    return { refused: present?.authorityCode === tx.principal.authorityCode ? 'version-changed' : 'absent' }
  }

  return {
    table: getTableName(table),
    dated: inForce !== undefined,
    async list(tx, { filters, condition, afterId, limit, knownAt, asAt }) {
      const where = and(
        ...Object.entries(filters).map(satisfies),
        condition,
        isInForce(asAt, knownAt),
        afterId === undefined ? undefined : gt(table.id, afterId),
      )
      const rows =
        knownAt === undefined
          ? await tx.db.select().from(source).where(where).orderBy(asc(table.id)).limit(limit)
          : await rowsAsKnown(tx, table, { instant: knownAt, where, limit })
      return rows as Row[]
    },
    get,
    versions: (tx, id) => readVersions(tx, table, id),
    async insert(tx, values) {
      const rows = await tx.db
        .insert(table)
        .values({ ...values, authorityCode: tx.principal.authorityCode } as InferInsertModel<T>)
        .returning()
      return (rows as Row[])[0] as Row
    },
    async update(tx, id, values, version) {
      if (Object.keys(values).length === 0) {
        return outcome(
          tx,
          id,
          await tx.db
            .select()
            .from(source)
            .where(ownRow(tx, id, version)),
        )
      }
      const rows = await tx.db
        .update(table)
        .set(values as never)
        .where(ownRow(tx, id, version))
        .returning()
      return outcome(tx, id, rows as unknown[])
    },
    async remove(tx, id, version) {
      const rows = await tx.db
        .delete(table)
        .where(ownRow(tx, id, version))
        .returning()
      return outcome(tx, id, rows)
    },
  }
}
