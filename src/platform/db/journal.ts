import type { Pool, PoolClient } from 'pg'
import { groupBy } from '../../domain/group.ts'
import { journalWaiting } from '../metrics/instruments.ts'
import { conflictOf } from './conflicts.ts'
import { repeatLostRaces, transaction } from './transaction.ts'

/** A row of an append-only table. */
export interface Entry {
  table: string
  row: { authority_code: string; [column: string]: unknown }
}

interface Waiting {
  entry: Entry
  resolve: () => void
  reject: (error: unknown) => void
}

/** Maximum number of entries written in one transaction. */
const BATCH = 500

/**
 * Writes the entries that reads leave behind: who read what, and the results of searches. Entries are written in the order
 * in which they are appended, one transaction at a time. Those that arrive during a commit are written together in the next
 * transaction, so that many reads share one commit (group commit).
 */
export class Journal {
  readonly #pool: Pool
  #waiting: Waiting[] = []
  #writing = false

  /** `pool` connects to the primary with the application's role. */
  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Resolves when the entry is committed; rejects when it may not be. */
  append(entry: Entry): Promise<void> {
    journalWaiting.inc()
    const commit = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject })
      if (!this.#writing) void this.#writeAll()
    })
    return commit.finally(() => journalWaiting.dec())
  }

  async #writeAll(): Promise<void> {
    this.#writing = true
    // Wait for the current task, so that all entries of one read are in one batch.
    await Promise.resolve()
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, BATCH))
    this.#writing = false
  }

  /** Writes a batch. When PostgreSQL refuses an entry, the batch is halved until only that entry is left, and rejected. */
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

/** Inserts a batch as each of its authorities in turn, as row-level security allows only rows of the current authority. */
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

/** Inserts an entry in a transaction of its authority. */
export const insertEntry = (client: PoolClient, { table, row }: Entry): Promise<void> =>
  insertRows(client, table, [row])

/** Inserts rows, which have the same columns, in order. */
async function insertRows(client: PoolClient, table: string, rows: readonly Entry['row'][]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(rows)],
  )
}
