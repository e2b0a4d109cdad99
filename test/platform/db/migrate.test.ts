import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import t, { type Test } from 'tap'
import { migrate } from '../../../src/platform/db/migrate.ts'
import { MigrationError, readDefinitions, readMigrations } from '../../../src/platform/db/schema-files.ts'
import { openTestServer } from '../../support/server.ts'
import { databaseUrl } from '../../support/template.ts'

const server = await openTestServer()

/** Makes an empty database, and an empty folder for migrations and definitions. */
async function fresh(t: Test) {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  await server.admin.query(`create database ${name}`)
  const root = await mkdtemp(join(tmpdir(), 'sufficiency-schema-'))
  const [migrations, functions, views] = ['migrations', 'schema/functions', 'schema/views'].map((folder) =>
    join(root, folder),
  ) as [string, string, string]
  for (const folder of [migrations, functions, views]) await mkdir(folder, { recursive: true })
  t.teardown(async () => {
    await server.admin.query(`drop database ${name} with (force)`)
    await rm(root, { recursive: true })
  })
  const url = databaseUrl(server.url, name)
  const write = (file: string, sql: string) => writeFile(join(migrations, file), sql)
  const writeFunction = (name: string, sql: string) => writeFile(join(functions, `${name}.sql`), sql)
  const writeView = (name: string, sql: string) => writeFile(join(views, `${name}.sql`), sql)
  const run = () => migrate(url, { root })
  const query = async (sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row))
    } finally {
      await client.end()
    }
  }
  return { root, write, writeFunction, writeView, run, query }
}

t.test('migrations are applied in order of number, once', async (t) => {
  const { write, run, query } = await fresh(t)
  await write('0002_second.sql', 'alter table steps add column two int')
  await write('0001_first.sql', 'create table steps (one int)')
  t.same(await run(), { applied: ['0001_first', '0002_second'], defined: [] })
  t.same(await run(), { applied: [], defined: [] }, 'a second run does nothing')
  await write('0003_third.sql', 'insert into steps values (1, 2)')
  t.same(await run(), { applied: ['0003_third'], defined: [] })
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
  t.same(runs.map((outcome) => outcome.applied.length).sort(), [0, 0, 1])
  t.same(await query(`select count(*)::int from pg_class where relname = 'made_once'`), [1])
})

t.test('a fault in one migration leaves all as it was, and says where it is', async (t) => {
  const { write, run, query } = await fresh(t)
  await write('0001_good.sql', 'create table good ()')
  await write('0002_bad.sql', 'create table half ();\n\nselect nonsense;')
  await t.rejects(
    run(),
    new MigrationError('migrations/0002_bad.sql failed, line 3: column "nonsense" does not exist'),
  )
  t.same(
    await query(`select relname from pg_class where relname in ('good', 'half', 'schema_migrations')`),
    [],
  )
  await write('0002_bad.sql', 'create table half ()')
  t.same((await run()).applied, ['0001_good', '0002_bad'], 'once mended they can be applied')
})

t.test('a migration edited after it was applied is refused', async (t) => {
  const { write, run } = await fresh(t)
  await write('0001_first.sql', 'create table first ();\n')
  await run()
  await write('0001_first.sql', 'create table first ();\r\n')
  t.same(await run(), { applied: [], defined: [] }, 'how line ends are written does not matter')
  await write('0001_first.sql', 'create table first (id int);\n')
  await t.rejects(run(), {
    name: 'MigrationError',
    message: /0001_first\.sql was edited after it was applied: put it back/,
  })
})

t.test('a database that has had other migrations is refused', async (t) => {
  const { write, run, root } = await fresh(t)
  await write('0001_first.sql', '')
  await write('0002_second.sql', '')
  await run()
  await unlink(join(root, 'migrations/0002_second.sql'))
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
  const { write, root } = await fresh(t)
  await write('first.sql', '')
  await t.rejects(readMigrations(root), { message: /first\.sql: a migration is named like/ })
  await rm(join(root, 'migrations/first.sql'))
  await Promise.all(['0001_a.sql', '0001_b.sql'].map((file) => write(file, '')))
  await t.rejects(readMigrations(root), { message: /0001_b\.sql: number 0001 is used twice/ })
})

const answer = (name: string, n: number, rest = '') =>
  `create or replace function ${name}() returns integer language sql as $$ select ${n} $$;\n${rest}`

t.test('a function is made once, and anew when its text changes', async (t) => {
  const { writeFunction, run, query } = await fresh(t)
  await writeFunction('answer', answer('answer', 41))
  await writeFunction('other', answer('other', 1))
  t.same(await run(), { applied: [], defined: ['answer', 'other'] })
  const version = `select xmin::text from pg_proc where proname in ('answer', 'other') order by proname`
  const versions = await query(version)
  t.same(await run(), { applied: [], defined: [] }, 'nothing has changed')
  t.same(await query(version), versions, 'so nothing was touched')
  await writeFunction('answer', answer('answer', 42))
  t.same(await run(), { applied: [], defined: ['answer'] })
  t.same(await query('select answer()'), [42])
  const newVersions = await query(version)
  t.not(newVersions[0], versions[0])
  t.equal(newVersions[1], versions[1], 'the other function was left alone')
})

