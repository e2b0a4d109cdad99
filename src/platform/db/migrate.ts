import { Client, DatabaseError } from 'pg'
import { describeSets, SETS_DECLARED } from './described-sets.ts'
import { locks } from './locks.ts'
import { prepareLogins, type DatabaseUrls } from './logins.ts'
import type { Log } from './pool.ts'
import { readModels } from './read-models.ts'
import { MigrationError, readDefinitions, readMigrations } from './schema-files.ts'
import type { Definition, SchemaFile } from './schema-files.ts'

const OLDEST_POSTGRES = 15

export interface Migrated {
  /** Names of the migrations that were applied. */
  applied: string[]
  /** Names of the functions and views that were created or re-created. */
  defined: string[]
}

interface Entry {
  name: string
  checksum: string
}

/**
 * Migrates a database to this version, in one transaction. Missing migrations are applied in order, and functions and views
 * whose text has changed are re-created. A second process that migrates the same database waits for the first.
 * @param url connects as the owner of the database
 * @param root the folder that contains `migrations/` and `schema/`
 * @throws {MigrationError} when PostgreSQL is too old, a file fails, or the applied migrations are not those of the folder
 */
export async function migrate(
  url: string,
  { log, root }: { log?: Log; root?: string } = {},
): Promise<Migrated> {
  const migrations = await readMigrations(root)
  const definitions = await readDefinitions(root)
  const client = new Client({ connectionString: url, application_name: 'sufficiency migrate' })
  client.on('error', () => {})
  await client.connect()
  try {
    await refuseOldPostgres(client)
    await takeTurn(client, log)
    await client.query('begin')
    const outcome = await bringUp(client, migrations, definitions)
    await client.query('commit')
    for (const name of outcome.applied) log?.info(`migrated ${name}`)
    const count = outcome.defined.length
    if (count > 0) log?.info(`made ${count} ${count === 1 ? 'function or view' : 'functions and views'}`)
    return outcome
  } finally {
    await client.end()
  }
}

/**
 * Migrates a database, and then gives the service's logins what they need to connect.
 * @throws {MigrationError} as `migrate` does
 * @throws {Error} as `prepareLogins` does
 */
export async function prepareDatabase(urls: DatabaseUrls, options?: { log?: Log }): Promise<Migrated> {
  const outcome = await migrate(urls.owner, options)
  const owner = new Client({ connectionString: urls.owner, application_name: 'sufficiency migrate' })
  owner.on('error', () => {})
  await owner.connect()
  try {
    await prepareLogins(owner, urls)
  } finally {
    await owner.end()
  }
  return outcome
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

/** Takes the advisory lock of migrating, which is held until the session ends. */
async function takeTurn(client: Client, log?: Log): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [
    locks.migration,
  ])
  if (rows[0]?.free) return
  log?.info('another process is migrating this database; waiting for it')
  await client.query('select pg_advisory_lock($1)', [locks.migration])
}

async function bringUp(
  client: Client,
  migrations: SchemaFile[],
  definitions: Definition[],
): Promise<Migrated> {
  await keepBooks(client)
  const { rows: history } = await client.query<Entry>(
    'select name, checksum from schema_migrations order by name',
  )
  const { rows: files } = await client.query<{ path: string; checksum: string }>(
    'select path, checksum from schema_definitions',
  )
  const checksums = new Map(files.map(({ path, checksum }) => [path, checksum]))
  const queue = outstanding(migrations, history)

  // Functions may use objects that do not exist yet when they are created; their bodies are checked at the end.
  await client.query('set local check_function_bodies = off')
  // Triggers, defaults and policies of new tables use functions, so new functions are created before the migrations.
  const newFunctions = definitions.filter(
    (file) => file.kind === 'functions' && file.needs.length === 0 && !checksums.has(file.path),
  )
  for (const { path, sql } of newFunctions) await run(client, path, sql)
  for (const migration of queue) await apply(client, migration)
  // After a migration all are re-created, as it may have dropped functions and views.
  const afresh =
    queue.length > 0 ? definitions : definitions.filter((file) => checksums.get(file.path) !== file.checksum)
  for (const definition of afresh) await define(client, definition)
  await client.query('set local check_function_bodies = on')
  for (const definition of afresh) await check(client, definition)
  if (afresh.some(({ path, checksum }) => checksums.get(path) !== checksum)) await refreshReadModels(client)
  await client.query('delete from schema_definitions where path <> all ($1)', [
    [...definitions.map(({ path }) => path), SETS_DECLARED],
  ])
  await describeSets(
    client,
    afresh.some(({ kind }) => kind === 'reporting'),
  )
  return { applied: queue.map(({ name }) => name), defined: afresh.map(({ name }) => name) }
}

