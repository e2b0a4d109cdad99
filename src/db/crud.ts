import { and, asc, eq, gt, type InferInsertModel, type InferSelectModel, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './tenant.ts'

/** What every record's table has. */
type RecordTable = PgTable & { id: PgColumn; version: PgColumn; authorityCode: PgColumn }

/** What a change came to: the record as it now is, or why there is none. */
export type Change<Row> = { row: Row } | { refused: 'absent' | 'version-changed' }

export interface Store<Row, New> {
  /** Rows whose columns equal `filters`, in order of id, after the id `after`. */
  list(tx: Tx, filters: Record<string, unknown>, after: string | undefined, limit: number): Promise<Row[]>
  get(tx: Tx, id: string): Promise<Row | undefined>
  insert(tx: Tx, values: New): Promise<Row>
  /** Changes the row if it is at `version`; null for any version. */
  update(tx: Tx, id: string, values: Partial<New>, version: number | null): Promise<Change<Row>>
  remove(tx: Tx, id: string, version: number | null): Promise<Change<Row>>
}

/** The everyday queries of a table of records: the same five for each, under row-level security. */
export function crud<T extends RecordTable>(
  table: T,
): Store<InferSelectModel<T>, Omit<InferInsertModel<T>, 'authorityCode'>> {
  type Row = InferSelectModel<T>
  const columns = table as unknown as Record<string, PgColumn>
  const source: PgTable = table
  const atVersion = (id: string, version: number | null): SQL | undefined =>
    and(eq(table.id, id), version === null ? undefined : eq(table.version, version))

  async function get(tx: Tx, id: string): Promise<Row | undefined> {
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
    async list(tx, filters, after, limit) {
      const conditions = Object.entries(filters).flatMap(([key, value]) => {
        const column = columns[key]
        return column && value !== undefined ? [eq(column, value)] : []
      })
      const rows = await tx.db
        .select()
        .from(source)
        .where(and(...conditions, after === undefined ? undefined : gt(table.id, after)))
        .orderBy(asc(table.id))
        .limit(limit)
      return rows as Row[]
    },
    get,
    async insert(tx, values) {
      const rows = await tx.db
        .insert(table)
        .values({ ...values, authorityCode: tx.principal.authorityCode } as InferInsertModel<T>)
        .returning()
      return (rows as Row[])[0] as Row
    },
    async update(tx, id, values, version) {
      if (Object.keys(values).length === 0) {
        const row = await get(tx, id)
        const stale = version !== null && (row as { version: number } | undefined)?.version !== version
        return row === undefined || stale ? outcome(tx, id, []) : { row }
      }
      const rows = await tx.db
        .update(table)
        .set(values as never)
        .where(and(atVersion(id, version), eq(table.authorityCode, tx.principal.authorityCode)))
        .returning()
      return outcome(tx, id, rows as unknown[])
    },
    async remove(tx, id, version) {
      const rows = await tx.db
        .delete(table)
        .where(and(atVersion(id, version), eq(table.authorityCode, tx.principal.authorityCode)))
        .returning()
      return outcome(tx, id, rows)
    },
  }
}
