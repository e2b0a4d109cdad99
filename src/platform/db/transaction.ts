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
  const client = await connect(pool)
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    throw await rollBack(client, error)
  }
}

/**
 * Runs a read in a transaction. On connections that pipeline, what begins it is sent with its first statement, and the answer
 * does not wait for its end: a read of one statement takes one round trip. Should the beginning fail, the statements sent
 * after it find no authority set, and so no rows, and nothing of them is returned.
 * @returns the result, and the end of the transaction, after which the connection is back in the pool
 * @throws {DatabaseUnreachable} as `transaction` does
 */
export async function readTransaction<T>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<{ result: T; end: Promise<void> }> {
  const client = await connect(pool)
  const beginning = client.query(begin)
  beginning.catch(() => {}) // told below, when nothing more is being sent
  try {
    const result = await work(client)
    await beginning
    const end = client.query('commit').then(
      () => client.release(),
      (fault: Error) => client.release(fault),
    )
    return { result, end }
  } catch (error) {
    throw await rollBack(client, error)
  }
}

/**
 * Runs a statement that has its connection to itself, such as COPY, which no other may follow before its end. What was sent
 * before it is awaited first.
 */
export async function* streamAlone<T>(client: PoolClient, work: () => AsyncGenerator<T>): AsyncGenerator<T> {
  const connection = client as PoolClient & { pipeline: boolean }
  const isPipelining = connection.pipeline
  if (isPipelining) await client.query('select')
  connection.pipeline = false
  try {
    yield* work()
  } finally {
    connection.pipeline = isPipelining
  }
}

/** Takes back a transaction and gives up its connection. Returns why it failed. */
async function rollBack(client: PoolClient, error: unknown): Promise<unknown> {
  const fault = await client.query('rollback').then(
    () => undefined,
    (broken: Error) => broken,
  )
  client.release(fault)
  return fault ? new DatabaseUnreachable(error) : error
}

const connect = (pool: Pool): Promise<PoolClient> =>
  pool.connect().catch((cause: unknown) => {
    throw new DatabaseUnreachable(cause)
  })

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