/**
 * Creates the tables that record what was applied and created.
 * @throws {MigrationError} for a database of a version before the first release, which had other migrations and no table
 *   of functions and views
 */
async function keepBooks(client: Client): Promise<void> {
  const { rows } = await client.query<{ migrations: boolean; definitions: boolean }>(
    `select to_regclass('schema_migrations') is not null as migrations,
            to_regclass('schema_definitions') is not null as definitions`,
  )
  if (rows[0]?.definitions) return
  if (rows[0]?.migrations) {
    throw new MigrationError(
      'the database was made by a development version from before the first release, which cannot be carried over: ' +
        'use an empty one (with the embedded PostgreSQL, move its data folder away)',
    )
  }
  await client.query(`
    create table schema_migrations (
      name       text primary key,
      checksum   text not null,
      applied_at timestamptz not null default now()
    );
    comment on table schema_migrations is 'The migrations that this database has had.';
    create table schema_definitions (
      path     text primary key,
      checksum text not null,
      made_at  timestamptz not null default now()
    );
    comment on table schema_definitions is 'The functions and views of this database, by the files that made them.'`)
}

/**
 * The migrations that are not applied yet.
 * @throws {MigrationError} when those applied are not the first ones of the list, unchanged
 */
function outstanding(migrations: SchemaFile[], history: Entry[]): SchemaFile[] {
  const here = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of history) {
    const migration = here.get(name)
    if (!migration) {
      throw new MigrationError(
        `the database has had migration ${name}, which this version does not have: ` +
          'run the version that made it, or use another database',
      )
    }
    if (migration.checksum !== checksum) {
      throw new MigrationError(
        `${migration.path} was edited after it was applied: ` +
          'put it back as it was and write the change as a new migration',
      )
    }
  }
  const last = history.at(-1)?.name ?? ''
  const names = new Set(history.map(({ name }) => name))
  const queue = migrations.filter(({ name }) => !names.has(name))
  const late = queue.find(({ name }) => name < last)
  if (late) {
    throw new MigrationError(
      `${late.path} comes before ${last}, which is already applied: give it the next free number`,
    )
  }
  return queue
}

async function apply(client: Client, { path, name, sql, checksum }: SchemaFile): Promise<void> {
  await run(client, path, sql)
  // Deferred checks would prevent the next migration from altering the same table.
  await run(client, path, 'set constraints all immediate')
  await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum])
}

async function define(client: Client, { path, sql, checksum }: Definition): Promise<void> {
  await run(client, path, sql)
  await client.query(
    `insert into schema_definitions (path, checksum) values ($1, $2)
     on conflict (path) do update set checksum = excluded.checksum, made_at = excluded.made_at`,
    [path, checksum],
  )
}

/** Brings the read models to what changed functions make of the records. Rows that are right already stay. */
async function refreshReadModels(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select proname as name from pg_proc where pronamespace = current_schema()::regnamespace and proname = any($1)`,
    [readModels.map(({ name }) => `refresh_${name}`)],
  )
  const functions = new Set(rows.map(({ name }) => name))
  for (const { name, subject } of readModels)
    if (functions.has(`refresh_${name}`))
      await client.query(`select refresh_${name}(array(select id from ${subject}))`)
}

/** Checks that a file created the object that it is named after, and that a function's body is valid. */
async function check(client: Client, { kind, path, name }: Definition): Promise<void> {
  const query =
    kind !== 'functions'
      ? `select from pg_class where relkind = 'v' and oid = to_regclass($1)`
      : `select case lanname when 'sql' then fmgr_sql_validator(p.oid) else plpgsql_validator(p.oid) end
           from pg_proc p join pg_language l on l.oid = p.prolang
          where pronamespace = current_schema()::regnamespace and proname = $1`
  const count = await run(client, path, query, [name])
  if (count === 0) throw new MigrationError(`${path} does not make ${name}`)
}

/** Runs SQL of a file; returns the number of rows. An error becomes a MigrationError that names the file and line. */
async function run(client: Client, path: string, sql: string, values?: unknown[]): Promise<number> {
  try {
    return (await client.query(sql, values)).rowCount ?? 0
  } catch (cause) {
    const line =
      cause instanceof DatabaseError && cause.position ? `, line ${lineAt(sql, cause.position)}` : ''
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MigrationError(`${path} failed${line}: ${reason}${remedy(cause)}`, { cause })
  }
}

const lineAt = (sql: string, position: string) => sql.slice(0, Number(position)).split('\n').length

/** SQLSTATEs of `create or replace` with other columns or another result type, for which the old one must be dropped. */
const CANNOT_BE_REPLACED = new Set(['42P13', '42P16'])
const remedy = (cause: unknown) =>
  cause instanceof DatabaseError && CANNOT_BE_REPLACED.has(cause.code ?? '')
    ? ': drop it in a new migration first'
    : ''
