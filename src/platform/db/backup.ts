import { spawn } from 'node:child_process'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'

/** Where Debian and Ubuntu keep PostgreSQL's programs, a folder for each version. */
const DEBIAN = '/usr/lib/postgresql'

/** Where else they are looked for. */
const PATH = '/usr/local/bin:/usr/bin:/bin'

/** The roles that policies and grants name. They belong to the server, so that no backup of a database has them. */
const ROLES = ['sufficiency_app', 'sufficiency_sender', 'sufficiency_sandbox', 'sufficiency_reporting']

/**
 * Writes a backup of a database (pg_dump's custom format). The file takes the place of one of that name only when it is whole.
 * @throws {Error} when there is no pg_dump of the server's version or later, or it fails
 */
export async function backUp(ownerUrl: string, file: string): Promise<void> {
  const draft = `${file}.incomplete`
  try {
    await run('pg_dump', ownerUrl, ['--format=custom', '--no-owner', `--file=${draft}`])
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/**
 * Restores a backup into an empty database, whole or not at all, after making the roles that it names.
 * @throws {Error} when the database is not empty, there is no pg_restore, or it fails
 */
export async function restoreBackup(ownerUrl: string, file: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'sufficiency restore' })
  owner.on('error', () => {})
  await owner.connect()
  try {
    await requireEmpty(owner)
    for (const role of ROLES) await makeRole(owner, role)
  } finally {
    await owner.end()
  }
  const { pathname } = new URL(ownerUrl)
  const options = ['--no-owner', '--exit-on-error', '--single-transaction']
  await run('pg_restore', ownerUrl, [...options, `--dbname=${decodeURIComponent(pathname.slice(1))}`, file])
}

async function requireEmpty(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ tables: number }>(
    `select count(*)::int as tables from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  if (rows[0]?.tables !== 0)
    throw new Error('there are tables in this database: a backup is restored into an empty one')
}

async function makeRole(owner: Client, role: string): Promise<void> {
  const name = escapeIdentifier(role)
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) await owner.query(`create role ${name} nologin`)
  await owner.query(`grant ${name} to current_user`)
}

/** Runs one of PostgreSQL's programs on a database. The password is in its environment, where no list of processes shows it. */
async function run(program: string, url: string, args: string[]): Promise<void> {
  const address = new URL(url)
  const sslmode = address.searchParams.get('sslmode')
  const env = {
    PATH,
    PGHOST: address.hostname,
    PGPORT: address.port || '5432',
    PGUSER: decodeURIComponent(address.username),
    PGPASSWORD: decodeURIComponent(address.password),
    PGDATABASE: decodeURIComponent(address.pathname.slice(1)),
    ...(sslmode && { PGSSLMODE: sslmode }),
  }
  for (const path of await places(program)) {
    const outcome = await new Promise<{ code: number | null; words: string } | undefined>((resolve) => {
      const child = spawn(path, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
      let words = ''
      child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
      child.once('error', () => resolve(undefined))
      child.once('close', (code) => resolve({ code, words }))
    })
    if (outcome === undefined) continue
    if (outcome.code === 0) return
    throw new Error(`${program} failed: ${outcome.words.trim()}`)
  }
  throw new Error(`there is no ${program} here: install PostgreSQL's client programs (postgresql-client)`)
}

/** The newest that Debian's packages have installed, then that of the usual folders. */
async function places(program: string): Promise<string[]> {
  const versions = await readdir(DEBIAN).catch(() => [])
  const [newest] = versions
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)
  return [...(newest === undefined ? [] : [join(DEBIAN, String(newest), 'bin', program)]), program]
}
