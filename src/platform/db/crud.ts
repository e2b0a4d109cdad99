import {
  and,
  asc,
  eq,
  gt,
  isNull,
  lte,
  or,
  type InferInsertModel,
  type InferSelectModel,
  type SQL,
} from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { rowAsKnown, rowsAsKnown, versionsOf, type RecordVersion } from './history.ts'
import type { Tx } from './tenant.ts'

/** What every record's table has. */
type RecordTable = PgTable & { id: PgColumn; version: PgColumn; authorityCode: PgColumn }

/** What a change came to: the record as it now is, or why there is none. */
export type Change<Row> = { row: Row } | { refused: 'absent' | 'version-changed' }

/** Which rows a list gives, in order of id. */
export interface Listing {
  /** Columns and what they must equal; undefined asks nothing. */
  filters: Record<string, unknown>
  after: string | undefined
  limit: number
  /** As it was recorded at this instant; as it is recorded now when absent. */
  knownAt?: string | undefined
  /** Only rows in force on this day, for tables that have dates of force. */
  asAt?: string | undefined
}

/** The columns from and until which a row is in force, half-open; an empty end is open. Or what says so of a day. */
export type InForce = { from: string; until?: string } | ((day: string, knownAt: string | undefined) => SQL)

export interface Store<Row, New> {
  /** Whether rows are in force over days, so that a list can be asked as at one. */
  dated: boolean
  list(tx: Tx, listing: Listing): Promise<Row[]>
  get(tx: Tx, id: string, knownAt?: string): Promise<Row | undefined>
  /** Every version of the row, oldest first. */
  versions(tx: Tx, id: string): Promise<RecordVersion[]>
  insert(tx: Tx, values: New): Promise<Row>
  /** Changes the row if it is at `version`; null for any version. */
  update(tx: Tx, id: string, values: Partial<New>, version: number | null): Promise<Change<Row>>
  remove(tx: Tx, id: string, version: number | null): Promise<Change<Row>>
}

/** The everyday queries of a table of records: the same five for each, under row-level security. */
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

  function isInForce(day: string | undefined, knownAt: string | undefined): SQL | undefined {
    if (day === undefined || inForce === undefined) return undefined
    if (typeof inForce === 'function') return inForce(day, knownAt)
    const [from, until] = [columns[inForce.from], columns[inForce.until ?? '']]
    if (from === undefined) return undefined
    return and(lte(from, day), until && or(isNull(until), gt(until, day)))
  }

  async function get(tx: Tx, id: string, knownAt?: string): Promise<Row | undefined> {
    if (knownAt !== undefined) return (await rowAsKnown(tx, table, knownAt, id)) as Row | undefined
    const rows = await tx.db.select().from(source).where(eq(table.id, id))
    return (rows as Row[])[0]
  }

  /** Whose row it was decides why nothing changed: another authority's shared record can be read but not changed. */
  async function outcome(tx: Tx, id: string, changed: unknown[]): Promise<Change<Row>> {
    const [row] = changed as Row[]
    if (row !== undefined) return { row }
    const present = (await get(tx, id)) as { authorityCode: string } | undefined
    return { refused: present?.authorityCode === tx.principal.authorityCode ? 'version-changed' : 'absent' }
  }

  return {
    dated: inForce !== undefined,
    async list(tx, { filters, after, limit, knownAt, asAt }) {
      const conditions = Object.entries(filters).flatMap(([key, value]) => {
        const column = columns[key]
        return column && value !== undefined ? [eq(column, value)] : []
      })
      const where = and(
        ...conditions,
        isInForce(asAt, knownAt),
        after === undefined ? undefined : gt(table.id, after),
      )
      const rows =
        knownAt === undefined
          ? await tx.db.select().from(source).where(where).orderBy(asc(table.id)).limit(limit)
          : await rowsAsKnown(tx, table, knownAt, where, limit)
      return rows as Row[]
    },
    get,
    versions: (tx, id) => versionsOf(tx, table, id),
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
