import { escapeIdentifier, escapeLiteral, type PoolClient } from 'pg'

/** The database role that may read the schema `reporting`; every login is a member of it. */
const GROUP = 'sufficiency_reporting'

/** Connections that a login may have at once: a refresh of a report opens one for each set. */
const CONNECTIONS = 10

/** What a session of a login begins with. It can set these otherwise, within its grants. */
const sessionSettings = {
  default_transaction_read_only: 'on',
  statement_timeout: '5min',
  idle_in_transaction_session_timeout: '1min',
  lock_timeout: '10s',
  search_path: 'reporting',
  TimeZone: 'UTC',
}

/**
 * Keeps the statements of logins, which may name keys of children, out of the server's log, beside the lines that say what they read.
 * Only who may set it for the server can do so; a login can't set it otherwise.
 */
const QUIET = { setting: 'log_min_error_statement', value: 'panic' }

/** A login of the schema `reporting`, as it is recorded. */
export interface ReportingLogin {
  name: string
  purpose: string
  login: string
  scopes: string[]
  rotatedAt: string
  droppedAt: string | null
}

const columns = 'name, purpose, login, scopes, rotated_at as "rotatedAt", dropped_at as "droppedAt"'

/** Says in whose name the rest of a transaction acts, for the history of records. */
export async function actAs(client: PoolClient, authorityCode: string, actor: string): Promise<void> {
  await client.query(`select set_config('app.authority', $1, true), set_config('app.actor', $2, true)`, [
    authorityCode,
    actor,
  ])
}

/** The logins that an authority has, or had, by name. */
export async function reportingLogins(client: PoolClient, authorityCode: string): Promise<ReportingLogin[]> {
  const { rows } = await client.query<ReportingLogin>(
    `select ${columns} from reporting_logins where authority_code = $1 order by name`,
    [authorityCode],
  )
  return rows
}

/**
 * Records a login, and gives the authority a secret to name its children by, if it has none. Resolves to the role's name.
 * @throws {Error} when there is, or was, one of this name
 */
export async function recordLogin(
  client: PoolClient,
  authorityCode: string,
  { name, purpose, scopes }: { name: string; purpose: string; scopes: readonly string[] },
): Promise<string> {
  await client.query('select give_feed_secret()')
  const { rows } = await client.query<{ login: string }>(
    `insert into reporting_logins (authority_code, name, purpose, scopes) values ($1, $2, $3, $4)
     on conflict on constraint one_login_of_a_name do nothing returning login`,
    [authorityCode, name, purpose, scopes],
  )
  if (rows[0]) return rows[0].login
  throw new Error(`There is, or was, a login ${name}; the name of a dropped one is not used again.`)
}

export async function noteRotation(client: PoolClient, login: string): Promise<void> {
  await client.query('update reporting_logins set rotated_at = now() where login = $1', [login])
}

/** Ends a login: from here on it reads nothing, and is not let in. */
export async function noteDrop(client: PoolClient, login: string): Promise<void> {
  await client.query(
    'update reporting_logins set dropped_at = now() where login = $1 and dropped_at is null',
    [login],
  )
  if (await roleExists(client, login)) await client.query(`alter role ${escapeIdentifier(login)} nologin`)
}

async function roleExists(client: PoolClient, login: string): Promise<boolean> {
  return (await client.query('select from pg_roles where rolname = $1', [login])).rowCount === 1
}

/**
 * Gives the role of a login a password, and makes the role where the server has none: at first, or after the database was
 * restored on another server.
 */
export async function setRole(client: PoolClient, login: string, verifier: string): Promise<void> {
  const role = escapeIdentifier(login)
  if (!(await roleExists(client, login))) {
    await client.query(`create role ${role} login connection limit ${CONNECTIONS} in role ${GROUP}`)
    // So that it can be ended and dropped by an owner who is no superuser.
    await client.query(`grant ${role} to current_user`)
  }
  await client.query(`alter role ${role} password ${escapeLiteral(verifier)}`)
  for (const [setting, value] of Object.entries(sessionSettings))
    await client.query(`alter role ${role} set ${setting} = ${escapeLiteral(value)}`)
  const { rows } = await client.query<{ granted: boolean }>(
    `select has_parameter_privilege(current_user, $1, 'set') as granted`,
    [QUIET.setting],
  )
  if (rows[0]?.granted) await client.query(`alter role ${role} set ${QUIET.setting} = ${QUIET.value}`)
}

/** Ends the connections of a login. */
export async function endSessions(client: PoolClient, login: string): Promise<void> {
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [login])
}

/** Removes the role of a login from the server. */
export async function dropRole(client: PoolClient, login: string): Promise<void> {
  if (!(await roleExists(client, login))) return
  const role = escapeIdentifier(login)
  await client.query(`drop owned by ${role}; drop role ${role}`)
}

/** Takes from everyone the right to make temporary objects in this database; logins would have it otherwise. */
export async function refuseTemporaryObjects(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  await client.query(`revoke temporary on database ${escapeIdentifier(rows[0]?.name ?? '')} from public`)
}

/** What a login may do that it must not, as PostgreSQL sees it: in words, each with the statement that ends it. */
export async function excessRights(client: PoolClient, login: string): Promise<string[]> {
  const { rows } = await client.query<{ words: string }>(
    `select words from (values
        (has_schema_privilege($1, 'public', 'usage'),
         'look into the schema public (revoke all on schema public from public)'),
        (has_schema_privilege($1, 'public', 'create') or has_schema_privilege($1, 'reporting', 'create')
           or has_database_privilege($1, current_database(), 'create'),
         'create objects (revoke create on schema public from public)'),
        (has_database_privilege($1, current_database(), 'temporary'),
         format('make temporary objects (revoke temporary on database %I from public)', current_database())),
        (exists (select from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                    and relnamespace not in ('reporting'::regnamespace, 'pg_catalog'::regnamespace,
                                             'information_schema'::regnamespace)
                    and (has_table_privilege($1, oid, 'select') or has_table_privilege($1, oid, 'insert')
                         or has_table_privilege($1, oid, 'update') or has_table_privilege($1, oid, 'delete'))
                    and has_schema_privilege($1, relnamespace, 'usage')),
         'use tables outside the schema reporting'),
        ((select count(*) > 1 from pg_auth_members where member = (select oid from pg_roles where rolname = $1)),
         'take on other roles')
      ) right_of (granted, words) where granted`,
    [login],
  )
  return rows.map(({ words }) => words)
}