t.test('tables can lean on functions, and functions and views on tables and on each other', async (t) => {
  const { write, writeFunction, writeView, run, query } = await fresh(t)
  const triggerFunction = `create or replace function noted() returns trigger language plpgsql as $$
    begin new.note := shout(new.note); return new; end $$;`
  await writeFunction('noted', triggerFunction)
  await writeFunction(
    'shout',
    'create or replace function shout(said text) returns text language sql immutable as $$ select upper(said) $$;',
  )
  await writeFunction(
    'loud',
    `-- after: notes
     create or replace function loud() returns setof notes language sql as $$ select * from notes where id in (table few) $$;`,
  )
  await writeView(
    'all_notes',
    `-- after: few\ncreate or replace view all_notes as select n.*, f.id as few from notes n, few f;`,
  )
  await writeView('few', 'create or replace view few as select id from notes limit 1;')
  await write(
    '0001_notes.sql',
    `create table notes (id int, note text, loud text generated always as (shout(note)) stored);
     create trigger noted before insert on notes for each row execute function noted();`,
  )
  await run()
  await query(`insert into notes values (1, 'quiet')`)
  t.same(await query('select id, note, loud from loud()'), [1, 'QUIET', 'QUIET'])
  t.same(await query('select few from all_notes'), [1])

  await write('0002_more.sql', 'drop view all_notes; alter table notes add column more int')
  t.same((await run()).defined.length, 5, 'what a migration dropped is made again')
  t.same(await query('select more, few from all_notes'), [null, 1])
})

t.test('a fault in one function leaves all as it was, and says where it is', async (t) => {
  const { write, writeFunction, run, query } = await fresh(t)
  await writeFunction('answer', answer('answer', 41))
  await run()
  await write('0001_table.sql', 'create table made ()')
  await writeFunction('answer', answer('answer', 42))
  const faults: [sql: string, message: RegExp][] = [
    [
      'create or replace function faulty() returns int language sql as $$ select nonsense $$',
      /column "nonsense" does not exist/,
    ],
    [
      'create or replace function faulty() returns int language plpgsql as $$ begin retrn 1; end $$',
      /syntax error/,
    ],
    ['create or replace\nfunktion faulty() returns int', /line 2: syntax error/],
    [answer('misnamed', 1), /does not make faulty/],
  ]
  for (const [sql, message] of faults) {
    await writeFunction('faulty', sql)
    const attempt = run()
    await t.rejects(attempt, { name: 'MigrationError', message })
    await t.rejects(attempt, { message: /^schema\/functions\/faulty\.sql / })
    t.same(await query('select answer()'), [41])
    t.same(await query(`select relname from pg_class where relname = 'made'`), [])
  }
})

t.test('what cannot be replaced is to be dropped by a migration', async (t) => {
  const { write, writeFunction, writeView, run, query } = await fresh(t)
  await writeFunction('answer', answer('answer', 41))
  await writeView('shown', 'create or replace view shown as select 1 as one, 2 as two;')
  await run()
  await writeView('shown', 'create or replace view shown as select 1 as one;')
  await t.rejects(run(), {
    message: /^schema\/views\/shown\.sql failed: .*: drop it in a new migration first$/,
  })
  await writeFunction(
    'answer',
    'create or replace function answer() returns text language sql as $$ select $a$42$a$ $$;',
  )
  await write('0001_drop.sql', 'drop view shown; drop function answer()')
  await run()
  t.same(await query('select answer(), one from shown'), ['42', 1])
})

t.test('two that wait for each other are refused', async (t) => {
  const { root, writeView } = await fresh(t)
  await writeView('chicken', '-- after: egg\n')
  await writeView('egg', '-- after: chicken\n')
  await t.rejects(readDefinitions(root), {
    message: /chicken\.sql, .*egg\.sql: each is to come after another/,
  })
})

t.test('two processes that make functions at once take turns', async (t) => {
  const { writeFunction, run, query } = await fresh(t)
  await writeFunction('answer', answer('answer', 42, 'select pg_sleep(0.2);'))
  const runs = await Promise.all([run(), run(), run()])
  t.same(runs.map((outcome) => outcome.defined.length).sort(), [0, 0, 1])
  t.same(await query('select answer()'), [42])
})

t.test('a database of a version from before the first release is refused', async (t) => {
  const { write, run, query } = await fresh(t)
  await query(`create table schema_migrations (name text primary key, checksum text, applied_at timestamptz)`)
  await query(`insert into schema_migrations values ('0001_foundation', 'x'), ('0002_supply', 'y')`)
  await write('0001_foundation.sql', '')
  await t.rejects(run(), {
    name: 'MigrationError',
    message:
      /^the database was made by a development version from before the first release, .*: use an empty one/,
  })
})
