import { finished } from 'node:stream/promises'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { to as copyTo } from 'pg-copy-streams'
import type { Tx } from '../../../platform/db/tenant.ts'
import { streamAlone } from '../../../platform/db/transaction.ts'

const dialect = new PgDialect({ casing: 'snake_case' })

/**
 * Reads rows as the database itself writes them: bytes of COPY's text format (UTF-8; a line a row, `\t` between values, `\N` for
 * null), which this thread only passes on. Where nobody takes them to their end, the statement is cancelled.
 */
export const copiedRows = (tx: Tx, statement: SQL): AsyncGenerator<Buffer> =>
  streamAlone(tx.client, () => copy(tx, statement))

async function* copy(tx: Tx, statement: SQL): AsyncGenerator<Buffer> {
  const { sql: text } = dialect.sqlToQuery(statement)
  const stream = tx.client.query(copyTo(`copy (${text}) to stdout`))
  let isOver = false
  try {
    for await (const bytes of stream.iterator({ destroyOnReturn: false })) yield bytes as Buffer
    isOver = true
  } finally {
    if (!isOver) {
      await cancel(tx)
      // The connection takes no other statement before this one has ended.
      await finished(stream.resume()).catch(() => {})
    }
  }
}

async function cancel({ client, pool }: Tx): Promise<void> {
  const { processID: serverProcess } = client as typeof client & { processID: number }
  await pool.query('select pg_cancel_backend($1)', [serverProcess]).catch(() => {})
}
