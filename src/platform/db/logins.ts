import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier, escapeLiteral, type DatabaseError, type Pool } from 'pg'
import { scramVerifier } from './scram.ts'

/** The login of every request. It owns nothing and may become nobody else, so row-level security applies to whatever it says. */
export const APP_LOGIN = 'sufficiency_app'

/** The login that publishes and delivers events: it reads events and webhooks of all authorities, and no records. */
export const SENDER_LOGIN = 'sufficiency_sender'

/** How a process connects: as the owner of the tables to migrate and for upkeep, else by logins that own nothing. */
export interface DatabaseUrls {
  owner: string
  app: string
  sender: string
  /** As the sender, to the server itself where the others go through a pooler: to listen, for which a session has to last. */
  listener: string
}

/**
 * What a session of a login begins with. It is kept with the login, so that it holds whatever a pooler in between leaves out of
 * the start of a session.
 */
const sessionSettings: Record<string, string> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'iso_8601',
  // Statements here read few rows through many joins: compiling one takes longer than running it.
  jit: 'off',
  idle_in_transaction_session_timeout: '1min',
  search_path: 'public',
}

/** Whether a URL connects by one of the service's own logins. */
export const isServiceLogin = (url: string): boolean =>
  [APP_LOGIN, SENDER_LOGIN].includes(new URL(url).username)

/** The URLs of a database, from those that are given: both logins have one password. `direct` is that of `app` past a pooler. */
export function urlsOf({
  owner,
  app,
  direct = app,
}: {
  owner: string
  app: string
  direct?: string | undefined
}): DatabaseUrls {
  return { owner, app, sender: withUser(app, SENDER_LOGIN), listener: withUser(direct, SENDER_LOGIN) }
}

/**
 * The URLs of a server whose logins nobody else gives passwords to: the embedded one, and that of the tests. The password of the
 * logins is derived from the owner's, so that every process comes to the same.
 */
export function derivedUrls(ownerUrl: string): DatabaseUrls {
  const { password } = new URL(ownerUrl)
  const secret = createHmac('sha256', decodeURIComponent(password)).update('logins of the service')
  const app = withUser(ownerUrl, APP_LOGIN, secret.digest('base64url'))
  return urlsOf({ owner: ownerUrl, app })
}

function withUser(address: string, user: string, password?: string): string {
  const url = new URL(address)
  url.username = user
  if (password !== undefined) url.password = password
  return url.href
}

/**
 * Makes both roles of the service logins with the password of their URL and with their settings, where they are not, and takes
 * from everyone the right to make temporary objects, in which a name could be put before ours.
 * @param owner connected as the owner of the database; may create roles where anything is to be changed
 * @throws {Error} saying what an administrator is to do, where the owner may not
 */
export async function prepareLogins(owner: Pool | Client, { listener }: DatabaseUrls): Promise<void> {
  await refuseTemporaryObjects(owner)
  for (const login of [APP_LOGIN, SENDER_LOGIN]) {
    const url = withUser(listener, login)
    const { password } = new URL(url)
    const settings = await settingsToChange(owner, login)
    const isLetIn = await letsIn(url)
    if (isLetIn && settings.length === 0) continue
    const role = escapeIdentifier(login)
    const secret = escapeLiteral(scramVerifier(decodeURIComponent(password)))
    const changes = [
      ...(isLetIn ? [] : [`alter role ${role} login password ${secret}`]),
      ...settings.map(([name, value]) => `alter role ${role} set ${name} = ${escapeLiteral(value)}`),
    ]
    for (const change of changes) await changeRole(owner, login, change)
    if (!isLetIn) await requireLogin(url)
  }
}

/** Takes from everyone the right to make temporary objects in this database, which nobody but its owner needs. */
async function refuseTemporaryObjects(owner: Pool | Client): Promise<void> {
  const { rows } = await owner.query<{ name: string; granted: boolean }>(
    `select current_database() as name,
            has_database_privilege('${APP_LOGIN}', current_database(), 'temporary') as granted`,
  )
  const [database] = rows
  if (database?.granted)
    await owner.query(`revoke temporary on database ${escapeIdentifier(database.name)} from public`)
}

async function settingsToChange(owner: Pool | Client, login: string): Promise<[string, string][]> {
  const { rows } = await owner.query<{ settings: string[] }>(
    `select coalesce((select setconfig from pg_db_role_setting
                       where setrole = $1::regrole and setdatabase = 0), '{}') as settings`,
    [login],
  )
  const present = new Set(rows[0]?.settings)
  return Object.entries(sessionSettings).filter(([name, value]) => !present.has(`${name}=${value}`))
}

/** Roles belong to the whole server: where another database of it is migrated at the same time, one of both has to come again. */
async function changeRole(owner: Pool | Client, login: string, change: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await owner.query(change)
      return
    } catch (cause) {
      const { code, message } = cause as DatabaseError
      if (code === 'XX000' && attempt < 10) {
        await sleep(50 * attempt)
        continue
      }
      throw new Error(
        `the owner of the database may not change the role ${login} (${message}): let it create roles, or have an ` +
          `administrator run ALTER ROLE ${login} LOGIN PASSWORD '…' with the password of DATABASE_URL`,
        { cause },
      )
    }
  }
}

async function letsIn(url: string): Promise<boolean> {
  return requireLogin(url).then(
    () => true,
    (error: unknown) => {
      if ((error as { code?: string }).code?.startsWith('28')) return false
      throw error
    },
  )
}

/**
 * Checks that a URL connects by the login that it names, and that this one owns nothing and passes by nothing: a pooler may put
 * another in its place, to whom row-level security would not apply.
 * @throws {Error} when it does not
 */
export async function requireLogin(url: string): Promise<void> {
  const { username } = new URL(url)
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string; powers: boolean }>(
      `select current_user as name,
              (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
              or exists (select from pg_class where relowner = current_user::regrole) as powers`,
    )
    const [login] = rows
    if (login?.name !== username || login.powers)
      throw new Error(
        `the service would act in the database as ${login?.name ?? 'nobody'} and not as ${username}, ` +
          'who owns nothing: row-level security might not apply',
      )
  } finally {
    await client.end().catch(() => {})
  }
}
