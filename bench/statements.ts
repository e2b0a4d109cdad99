import { Pool, escapeLiteral, type PoolClient, type QueryConfig } from 'pg'
import { buildApp } from '../src/app.ts'
import { APP_ROLE, createPool } from '../src/db/pool.ts'
import { principal, type Probe } from './probes.ts'

/** A parameter as SQL would write it. */
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

/**
 * Every statement that the service sends for a request, from begin to commit, with its parameters in place: what the
 * bare database is given to do the same.
 */
export async function statementsOf(url: string, probe: Probe): Promise<string[]> {
  const sent: string[] = []
  const pool = recording(createPool({ url, role: APP_ROLE, max: 1 }), sent)
  const app = await buildApp({
    pool,
    verify: async () => principal,
    clock: () => new Date(),
    logger: false,
    limits: { requestsPerMinute: 1e9, bodyBytes: 1e6, requestTimeoutMs: 60_000, uploadBytes: 1e6 },
  } as never)
  const answer = await app.inject({
    method: probe.method,
    url: probe.path,
    headers: { authorization: 'Bearer a.b.c', ...probe.headers },
    ...(probe.body === undefined ? {} : { payload: probe.body as object }),
  })
  await app.close()
  await pool.end()
  if (answer.statusCode >= 300) throw new Error(`${probe.path}: ${answer.statusCode} ${answer.body}`)
  return sent
}

function recording(pool: Pool, sent: string[]): Pool {
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>
  const record = async (): Promise<PoolClient> => {
    const client = await connect()
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    client.query = ((config: string | QueryConfig, values?: unknown[]) => {
      sent.push(
        typeof config === 'string' ? bare(config, values) : bare(config.text, values ?? config.values),
      )
      return query(config, values)
    }) as never
    return client
  }
  pool.connect = record as never
  return pool
}
