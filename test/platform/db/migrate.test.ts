import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import t, { type Test } from 'tap'
import { migrate, MigrationError, readMigrations } from '../../../src/platform/db/migrate.ts'
import { openTestServer } from '../../support/server.ts'
import { administer, databaseUrl } from '../../support/template.ts'

const server = await openTestServer()
t.teardown(() => server.leave())

/** An empty database and an empty folder of migrations. */
async function fresh(t: Test) {
  const name = `test_migrate_${randomBytes(4).toString('hex')}`
  await administer(server.url, (client) => client.query(`create database ${name}`))
  const folder = await mkdtemp(join(tmpdir(), 'sufficiency-migrations-'))
  t.teardown(async () => {
    await administer(server.url, (client) => client.query(`drop database ${name} with (force)`))
    await rm(folder, { recursive: true })
  })
  const url = databaseUrl(server.url, name)
  const write = (file: string, sql: string) => writeFile(join(folder, file), sql)
  const run = () => migrate(url, { folder })
  const query = async (sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row))
    } finally {
      await client.end()
    }
  }
  return { url, folder, write, run, query }
}

t.test('migrations are applied in order of number, once', async (t) => {
  const { write, run, query } = await fresh(t)
  await write('0002_second.sql', 'alter table steps add column two int')
  await write('0001_first.sql', 'create table steps (one int)')
  t.same(await run(), { applied: ['0001_first', '0002_second'] })
  t.same(await run(), { applied: [] }, 'a second run does nothing')
  await write('0003_third.sql', 'insert into steps values (1, 2)')
  t.same(await run(), { applied: ['0003_third'] })
  t.same(await query('select * from steps'), [1, 2])
  t.same(await query('select name from schema_migrations order by name'), [
    '0001_first',
    '0002_second',
    '0003_third',
  ])
})

t.test('two processes that migrate at once take turns', async (t) => {
  const { write, run, query } = await fresh(t)
  await write('0001_slow.sql', 'select pg_sleep(0.3); create table made_once ()')
  const runs = await Promise.all([run(), run(), run()])
  t.same(runs.map(({ applied }) => applied.length).sort(), [0, 0, 1])
  t.same(await query(`select count(*)::int from pg_class where relname = 'made_once'`), [1])
})

t.test('a migration is applied whole or not at all, and says where it failed', async (t) => {
  const { write, run, query } = await fresh(t)
  await write('0001_good.sql', 'create table good ()')
  await write('0002_bad.sql', 'create table half ();\n\nselect nonsense;')
  await t.rejects(
    run(),
    new MigrationError('migrations/0002_bad.sql failed, line 3: column "nonsense" does not exist'),
  )
  t.same(await query(`select relname from pg_class where relname in ('good', 'half')`), ['good'])
  await write('0002_bad.sql', 'create table half ()')
  t.same(await run(), { applied: ['0002_bad'] }, 'once mended it can be applied')
})

t.test('a migration edited after it was applied is refused', async (t) => {
  const { write, run } = await fresh(t)
  await write('0001_first.sql', 'create table first ();\n')
  await run()
  await write('0001_first.sql', 'create table first ();\r\n')
  t.same(await run(), { applied: [] }, 'how line ends are written does not matter')
  await write('0001_first.sql', 'create table first (id int);\n')
  await t.rejects(run(), {
    name: 'MigrationError',
    message: /0001_first\.sql was edited after it was applied: put it back/,
  })
})

t.test('a database that has had other migrations is refused', async (t) => {
  const { write, run, folder } = await fresh(t)
  await write('0001_first.sql', '')
  await write('0002_second.sql', '')
  await run()
  await unlink(join(folder, '0002_second.sql'))
  await t.rejects(run(), { message: /has had migration 0002_second, which this version does not have/ })
})

t.test('a migration that comes before one already applied is refused', async (t) => {
  const { write, run } = await fresh(t)
  await write('0002_second.sql', '')
  await run()
  await write('0001_late.sql', '')
  await t.rejects(run(), { message: /0001_late\.sql comes before 0002_second.*next free number/ })
})

t.test('a file that is not named as a migration is refused', async (t) => {
  const { write, folder } = await fresh(t)
  await write('first.sql', '')
  await t.rejects(readMigrations(folder), { message: /first\.sql: a migration is named like/ })
  await rm(join(folder, 'first.sql'))
  await Promise.all(['0001_a.sql', '0001_b.sql'].map((file) => write(file, '')))
  await t.rejects(readMigrations(folder), { message: /0001_b\.sql: number 0001 is used twice/ })
})
