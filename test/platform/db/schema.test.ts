import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { readCatalogue } from '../../../src/platform/db/catalogue.ts'
import { readMigrations, SCHEMA_ROOT } from '../../../src/platform/db/schema-files.ts'
import { currentSql, schemaPage } from '../../../src/platform/db/schema-text.ts'
import { testDatabase } from '../../support/database.ts'

const { ownerPool } = await testDatabase(t)
const catalogue = await readCatalogue(ownerPool)
const migrations = await readMigrations()
const read = (path: string) => readFile(join(SCHEMA_ROOT, path), 'utf8')

/** The version of the embedded server. Later versions print some expressions of views differently. */
const PRINTED_BY = 15

const { rows: versions } = await ownerPool.query<{ major: number }>(
  `select current_setting('server_version_num')::int / 10000 as major`,
)

t.test(
  'schema/current.sql and docs/schema.md are what a database has: else npm run schema',
  { skip: versions[0]?.major !== PRINTED_BY && `only PostgreSQL ${PRINTED_BY} prints it so` },
  async (t) => {
    t.equal(currentSql(catalogue, migrations), await read('schema/current.sql'))
    t.equal(schemaPage(catalogue, migrations), await read('docs/schema.md'))
  },
)

t.test('every table, view and function says what it is for, and is in both files', async (t) => {
  const page = await read('docs/schema.md')
  t.ok(catalogue.tables.length > 50 && catalogue.functions.length > 50)
  for (const { name, comment } of [...catalogue.tables, ...catalogue.views, ...catalogue.functions]) {
    t.match(comment, /^[A-Z].*[.)]$/s, `comment on ${name}`)
    t.match(page, name)
  }
  const names = catalogue.tables.map(({ name }) => name)
  t.same([...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name).sort(), names, 'each table once')
})

t.test('triggers are listed in the order in which they fire', async (t) => {
  const client = await ownerPool.connect()
  t.teardown(() => client.release(true))
  // Each trigger of this table records its own name when it fires.
  await client.query(`
    begin;
    create table fired (n serial, name text);
    create table observed (id int, other int);
    create function note() returns trigger language plpgsql as $$
      begin insert into fired (name) values (tg_name); return new; end $$;
    create trigger z_row after insert on observed for each row execute function note();
    create trigger a_statement after insert on observed for each statement execute function note();
    create trigger b_row after insert on observed for each row when (new.id > 0) execute function note();
    create trigger c_before before insert or update of other on observed for each row execute function note();
    create trigger y_before before insert on observed for each statement execute function note();
    create trigger a_before before insert on observed for each row execute function note();
    insert into observed values (1)`)
  const { rows } = await client.query<{ name: string }>('select name from fired order by n')
  const table = (await readCatalogue(client)).tables.find(({ name }) => name === 'observed')
  t.same(
    table?.triggers.map(({ name }) => name),
    rows.map(({ name }) => name),
  )
  t.equal(rows.length, 6)
  t.match(table?.triggers[2], { moment: 'before each row', events: 'INSERT OR UPDATE OF other' })
  t.match(table?.triggers[3], { condition: '(new.id > 0)' })
})

t.test('the architecture page lists the migrations, and they are all there', async (t) => {
  const names = [...(await read('docs/architecture.md')).matchAll(/^\| `(\d{4}_\w+)`/gm)].map(
    ([, name]) => name,
  )
  const files = (await readdir(join(SCHEMA_ROOT, 'migrations')))
    .map((file) => file.replace('.sql', ''))
    .sort()
  t.same(names, files)
})
