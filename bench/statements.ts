import { Pool, escapeLiteral, type PoolClient, type QueryConfig } from 'pg'
import { buildApp } from '../src/app.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'
import { createPool } from '../src/platform/db/pool.ts'
import { principal, type Probe } from './probes.ts'

/** A parameter as an SQL literal. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) {
    const items = value.map((item) =>
      item === null ? 'null' : `"${String(item).replace(/["\\]/g, '\\$&')}"`,
    )
    return escapeLiteral(`{${items.join(',')}}`)
  }
  return escapeLiteral(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

const bare = (text: string, values: readonly unknown[] = []): string =>
  text.replace(/\$(\d+)/g, (_, index: string) => literal(values[Number(index) - 1])).replace(/\s+/g, ' ')

/** A statement as the service sends it: its text, its values and, if it is prepared, its name. */
export interface Sent extends QueryConfig {
  values?: unknown[]
}

/**
 * All statements that the service sends for a request, from begin to commit, with the values of their parameters put in,
 * so that pgbench can run them.
 */
export const statementsOf = async (url: string, probe: Probe): Promise<string[]> =>
  (await sentFor(url, probe)).map(({ text, values }) => bare(text, values))

/** All statements that `work` sends through a pool like the service's. */
export async function sentBy(url: string, work: (pool: Pool) => Promise<unknown>): Promise<Sent[]> {
  const statements: Sent[] = []
  const pool = recording(createPool({ url: derivedUrls(url).app, max: 1 }), statements)
  await work(pool).finally(() => pool.end())
  return statements
}

/** All statements that the service sends for a request. */
export const sentFor = (url: string, probe: Probe): Promise<Sent[]> =>
  sentBy(url, (pool) => answerOf(pool, probe))

async function answerOf(pool: Pool, probe: Probe): Promise<void> {
  const app = await buildApp({
    pool,
    journal: pool,
    verify: async () => principal,
    clock: () => new Date(),
    logger: false,
    limits: {
      requestsPerMinute: 1e9,
      bodyBytes: 1e6,
      requestTimeoutMs: 60_000,
      uploadBytes: 1e6,
      factsBytes: 67_108_864,
    },
  } as never)
  const answer = await app.inject({
    method: probe.method,
    url: probe.path,
    headers: { authorization: 'Bearer a.b.c', ...probe.headers },
    ...(probe.body === undefined ? {} : { payload: probe.body as object }),
  })
  await app.close()
  if (answer.statusCode >= 300) throw new Error(`${probe.path}: ${answer.statusCode} ${answer.body}`)
}

function recording(pool: Pool, statements: Sent[]): Pool {
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>
  const record = async (): Promise<PoolClient> => {
    const client = await connect()
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    client.query = ((config: string | QueryConfig, values?: unknown[]) => {
      const { name, text, values: own } = typeof config === 'string' ? { text: config } : (config as Sent)
      const parameters = values ?? own
      statements.push({
        text,
        ...(name !== undefined && { name }),
        ...(parameters && { values: parameters }),
      })
      return query(config, values)
    }) as never
    return client
  }
  pool.connect = record as never
  return pool
}
