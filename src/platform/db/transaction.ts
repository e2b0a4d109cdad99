import type { Pool, PoolClient } from 'pg'
import { DatabaseUnreachable, lostRace } from './conflicts.ts'

/**
 * Runs `work` in a transaction: commits when it returns, rolls back when it throws.
 * @param begin SQL that begins the transaction and may set parameters of it
 * @throws {DatabaseUnreachable} when there is no connection, or it breaks
 */
export async function transaction<T>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new DatabaseUnreachable(cause)
  })
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((fault: unknown) => {
      broken = fault as Error
    })
    throw broken ? new DatabaseUnreachable(error) : error
  } finally {
    client.release(broken)
  }
}

const ATTEMPTS = 4

/** Repeats a transaction after a deadlock or serialization failure, up to `ATTEMPTS` times in all. */
export async function repeatLostRaces<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === ATTEMPTS || !lostRace(error)) throw error
    }
  }
}
