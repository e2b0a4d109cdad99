import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError, type ClientBase, type Pool } from 'pg'
import { ukDate } from '../../src/domain/dates.ts'
import { syntheticPostcodes } from '../../src/domain/geography/synthetic.ts'
import { loadReference } from '../../src/features/geography/index.ts'
import { locks } from '../../src/platform/db/locks.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { createPool } from '../../src/platform/db/pool.ts'
import type { TestServer } from './server.ts'

/** The initial contents of a test's database; each includes those before it. */
export type Contents = 'empty' | 'reference' | 'demonstration'

interface Recipe {
  base?: Contents
  /** The files and folders that determine its contents; when one changes, the template is rebuilt. */
  sources: string[]
  /** Whether the contents differ from day to day. */
  daily?: boolean
  fill: (url: string) => Promise<unknown>
}

const recipes: Record<Contents, Recipe> = {
  /** Every migration applied. */
  empty: {
    sources: [
      'migrations',
      'schema/functions',
      'schema/views',
      'schema/reporting',
      'src/domain/feeds',
      'src/platform/db',
      'test/support/template.ts',
    ],
    fill: (url) => migrate(url),
  },
  /** England's authorities and the synthetic postcodes. */
  reference: {
    base: 'empty',
    sources: ['src/domain/geography', 'src/features/geography'],
    fill: (url) =>
      asOwner(url, async (owner) => {
        await loadReference(owner)
        await loadPostcodes(owner)
      }),
  },
  /** The whole demonstration authority, up to today. */
  demonstration: {
    base: 'reference',
    daily: true,
    sources: ['src'],
    fill: async (url) => {
      const { ensureDemonstration } = await import('../../src/features/demo/index.ts')
      await asOwner(url, ensureDemonstration)
    },
  },
}

const PREFIX = 'sufficiency_template_'
const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** The URL of another database on the same server. */
export function databaseUrl(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

const templates = new Map<Contents, Promise<string>>()

/**
 * The name of the template database with these contents; it is made unless there is one for the current sources. It stays
 * while this process does, even if another process makes one for other sources.
 */
export function template(server: TestServer, contents: Contents): Promise<string> {
  const name = templates.get(contents) ?? make(server, contents)
  templates.set(contents, name)
  return name
}

async function make(server: TestServer, contents: Contents): Promise<string> {
  const name = `${PREFIX}${contents}_${await stateOf(contents)}`
  await server.admin.query('select pg_advisory_lock_shared($1, hashtext($2))', [locks.testTemplate, name])
  if (await exists(server.admin, name)) return name
  const { base, fill } = recipes[contents]
  const source = base ? await template(server, base) : 'template1'
  const client = new Client({ connectionString: server.url, application_name: 'sufficiency tests' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [locks.testTemplate])
    if (await exists(client, name)) return name
    await dropOldTemplates(client, contents)
    const draft = `${name}_draft`
    await copyDatabase(client, source, draft)
    await fill(databaseUrl(server.url, draft))
    await client.query(`alter database ${draft} rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}

/** Drops the templates for other sources that no process uses, and drafts that were left unfinished. */
async function dropOldTemplates(client: Client, contents: Contents): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database
      where starts_with(datname, $1) and pg_try_advisory_lock($2, hashtext(datname))`,
    [`${PREFIX}${contents}_`, locks.testTemplate],
  )
  for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`)
}

async function exists(client: ClientBase | Pool, name: string): Promise<boolean> {
  return (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1
}

const IN_USE = '55006'

/**
 * Copies a database file by file, which costs a sixth of PostgreSQL's default way. Retries while another connection uses the
 * template, which lasts only a moment.
 */
export async function copyDatabase(client: ClientBase | Pool, source: string, copy: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`create database ${copy} template ${source} strategy file_copy`)
      return
    } catch (error) {
      const busy = error instanceof DatabaseError && error.code === IN_USE
      if (!busy || attempt === 50) throw error
      await sleep(100)
    }
  }
}

/** A hash of a template's sources and, where it matters, of the day. */
async function stateOf(contents: Contents): Promise<string> {
  const { base, sources, daily } = recipes[contents]
  const hash = createHash('sha256').update(base ? await stateOf(base) : '')
  if (daily) hash.update(ukDate(new Date()))
  for (const source of sources) {
    for (const file of await filesIn(join(checkout, source))) {
      hash.update(relative(checkout, file)).update(await readFile(file))
    }
  }
  return hash.digest('hex').slice(0, 12)
}

async function filesIn(path: string): Promise<string[]> {
  if (path.endsWith('.ts')) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map((file) => join(file.parentPath, file.name)).sort()
}

async function asOwner(url: string, use: (owner: Pool) => Promise<unknown>): Promise<void> {
  const owner = createPool({ url, name: 'test template', max: 4 })
  try {
    await use(owner)
    await owner.query('analyze')
  } finally {
    await owner.end()
  }
}

async function loadPostcodes(owner: Pool): Promise<void> {
  await owner.query(
    `insert into postcodes (postcode, authority_code, country, easting, northing)
     select postcode, "authorityCode", 'E', easting, northing
       from jsonb_to_recordset($1) as r
            (postcode text, "authorityCode" text, easting integer, northing integer)`,
    [JSON.stringify(syntheticPostcodes())],
  )
}
