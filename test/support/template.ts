import { createHash } from 'node:crypto'
import { Client } from 'pg'
import type { Database } from '../../src/platform/db/embedded.ts'
import { locks } from '../../src/platform/db/locks.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { readDefinitions, readMigrations } from '../../src/platform/db/schema-files.ts'

const PREFIX = 'sufficiency_template_'

/** The same server, another database. */
export function databaseUrl(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** A connection to the server for making and dropping databases; ends when `use` does. */
export async function administer<T>(server: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server, application_name: 'sufficiency tests' })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** The name of a database with every migration, function and view, made once for each state of them. */
export async function template(server: Database): Promise<string> {
  const files = [...(await readMigrations()), ...(await readDefinitions())]
  const state = createHash('sha256').update(files.map(({ path, checksum }) => path + checksum).join())
  const name = PREFIX + state.digest('hex').slice(0, 12)
  await administer(server.url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [locks.testTemplate])
    if (await exists(client, name)) return
    const draft = `${name}_draft`
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft}`)
    await migrate(databaseUrl(server.url, draft))
    await client.query(`alter database ${draft} rename to ${name}`)
  })
  return name
}

async function exists(client: Client, name: string): Promise<boolean> {
  return (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1
}

/** Drops the templates of a schema as it once was, and what test runs that were killed have left. */
export async function dropLeftovers(server: Database, keep: string): Promise<void> {
  await administer(server.url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database d
       where (datname like $1 or datname like 'test\\_%') and datname <> $2
         and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
      [`${PREFIX}%`, keep],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname}`).catch(() => {})
  })
}
