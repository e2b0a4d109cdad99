import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, DatabaseError } from 'pg'
import type { Log } from './pool.ts'

export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url))

const OLDEST_POSTGRES = 15
const LOCK = 5_903_001

/** The database can't be brought to this version; `message` says why and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

export interface Migration {
  /** `0001_name` */
  name: string
  sql: string
  /** SHA-256 of the text, blind to how line ends are written. */
  checksum: string
}

interface Applied {
  name: string
  checksum: string
}

/**
 * Reads `NNNN_name.sql` files in order of number.
 * @throws {MigrationError} on a file named otherwise or a number used twice
 */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const numbers = new Set<string>()
  for (const file of files) {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1]
    if (!number)
      throw new MigrationError(`migrations/${file}: a migration is named like 0007_what_it_does.sql`)
    if (numbers.has(number)) throw new MigrationError(`migrations/${file}: number ${number} is used twice`)
    numbers.add(number)
  }
  return Promise.all(
    files.map(async (file) => {
      const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n')
      return { name: file.slice(0, -4), sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Applies what is missing, in order, each file in one transaction. A second process that migrates the
 * same database waits for the first. Returns the names applied.
 * @param url of a user that owns the database
 * @throws {MigrationError} when PostgreSQL is too old, a migration fails, or those applied are not those here
 */
export async function migrate(
  url: string,
  { log, folder }: { log?: Log; folder?: string } = {},
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder)
  const client = new Client({ connectionString: url, application_name: 'sufficiency migrate' })
  client.on('error', () => {})
  await client.connect()
  try {
    await refuseOldPostgres(client)
    await takeTurn(client, log)
    await client.query(`
      create table if not exists schema_migrations (
        name text primary key,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`)
    const { rows } = await client.query<Applied>('select name, checksum from schema_migrations order by name')
    const applied: string[] = []
    for (const migration of pending(migrations, rows)) {
      await apply(client, migration)
      applied.push(migration.name)
      log?.info(`migrated ${migration.name}`)
    }
    return { applied }
  } finally {
    await client.end()
  }
}

async function refuseOldPostgres(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  )
  const [server] = rows
  if (server && server.number < OLDEST_POSTGRES * 10_000) {
    throw new MigrationError(
      `PostgreSQL ${OLDEST_POSTGRES} or newer is needed; this server is ${server.version}`,
    )
  }
}

/** The lock goes with the session. */
async function takeTurn(client: Client, log?: Log): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [LOCK])
  if (rows[0]?.free) return
  log?.info('another process is migrating this database; waiting for it')
  await client.query('select pg_advisory_lock($1)', [LOCK])
}

function pending(migrations: Migration[], applied: Applied[]): Migration[] {
  const here = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of applied) {
    const migration = here.get(name)
    if (!migration) {
      throw new MigrationError(
        `the database has had migration ${name}, which this version does not have: ` +
          'run the version that made it, or use another database',
      )
    }
    if (migration.checksum !== checksum) {
      throw new MigrationError(
        `migrations/${name}.sql was edited after it was applied: ` +
          'put it back as it was and write the change as a new migration',
      )
    }
  }
  const last = applied.at(-1)?.name ?? ''
  const done = new Set(applied.map(({ name }) => name))
  const missing = migrations.filter(({ name }) => !done.has(name))
  const late = missing.find(({ name }) => name < last)
  if (late) {
    throw new MigrationError(
      `migrations/${late.name}.sql comes before ${last}, which is already applied: give it the next free number`,
    )
  }
  return missing
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    const line =
      cause instanceof DatabaseError && cause.position ? `, line ${lineAt(sql, cause.position)}` : ''
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`migrations/${name}.sql failed${line}: ${reason}`, { cause })
  }
}

const lineAt = (sql: string, position: string) => sql.slice(0, Number(position)).split('\n').length
