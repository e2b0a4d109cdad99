import type { Pool, PoolClient } from 'pg'
import { groupBy } from '../../domain/group.ts'
import { conflictOf } from './conflicts.ts'
import { repeatLostRaces, transaction } from './transaction.ts'

/** A row of a table that rows are only ever added to. */
export interface Entry {
  table: string
  row: { authority_code: string; [column: string]: unknown }
}

interface Waiting {
  entry: Entry
  resolve: () => void
  reject: (error: unknown) => void
}

/** Entries written in one transaction, at most. */
const BATCH = 500

/**
 * Keeps what reads leave behind: who read what, and what searches came to. Entries are written in the order in which
 * they were appended, one transaction at a time; those that come while it commits wait, and are written together in the
 * next, so that many reads pay for one commit (a group commit).
 */
export class Journal {
  readonly #pool: Pool
  #waiting: Waiting[] = []
  #writing = false

  /** `pool` acts as the application's role, on the primary. */
  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Resolves when the entry is durable; rejects when it may not be. */
  append(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject })
      if (!this.#writing) void this.#writeAll()
    })
  }

  async #writeAll(): Promise<void> {
    this.#writing = true
    // What one read leaves behind is appended in one go, and written in one go.
    await Promise.resolve()
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, BATCH))
    this.#writing = false
  }

  /** Writes a batch; halved when PostgreSQL refuses an entry of it, so that only whoever appended that one hears of it. */
  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      await repeatLostRaces(() => transaction(this.#pool, 'begin', (client) => insertAll(client, batch)))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      const conflict = conflictOf(error)
      if (batch.length === 1 || conflict === null || conflict.type === 'unavailable') {
        for (const { reject } of batch) reject(error)
        return
      }
      const half = Math.ceil(batch.length / 2)
      await this.#write(batch.slice(0, half))
      await this.#write(batch.slice(half))
    }
  }
}

/** As each authority in turn, since row-level security lets a transaction write only the rows of one. */
async function insertAll(client: PoolClient, batch: readonly Waiting[]): Promise<void> {
  const entries = batch.map(({ entry }) => entry)
  for (const [authority, own] of groupBy(entries, ({ row }) => row.authority_code)) {
    await client.query(`select set_config('app.authority', $1, true)`, [authority])
    for (const [table, alike] of groupBy(own, (entry) => entry.table)) {
      await insertRows(
        client,
        table,
        alike.map(({ row }) => row),
      )
    }
  }
}

/** Inserts an entry in a transaction that is that of its authority. */
export const insertEntry = (client: PoolClient, { table, row }: Entry): Promise<void> =>
  insertRows(client, table, [row])

/** Inserts rows of the same columns in their order. */
async function insertRows(client: PoolClient, table: string, rows: readonly Entry['row'][]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  )
}
